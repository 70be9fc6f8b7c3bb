// The first screen: where it hurts, which muscle, which handout, for whom.

import { BodyMap } from "./body.js";
import { $, el, post, save, several } from "./common.js";
import { boxes, capital, countries, doseFields, favouriteButtons, fitLayout, option } from "./fields.js";
import { forgetPrinted, print } from "./paper.js";
import * as preview from "./preview.js";

const TYPING = 120; // milliseconds after a letter before the pages are asked for
const PERSONAL = ["patient-name", "note", "checked-by"];
const KEPT = ["lang", "locale", "paper", "ink", "skin", "body"]; // from one patient to the next, and the date
const form = $("form");
let start;
let map;
let muscle = "";
let unreached = ""; // said where the handout was, when no muscle sends pain to the place that was clicked
let later;

const known = (id) => start.muscles.find((each) => each.id === id);
const value = (name) => form.elements[name].value;

export function begin(started) {
  start = started;
  map = new BodyMap($("map"), clicked);
  fill();
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", changed);
  $("print").addEventListener("click", () => hand((pdf) => print(pdf)));
  $("save").addEventListener("click", () => hand(savePdf));
  $("save-web").addEventListener("click", saveWebPage);
  $("all").addEventListener("click", () => list());
  $("next").addEventListener("click", nextPatient);
  $("wrong").addEventListener("click", () => control($("wrong").dataset.field)?.focus());
  anew();
}

// --- what can be chosen ---

function fill() {
  $("lang").append(...start.languages.map(option));
  countries($("locale"), start.places, start.usual.locale);
  $("second").append(...start.muscles.map(({ id, title }) => option({ id, title })));
  for (const [label, areas] of grouped(start.areas)) $("place").append(el("optgroup", { label: capital(label) }, ...areas.map(option)));
  if (start.sheets) $("sheets").options[0].textContent = `As usual with you: ${start.sheets}`;
  doseFields($("dose"), start.dose);
  favouriteButtons($("favourites"), start.favourites, take);
}

function grouped(areas) {
  const parts = new Map();
  for (const area of areas) parts.set(area.in, [...(parts.get(area.in) || []), area]);
  return parts;
}

/** The cards of muscles: those that refer pain to a place, with the reason, or all. `next` is what to do now. */
function list(hits = null, next = "") {
  if (!hits) unreached = "";
  const shown = hits?.length ? hits.map((hit) => [known(hit.muscle), hit]) : start.muscles.map((each) => [each, null]);
  $("muscles").replaceChildren(...shown.filter(([each]) => each).map(([each, hit]) => card(each, hit)));
  if (hits) $("found").textContent = hits.length
    ? several(hits.length, "muscle sends pain there.", "muscles send pain there, the likeliest first.")
    : `${unreached} All muscles are listed.`;
  else $("found").textContent = next;
  $("all").hidden = !hits?.length;
}

function card({ id, title, name }, hit) {
  const main = hit?.near ? "Main pain area (close by) of" : "Main pain area of";
  const spread = hit?.near ? "Pain may spread close by from" : "Pain may spread there from";
  const why = hit && `${hit.main ? main : spread} spot ${hit.mark}: ${hit.place}`;
  const input = el("input", { type: "radio", name: "muscle", value: id, checked: id === muscle });
  return el("label", {}, input, el("span", {}, title, el("small", { textContent: why || name })));
}

/** A place is said: the likeliest muscle is chosen, or none, so that no handout for another place stays. */
function reached(hits, area) {
  const name = start.areas.find(({ id }) => id === area)?.name;
  const place = name ? `to “${capital(name)}”` : "there";
  unreached = hits.length ? "" : `No muscle here is known to send pain ${place}.`;
  list(hits);
  choose(hits.length ? hits[0].muscle : "");
}

