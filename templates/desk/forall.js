// The second screen's choices for all rows: each holds where a row of the spreadsheet does not say otherwise.

import { $, el, several } from "./common.js";
import { boxes, countries, doseFields, doseName, favouriteButtons, fitLayout, option } from "./fields.js";

const SELECTS = ["print", "ink", "locale", "lang", "paper", "skin", "body"];
const FIELDS = { sheet: "sheet", file: "file", sheets: "many-pages", layout: "many-pages" };
const form = $("many-form");
let start;
let found = null; // what is known of the spreadsheet

/** `chosen` is called when a favourite has been put into the form. */
export function begin(started, chosen) {
  start = started;
  $("many-muscle").append(...start.muscles.map(({ id, title }) => option({ id, title })), ...pairs());
  countries($("many-locale"), start.places, start.usual.locale);
  $("many-lang").append(...start.languages.map(option));
  $("many-lang-part").hidden = start.languages.length < 2;
  if (start.sheets) $("many-pages").options[0].textContent = `As usual with you: ${start.sheets}`;
  doseFields($("many-dose"), start.dose, "many-");
  favouriteButtons($("many-favourites"), start.favourites, (favourite) => {
    take(favourite);
    chosen();
  });
  put({});
  form.addEventListener("input", fit);
}

const known = (id) => start.muscles.find((each) => each.id === id);

/** Two muscles in one handout, as favourites have them. */
function pairs() {
  const both = start.favourites.map(({ chosen }) => chosen.muscle).filter((muscles) => muscles.length > 1 && muscles.every(known));
  return [...new Set(both.map((muscles) => muscles.join("+")))].map((id) =>
    option({ id, title: id.split("+").map((each) => known(each).title).join(" + ") }));
}

function put(values, dose = {}) {
  const all = { ...start.usual, sheets: "", paper: "", ...values };
  for (const name of SELECTS) $(`many-${name}`).value = all[name];
  const pages = all.layout === "full" && all.sheets ? `full ${all.sheets}` : all.layout;
  $("many-pages").value = pages;
  $("many-duplex").checked = all.duplex;
  form.elements["many-side"].value = all.side;
  for (const { key } of start.dose) $(`many-dose-${key}`).value = dose[key] || "";
  fit();
}

/** A favourite: everything as it is named there, and what it does not name as usual. */
function take({ chosen: { muscle, technique = [], with: exercises = [], dose, ...values } }) {
  $("many-muscle").value = muscle.join("+");
  for (const [name, names] of Object.entries({ technique, with: exercises })) {
    $(`many-${name}`).dataset.chosen = names.join(",");
    $(`many-${name}`).dataset.shown = "";
  }
  put(values, dose);
}

/** The next spreadsheet has its own handout. */
export function forget() {
  $("many-muscle").value = "";
  found = null;
  fit();
}

/** What is known of the spreadsheet now. Returns whether something that was ticked fits it no more. */
export function fits(known) {
  found = known;
  const before = JSON.stringify(choices());
  fit();
  for (const part of form.querySelectorAll("[data-own]")) say(part, part.dataset.own.split(" "));
  return before !== JSON.stringify(choices());
}

/** Where rows say it themselves. */
function say(part, columns) {
  part.querySelector(".own")?.remove();
  const lines = columns.filter((column) => found.own[column]).map((column) => {
    const { title, rows } = found.own[column];
    if (rows === found.rows) return `“${title}” says it in every row: this is not used.`;
    return `“${title}” says it in ${rows.toLocaleString("en")} of ${found.rows.toLocaleString("en")} rows: this is for the others.`;
  });
  if (lines.length) part.append(el("p", { className: "hint own", textContent: lines.join(" ") }));
}

const layout = () => $("many-pages").value.split(" ")[0];

export const muscle = () => $("many-muscle").value;

