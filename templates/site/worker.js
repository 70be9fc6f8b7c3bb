"use strict";
// Keeps what was opened for when there is no network. With a network every page comes from there, so none is old.
// This file differs for each edition of the site: a browser that finds another one asks for all that it keeps again.

const EDITION = "{{ edition }}";
const FIRST = {{ first }};
const KEPT = "handouts " + self.registration.scope;
const inside = (address) => address.startsWith(self.registration.scope);

// Asked of the site, not of what the browser has stored of it.
const fresh = (request) => fetch(request, { cache: "no-cache" });

self.addEventListener("install", (event) => {
  self.skipWaiting();
  event.waitUntil((async () => {
    const open = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
    const pages = open.map((page) => page.url.split("#")[0]).filter(inside);
    const kept = await caches.open(KEPT);
    const before = (await kept.keys()).map((request) => request.url);
    const first = FIRST.map((name) => new URL(name, self.registration.scope).href);
    await Promise.all([...new Set([...first, ...pages, ...before])].map(async (address) => {
      const answer = await fresh(address).catch(() => null);
      if (answer?.ok) await kept.put(address, answer);
      else if (answer?.status === 404 || answer?.status === 410) await kept.delete(address);
    }));
  })());
});

self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET" || !inside(request.url)) return;
  event.respondWith((async () => {
    const kept = await caches.open(KEPT);
    try {
      const answer = await fresh(request);
      if (answer.status === 200 && !request.url.endsWith(".apkg")) await kept.put(request, answer.clone());
      return answer;
    } catch (error) {
      const folder = request.url.split(/[?#]/)[0].replace(/index\.html$/, "");
      const found = await kept.match(request, { ignoreSearch: true })
        || await kept.match(folder) || await kept.match(folder + "index.html");
      if (found) return found;
      throw error;
    }
  })());
});