/** Choose a muscle: its zones light up, and what it has can be chosen; some of it is ticked already. */
function choose(id, technique = [], exercises = []) {
  muscle = id;
  for (const input of form.querySelectorAll("input[name=muscle]")) input.checked = input.value === id;
  const chosen = known(id);
  $("side-label").textContent = chosen ? capital(chosen.part) : "Side";
  for (const input of form.elements.side) input.disabled = chosen?.sides === false;
  if (chosen?.sides === false) form.elements.side.value = "both";
  for (const option of $("second").options) option.hidden = option.value === id;
  if ($("second").value === id) $("second").value = "";
  boxes($("technique"), chosen?.ways || [], true, technique);
  boxes($("with"), chosen?.exercises || [], false, exercises);
  for (const { key } of start.dose) {
    const usual = [chosen?.dose[key] ?? []].flat();
    $(`dose-${key}`).placeholder = usual.length ? `usual: ${[...new Set(usual)].join(" to ")}` : "usual";
    $(`dose-${key}`).disabled = chosen?.massaged === false;
  }
  map.light([id, $("second").value]);
}

/** Put values into the form. */
function set(values) {
  for (const [name, each] of Object.entries(values)) {
    const field = form.elements[name];
    if (field?.type === "checkbox") field.checked = each;
    else if (field) field.value = each;
  }
  fitLayout(form, value("layout"));
}

/** All as the desk begins with: the favourite it was opened for, or what is usual; but for what is kept. */
function anew(kept = {}) {
  take(start.favourites.find(({ name }) => name === start.favourite) || { chosen: { muscle: [] } }, kept);
}

/** A favourite: everything as it is named there, and what it does not name as usual. The person stays. */
function take({ chosen }, kept = {}) {
  const { muscle: muscles, technique = [], with: exercises = [], dose = {}, ...values } = chosen;
  for (const { key } of start.dose) form.elements[key].value = dose[key] || "";
  set({ ...start.usual, sheets: "", paper: "", ...values, ...kept });
  $("place").value = "";
  $("second").value = muscles[1] || "";
  list();
  choose(muscles[0] || "", technique, exercises);
  map.show({ region: known(muscle)?.region || "", area: "", spot: null, side: side() });
  showBody();
  refresh();
}

const side = () => value("side");

/** The body to click in is the one that the handout's figures show. */
function showBody() {
  const body = value("body");
  if (map.body === body) return;
  map.body = body;
  post("/api/body", { body }).then((made) => map.body === body && map.load(made), wrong);
}

// --- what was chosen ---

function chosen() {
  const made = { muscle: [muscle, $("second").closest("[hidden]") ? "" : $("second").value].filter(Boolean), dose: {} };
  const doses = new Set(start.dose.map(({ key }) => key));
  for (const [name, each] of new FormData(form)) {
    if (name === "muscle" || !each || form.elements[name].closest?.("[hidden]")) continue;
    if (doses.has(name)) made.dose[name] = each.trim();
    else made[name] = each;
  }
  for (const field of ["technique", "with"]) if (!$(field).closest("[hidden]")) made[field] = $(field).dataset.chosen;
  return { ...made, duplex: form.elements.duplex.checked };
}

/** Never with a name in it. */
function fileName(ending) {
  const layout = { do: "short", clinician: "clinician" }[value("layout")];
  const parts = [...chosen().muscle, value("side") === "both" ? "" : value("side"), layout];
  return `${parts.filter(Boolean).join("-")}.${ending}`;
}

// --- what happens ---

async function clicked(at) {
  try {
    const { region, side: where, hits, area } = await post("/api/where", { ...at, body: map.body });
    if (hits) {
      map.spot = { ...at, side: where };
      map.area = "";
      $("place").value = area;
      reached(hits, area);
    } else if (region) {
      map.area = $("place").value = "";
      if (known(muscle)?.region !== region) choose(""); // a handout for elsewhere would get this side
      list(null, "Now click the sore place in the larger picture, or choose a muscle here.");
    }
    if (where && !form.elements.side[0].disabled) form.elements.side.value = where;
    map.show(region ? { region, side: where, spot: null } : { side: where || map.side });
    map.draw();
    refresh();
  } catch (error) {
    wrong(error);
  }
}

async function placeChosen() {
  const area = $("place").value;
  try {
    const { hits } = area ? await post("/api/where", { area }) : {};
    if (hits) reached(hits, area);
    else list();
    const region = start.areas.find(({ id }) => id === area)?.region || "";
    map.show({ region, area, spot: null, side: side() });
    refresh();
  } catch (error) {
    wrong(error);
  }
}