/** All choices, by the names of the command's options. */
export function choices() {
  const dose = Object.fromEntries(start.dose.map(({ key }) => [key, $(`many-dose-${key}`).value.trim()]));
  const made = { layout: layout(), sheets: $("many-pages").value.split(" ")[1] || "", duplex: $("many-duplex").checked };
  for (const name of SELECTS) made[name] = $(`many-${name}`).value;
  for (const name of ["technique", "with"])
    if (!$(`many-${name}`).closest("[hidden]")) made[name] = $(`many-${name}`).dataset.chosen || "";
  return { ...made, side: form.elements["many-side"].value, dose: $("many-dose").closest("[hidden]") ? {} : dose };
}

/** Show what goes with the layout and the muscles, and what is chosen in the parts that are folded away. */
function fit() {
  fitLayout(form, layout());
  const all = [...(found?.muscles || []), ...(muscle() && found?.own.muscle?.rows !== found?.rows ? muscle().split("+") : [])];
  const muscles = [...new Set(all)].map(known).filter(Boolean);
  keep($("many-technique"), offered(muscles, "ways"), true);
  keep($("many-with"), offered(muscles, "exercises"), false);
  const { dose, side, technique, with: exercises = "", paper, skin, body } = choices();
  const doses = Object.entries(dose).filter(([, words]) => words).map(([key, words]) => `${doseName(key).toLowerCase()} ${words}`);
  sum("many-dose-sum", doses);
  sum("many-ways-sum", [side === "both" ? "" : side, number(technique, "way"), number(exercises, "exercise")]);
  sum("many-drawings-sum", [paper, ...["skin", "body"].map((name) => ({ skin, body })[name] === start.usual[name] ? "" : words(name))]);
}

const words = (name) => `${name} ${$(`many-${name}`).selectedOptions[0]?.textContent.toLowerCase()}`;

function number(chosen, what) {
  const count = (chosen || "").split(",").filter(Boolean).length;
  return count ? several(count, what) : "";
}

function sum(id, parts) {
  const said = parts.filter(Boolean).join(", ");
  $(id).textContent = said ? `: ${said}` : "";
}

/** What some muscles have: each once, with the muscles that have it where not all do. */
function offered(muscles, kind) {
  const made = new Map();
  for (const each of muscles) for (const { id, name } of each[kind]) {
    const there = made.get(id) || { id, names: [], of: [] };
    made.set(id, { id, names: [...new Set([...there.names, name])], of: [...there.of, each.title] });
  }
  return [...made.values()].map(({ id, names, of }) => ({
    id,
    name: names.join(" / "),
    only: of.length < muscles.length ? `only: ${of.join(", ")}` : "",
  }));
}

/** Offer boxes; what is ticked stays so while it is offered. */
function keep(where, items, ordered) {
  const shown = JSON.stringify(items);
  if (where.dataset.shown === shown) return;
  where.dataset.shown = shown;
  boxes(where, items, ordered, (where.dataset.chosen || "").split(",").filter(Boolean));
}

// --- what is wrong, at its field ---

/** The field on this screen that a message is about. */
export function fieldOf(name) {
  const found = $(FIELDS[name]) || $(`many-${name}`) || $(`many-dose-${name}`);
  return found?.matches("select, input, button") ? found : found?.querySelector("input");
}

/** A value that cannot be is told at its field as well. */
export function wrongField({ field, message }) {
  rightFields();
  const at = field && field !== "file" && fieldOf(field);
  if (!at) return;
  invalid(at, true);
  at.setAttribute("aria-errormessage", "many-error");
  at.closest("div, fieldset").append(el("p", { id: "many-error", className: "error", textContent: message }));
}

/** Nothing is wrong any more. */
export function rightFields() {
  $("many-error")?.remove();
  for (const field of form.querySelectorAll("[aria-errormessage]")) {
    invalid(field, false);
    field.removeAttribute("aria-errormessage");
  }
}

export function invalid(field, yes) {
  if (yes) field.setAttribute("aria-invalid", "true");
  else field.removeAttribute("aria-invalid");
}
