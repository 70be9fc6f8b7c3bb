"use strict";
// Keeps what was opened for when there is no network. With a network every page comes from there, so none is old.

const FIRST = {{ first }};
const KEPT = "handouts " + self.registration.scope;
const inside = (address) => address.startsWith(self.registration.scope);

self.addEventListener("install", (event) => {
  self.skipWaiting();
  event.waitUntil((async () => {
    const open = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
    const pages = open.map((page) => page.url.split("#")[0]).filter(inside);
    const kept = await caches.open(KEPT);
    await Promise.all([...FIRST, ...pages].map((address) => kept.add(address).catch(() => {})));
  })());
});

self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET" || !inside(request.url)) return;
  event.respondWith((async () => {
    const kept = await caches.open(KEPT);
    try {
      const answer = await fetch(request);
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
