"use strict";
// What a page of the site does beyond its plain links: a search, and a copy that is there without a network.

const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
const wordsOf = (text) => (plain(text).match(/[\p{L}\p{N}]+/gu) || []).filter((word) => word.length >= 3);

// A letter changed, left out or added, or two neighbours swapped.
const nearly = (one, two) => {
  const [short, long] = one.length <= two.length ? [one, two] : [two, one];
  let at = 0;
  while (at < short.length && short[at] === long[at]) at += 1;
  const [rest, other] = [short.slice(at), long.slice(at)];
  if (short.length === long.length) {
    const swapped = rest[0] === other[1] && rest[1] === other[0] && rest.slice(2) === other.slice(2);
    return rest.slice(1) === other.slice(1) || swapped;
  }
  return long.length - short.length === 1 && rest === other.slice(1);
};

// The known words that a word may be: itself or its plural, else what it begins, else with one letter wrong,
// else what it begins with.
const meant = (word, known) => {
  const stem = (each) => each.replace(/s$/, "");
  const ways = [
    (other) => stem(other) === stem(word),
    (other) => other.startsWith(word),
    (other) => Math.min(word.length, other.length) >= 4 && nearly(word, other),
    (other) => other.length >= 5 && word.startsWith(other),
  ];
  for (const way of ways) {
    const fits = known.filter(way);
    if (fits.length) return new Set(fits);
  }
  return new Set();
};

const search = (form) => {
  const field = form.querySelector("input");
  const said = form.querySelector("[role=status]");
  const entries = [...document.querySelectorAll("[data-words]")].map((part) => ({
    part,
    words: new Set(part.dataset.words.split(" ")),
  }));
  const groups = [...document.querySelectorAll(".group")];
  const sections = [...document.querySelectorAll("#areas, #handouts")];
  const known = [...new Set(entries.flatMap((entry) => [...entry.words]))];

  const small = new Set(wordsOf(form.dataset.small));

  const show = () => {
    const typed = wordsOf(field.value).filter((word) => !small.has(word));
    const asked = typed.map((word) => meant(word, known));
    const score = (entry) => asked.filter((words) => [...words].some((word) => entry.words.has(word))).length;
    const scores = entries.map(score);
    const most = Math.max(0, ...scores);
    const searching = typed.length > 0 && most > 0;
    let found = 0;
    entries.forEach((entry, at) => {
      const fits = !searching || scores[at] === most;
      entry.part.hidden = !fits;
      found += fits ? 1 : 0;
    });
    for (const part of [...groups, ...sections]) {
      part.hidden = !part.querySelector("[data-words]:not([hidden])");
      if (part.matches("details")) part.open = searching && !part.hidden;
    }
    for (const part of document.querySelectorAll(".aside")) part.hidden = searching;
    const { one, more, none } = form.dataset;
    said.textContent = !typed.length ? "" : !searching ? none : found === 1 ? one : more.replace("{count}", found);
  };

  field.addEventListener("input", show);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.hidden = false;
  show();
};

const form = document.querySelector("form.search");
if (form) search(form);
if ("serviceWorker" in navigator && location.protocol.startsWith("http")) {
  navigator.serviceWorker.register(new URL("worker.js", document.currentScript.src)).catch(() => {});
}