function changed({ target }) {
  if (target.id === "place") return placeChosen();
  if (target.name === "muscle") {
    choose(target.value);
    if (!map.spot && !$("place").value) map.show({ region: known(muscle).region, side: side() });
  }
  if (target.id === "second") map.light([muscle, target.value]);
  if (target.name === "side") map.show({ side: side(), spot: null });
  if (target.name === "body") showBody();
  if (target.name === "layout") fitLayout(form, value("layout"));
  clearTimeout(later);
  const typed = target.type !== "radio" && target.type !== "checkbox" && target.tagName !== "SELECT";
  later = setTimeout(refresh, typed ? TYPING : 0);
}

async function refresh() {
  clearTimeout(later);
  $("empty").hidden = Boolean(muscle);
  if (!muscle) return nothing();
  if ($("print").disabled) $("state").textContent = "The handout is being made.";
  try {
    const asked = performance.now();
    const made = await preview.show(chosen());
    if (!made) return;
    right();
    $("state").textContent = several(made.pages, "page");
    $("state").dataset.ms = Math.round(performance.now() - asked);
    $("review").textContent = made.status.words;
    $("review").classList.toggle("approved", made.status.approved);
    $("review").hidden = false;
    $("notices").replaceChildren(...made.notices.map((line) => el("p", { textContent: sentence(line) })));
    $("notices").hidden = !made.notices.length;
    ready(true);
  } catch (error) {
    wrong(error);
  }
}

/** What the command line says in one line, as a sentence. */
const sentence = (line) => (/[.!?]$/.test(line) ? line : `${line}.`);

function nothing() {
  preview.clear();
  right();
  ready(false);
  $("state").textContent = unreached;
  $("review").hidden = $("notices").hidden = true;
}

const ready = (yes) => ["print", "save", "save-web"].forEach((id) => ($(id).disabled = !yes));

// --- what is wrong: at its field, and in the bar ---

/** The control of a field; of several to choose from, the one that is chosen. */
function control(field) {
  const all = [...form.querySelectorAll(`[data-field="${CSS.escape(field)}"] :is(input, select, textarea):enabled`)];
  return all.find((each) => each.type === "radio" && each.checked) || all[0];
}

function right() {
  for (const old of form.querySelectorAll(".error")) old.remove();
  for (const input of form.querySelectorAll("[aria-invalid]")) {
    input.removeAttribute("aria-invalid");
    input.removeAttribute("aria-errormessage");
  }
  $("wrong").hidden = true;
}

function wrong(error) {
  right();
  const field = error.field || "";
  const part = field && form.querySelector(`[data-field="${CSS.escape(field)}"]`);
  if (part) {
    part.append(el("p", { id: "error", role: "alert", className: "error", textContent: error.message }));
    part.closest("details")?.setAttribute("open", "");
    control(field)?.setAttribute("aria-invalid", "true");
    control(field)?.setAttribute("aria-errormessage", "error");
  }
  $("wrong").textContent = error.message;
  $("wrong").dataset.field = field;
  $("wrong").hidden = false;
  $("state").textContent = "Not ready to print";
  ready(false);
}

// --- what comes of it ---

async function hand(give) {
  try {
    const told = give(await post("/api/pdf", chosen(), null, { blob: true }));
    if (told) $("state").textContent = told;
  } catch (error) {
    wrong(error);
  }
}

function savePdf(pdf) {
  save(pdf, fileName("pdf"));
  return `Saved: ${fileName("pdf")}`;
}

async function saveWebPage() {
  try {
    save(await post("/api/html", chosen(), null, { blob: true }), fileName("html"));
    $("state").textContent = "Saved without name, date and note: a web page may be passed on.";
  } catch (error) {
    wrong(error);
  }
}

/** What was chosen for the last patient goes; what is the clinic's stays. */
function nextPatient() {
  const kept = Object.fromEntries(KEPT.map((name) => [name, value(name)]));
  for (const name of PERSONAL) form.elements[name].value = "";
  forgetPrinted();
  anew({ ...kept, duplex: form.elements.duplex.checked });
  post("/api/next").catch(() => {});
  window.scrollTo(0, 0);
  $("place").focus();
}
