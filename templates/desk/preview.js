// The pages as they will be printed: the first at once, the others when they come into sight. The newest question wins.

import { $, el, post } from "./common.js";

const BLANK = "data:image/svg+xml," + encodeURIComponent("<svg xmlns='http://www.w3.org/2000/svg' width='595' height='842'/>");
const WIDEST = 1100;
const pages = $("pages");
let turn = 0;
let waiting = new AbortController();
let watching = null;

const png = (data) => `data:image/png;base64,${data}`;

function stop() {
  turn += 1;
  waiting.abort();
  waiting = new AbortController();
  watching?.disconnect();
  return turn;
}

/** No handout is asked for. */
export function clear() {
  stop();
  pages.replaceChildren();
}

/** Show a handout. Returns what is known of it, or nothing when it was asked again meanwhile. Throws Refused. */
export async function show(chosen) {
  const mine = stop();
  const { signal } = waiting;
  pages.classList.add("old");
  const width = Math.round(Math.min((pages.clientWidth || 700) * (devicePixelRatio || 1), WIDEST));
  const ask = (page) => post("/api/page", { ...chosen, page, width }, null, { signal });
  try {
    const first = await ask(1);
    if (mine !== turn) return null;
    const images = Array.from({ length: first.pages }, (_, index) => pages.children[index] || el("img", { src: BLANK }));
    images.forEach((image, index) => (image.alt = `Page ${index + 1} of ${first.pages}`));
    images[0].src = png(first.png);
    pages.replaceChildren(...images);
    pages.classList.remove("old");
    images.slice(1).forEach((image) => image.classList.add("old"));
    watching = new IntersectionObserver((seen) => seen.filter((each) => each.isIntersecting).forEach(fetchPage), {
      rootMargin: "400px",
    });
    images.slice(1).forEach((image) => watching.observe(image));
    return first;

    async function fetchPage({ target }) {
      watching.unobserve(target);
      const made = await ask(images.indexOf(target) + 1).catch(() => null); // a newer one comes, or the bar says why
      if (!made || mine !== turn) return;
      target.src = png(made.png);
      target.classList.remove("old");
    }
  } catch (error) {
    if (error.name === "AbortError" || mine !== turn) return null;
    throw error;
  }
}
