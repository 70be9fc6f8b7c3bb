// Fields that both screens have: the dose, ways and exercises to tick, favourites, countries and languages.

import { country, el } from "./common.js";

export const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);

export const option = ({ id, name, title }) => el("option", { value: id, textContent: capital(name || title) });

/** Countries, by what they call themselves. Where the clinic has said one, "not said" is no choice. */
export function countries(select, places, usual) {
  if (usual) select.replaceChildren();
  select.append(...places.map((place) => option({ id: place.id, name: country(place) })));
}

/** The fields of a dose, with its limits. `start` is the beginning of their ids. */
export function doseFields(where, limits, start = "") {
  where.append(...limits.map((each) => doseField(each, start)));
}

function doseField({ key, low, high, unit }, start) {
  const id = `${start}dose-${key}`;
  const input = el("input", { id, name: key, autocomplete: "off", inputMode: "numeric", "aria-describedby": `${id}-hint` });
  const range = key === "hold" ? low : `${low} or ${low} to ${low + 1}`;
  const hint = el("span", { id: `${id}-hint`, className: "hint", textContent: `${low} to ${high} ${unit}, such as ${range}` });
  return el("div", { "data-field": key }, el("label", { htmlFor: id, textContent: doseName(key) }), input, hint);
}

const NAMES = { seconds: "Seconds on one strip", hold: "Hold on one spot", times: "Times, first week and later" };

/** What a value of the dose is called. */
export function doseName(key) {
  return NAMES[key] || capital(key);
}

/**
 * Boxes to tick; of ordered ones the number is said in which they were ticked. Those of `before` are ticked already.
 * `where` keeps in its data what is ticked.
 */
export function boxes(where, items, ordered, before = []) {
  const ticked = before.filter((name) => items.some(({ id }) => id === name));
  const number = (id) => (ordered && ticked.includes(id) ? `${ticked.indexOf(id) + 1}. ` : "");
  const rows = items.map(({ id, name, only }) => {
    const input = el("input", { type: "checkbox", value: id, checked: ticked.includes(id) });
    input.addEventListener("input", () => {
      if (input.checked) ticked.push(id);
      else ticked.splice(ticked.indexOf(id), 1);
      say();
    });
    const words = el("span", {}, name, ...(only ? [el("small", { textContent: only })] : []));
    return { id, place: el("b"), input, words };
  });
  const say = () => {
    where.dataset.chosen = ticked.join(",");
    for (const { id, place } of rows) place.textContent = number(id);
  };
  where.replaceChildren(...rows.map(({ input, place, words }) => el("label", {}, input, place, words)));
  if (!rows.length) where.append(el("p", { className: "hint", textContent: "None." }));
  say();
}

/** A button for each favourite; without any, their part of the page is hidden. */
export function favouriteButtons(part, favourites, take) {
  part.hidden = !favourites.length;
  for (const favourite of favourites) {
    const button = el("button", { type: "button", textContent: favourite.name });
    button.addEventListener("click", () => take(favourite));
    part.lastElementChild.append(button);
  }
}

/** What does not go with a layout is hidden. */
export function fitLayout(form, layout) {
  for (const part of form.querySelectorAll("[data-for-layout]"))
    part.hidden = !part.dataset.forLayout.split(" ").includes(layout);
}
