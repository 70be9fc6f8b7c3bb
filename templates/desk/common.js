// What both screens use. Nothing is stored in the browser but the key of this run, for this tab.

export const $ = (id) => document.getElementById(id);

/** An element with properties (names with a hyphen are attributes) and children. */
export function el(tag, properties = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name.includes("-")) made.setAttribute(name, value);
    else made[name] = value;
  }
  made.append(...children);
  return made;
}

/** What the desk refuses: a sentence, and the field that is wrong, if one is. */
export class Refused extends Error {
  constructor(message, field = "") {
    super(message);
    this.field = field;
  }
}

/** There is no desk any more that could refuse. */
export class Gone extends Refused {}

const STOPPED = "The desk has been closed, or has stopped. Close this page, and start the desk again.";
const NO_KEY = "This page was opened without its key, which is good once. Close it, and start the desk again.";

let key = sessionStorage.getItem("key") || "";

/** The code in the address becomes the key, and leaves the address. */
export async function unlock() {
  const code = location.hash.slice(1);
  history.replaceState(null, "", "/");
  if (code.length > 20) {
    const answer = await fetch("/api/key", { method: "POST", body: JSON.stringify({ code }), credentials: "omit" });
    if (answer.ok) key = (await answer.json()).key;
    if (answer.ok) sessionStorage.setItem("key", key);
  }
  if (!key) throw new Refused(NO_KEY);
}

/**
 * Ask the desk: an object, and the bytes of a file if there is one (a Blob).
 * Returns what JSON said, or a Blob with `blob: true`, or with `stream: true` the bytes as they come. Throws Refused;
 * AbortError when `signal` says so.
 */
export async function post(path, asked = {}, file = null, { blob = false, stream = false, signal = null } = {}) {
  const line = JSON.stringify(asked);
  let answer;
  try {
    answer = await fetch(path, {
      method: "POST",
      body: file ? new Blob([line, "\n", file]) : line,
      headers: { "X-Desk-Key": key },
      credentials: "omit",
      signal,
    });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Gone(STOPPED);
  }
  if (answer.ok) return stream ? answer.body : blob ? answer.blob() : answer.json();
  const told = await answer.text();
  if (!(answer.headers.get("content-type") || "").includes("json")) throw new Refused(told || STOPPED);
  const { error, field } = JSON.parse(told);
  throw new Refused(error, field);
}

/** Say over the page what is wrong, once; or that nothing is any more. */
export function problem(text) {
  const [words, read] = $("problem").children;
  if (words.textContent === text) return; // whoever has read it is not told every minute
  $("problem").hidden = !text;
  words.textContent = text;
  read.onclick = () => ($("problem").hidden = true);
}

/** Hand a file to the browser's downloads. Its name never has a person's name in it. */
export function save(blob, name) {
  const link = el("a", { href: URL.createObjectURL(blob), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

const regions = new Intl.DisplayNames(["en"], { type: "region" });

/** What a place is called: as it says itself, else as the browser calls the country of its tag. */
export const country = ({ id, name }) => `${name || regions.of(new Intl.Locale(id).region)} (${id})`;

export const several = (count, one, more = one + "s") => `${count} ${count === 1 ? one : more}`;
