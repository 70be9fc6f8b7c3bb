// The second screen: a spreadsheet of patients. The file and what is decided about it stay in this page only.

import { $, el, post, save, several as counted } from "./common.js";
import * as forAll from "./forall.js";
import { forgetPrinted, print } from "./paper.js";
import { make } from "./pieces.js";

const LARGEST = 20; // MB, as the server has it
const NOT_SAID = "?";
const remembered = new Map(); // by a spreadsheet's headings: what its columns were said to be
const several = (count, ...words) => counted(count, ...words).replace(/^\d+/, count.toLocaleString("en"));
let open;
let file = null;
let found = null;
let again = false; // whether its columns are as they were said of another one with the same headings
let decided = {};
let ready = null; // the print run that was made last, until anything changes
let asking = null;
let making = null;

export function begin(start, show) {
  open = show;
  forAll.begin(start, () => decide({}));
  $("many-form").addEventListener("submit", (event) => event.preventDefault());
  $("many-form").addEventListener("change", changed);
  $("header").addEventListener("change", () => decide({ header: Number($("header").value), uses: {} }));
  $("columns").addEventListener("change", ({ target }) => used(target));
  $("file").addEventListener("change", () => $("file").files[0] && take($("file").files[0]));
  $("sample").addEventListener("click", sample);
  $("put-away").addEventListener("click", putAway);
  $("stop").addEventListener("click", () => making?.abort());
  dropped();
  if ($("file").files.length) take($("file").files[0]); // chosen before the page was ready
}

// --- a file comes ---

function dropped() {
  const hasFile = (event) => event.dataTransfer?.types.includes("Files");
  let inside = 0;
  const mark = (by) => document.body.classList.toggle("dropping", (inside = Math.max(0, inside + by)) > 0);
  document.addEventListener("dragenter", (event) => hasFile(event) && mark(1));
  document.addEventListener("dragleave", (event) => hasFile(event) && mark(-1));
  document.addEventListener("dragover", (event) => hasFile(event) && event.preventDefault());
  document.addEventListener("drop", (event) => {
    if (!hasFile(event)) return;
    event.preventDefault();
    mark(-inside);
    open();
    if (event.dataTransfer.files.length > 1) return say("bad", "Drop one file at a time.");
    if (event.dataTransfer.files.length) take(event.dataTransfer.files[0]);
  });
}

async function take(chosen) {
  forget();
  $("put-away").hidden = false;
  if (chosen.size > LARGEST << 20) return say("bad", `That is more than the desk takes: at most ${LARGEST} MB.`, true);
  say("", "Reading the spreadsheet ...");
  try {
    file = new Blob([await chosen.arrayBuffer()]); // as it is now: it may change or go while the page is open
  } catch {
    return say("bad", "The file could not be read. A folder is no spreadsheet; a file that is open may be locked.", true);
  }
  await check(true);
}

/** Nothing of one spreadsheet is taken for the next: neither its handout, nor the way its dates are written. */
function forget() {
  making?.abort();
  asking?.abort();
  file = found = ready = null;
  decided = {};
  again = false;
  forgetPrinted();
  forAll.forget();
  $("skip-hidden").checked = false;
  $("roster").hidden = true;
  $("many").classList.remove("old");
  for (const part of ["sheet", "header", "columns", "mistakes", "many-said"]) $(part).replaceChildren();
}

function putAway() {
  forget();
  $("file").value = "";
  $("many-said").hidden = $("put-away").hidden = true;
  $("file").focus();
}

// --- what is decided ---

const asked = () =>
  ({ ...decided, muscle: forAll.muscle(), skip_hidden: $("skip-hidden").checked, choices: forAll.choices() });

function changed({ target }) {
  if (target.id === "sheet") return decide({ sheet: target.value, header: 0, uses: {} });
  if (target.name === "order") return decide({ order: target.value });
  return decide({});
}

function used(select) {
  return use([select.dataset.at], select.value);
}

function use(places, column) {
  const uses = { ...decided.uses, ...Object.fromEntries(places.map((at) => [at, column])) };
  remembered.set(headings(found), uses);
  return decide({ uses });
}

function decide(more) {
  decided = { ...decided, ...more };
  return file && check();
}

const headings = ({ columns }) => JSON.stringify(columns.map(({ title }) => title));

async function check(first = false) {
  ready = null;
  making?.abort();
  asking?.abort();
  asking = new AbortController();
  const { signal } = asking;
  $("many").classList.add("old"); // what stands there is of what was chosen before
  try {
    let made = await post("/api/check", asked(), file, { signal });
    const before = remembered.get(headings(made));
    if (before && !Object.keys(decided.uses || {}).length) {
      decided.uses = before;
      again = true;
      made = await post("/api/check", asked(), file, { signal });
    }
    found = made;
    if (forAll.fits(found)) return check(first);
    draw();
    if (first) $("many-said").focus();
  } catch (error) {
    if (error.name === "AbortError") return;
    if (error.field === "file") $("roster").hidden = true;
    $("many").classList.remove("old");
    forAll.wrongField(error);
    $("run").replaceChildren();
    refused(error, first);
  }
}

// --- what is shown ---

/** A message: of the whole, or with what is to be done. */
function say(kind, words, focus = false, ...more) {
  $("many-said").className = `box ${kind}`;
  $("many-said").replaceChildren(el("p", { textContent: words }), ...more);
  $("many-said").hidden = false;
  if (focus) $("many-said").focus();
}

function refused(error, focus = true) {
  const field = error.field && forAll.fieldOf(error.field);
  say("bad", error.message, focus, ...(field && field.id !== "file" ? [goTo(field, "Go there")] : []));
}

function goTo(field, words) {
  const button = el("button", { type: "button", className: "link", textContent: words });
  button.addEventListener("click", () => {
    field.closest("details")?.setAttribute("open", "");
    field.focus();
  });
  return button;
}

function draw() {
  const focused = document.activeElement?.id;
  $("roster").hidden = false;
  $("many").classList.remove("old");
  forAll.rightFields();
  drawChoices();
  drawColumns();
  drawMistakes();
  drawSaid();
  drawButtons();
  if (focused && document.activeElement?.id !== focused) $(focused)?.focus();
}

function drawSaid() {
  const lines = again ? [...found.told, "The columns are as you said before of one with the same headings."] : found.told;
  const told = lines.length ? [el("div", { className: "notes" }, el("p", { textContent: "How it is read:" }), listed(lines))] : [];
  if (found.questions.length) {
    const list = el("ul", {}, ...found.questions.map((each) => el("li", {}, question(each))));
    return say("bad", "Before anything is printed:", false, list, ...told);
  }
  const good = `${several(found.good, "row")} can be printed`;
  const many = found.handouts === found.good ? "" : ` (${several(found.handouts, "handout")})`;
  const wrong = found.wrong ? `, ${several(found.wrong, "row has", "rows have")} to be corrected` : "";
  const drafts = found.drafts ? [el("p", { className: "hint", textContent: draftWords() })] : [];
  const first = found.first ? [el("p", { textContent: `The first one: ${found.first}.` })] : [];
  say(found.wrong ? "bad" : "good", `${good}${many}${wrong}.`, false, ...first, ...drafts, ...told);
}

const listed = (lines) => el("ul", {}, ...lines.map((line) => el("li", { textContent: line })));

function draftWords() {
  const all = found.drafts === found.good;
  if (all) return "Each says on the page that no clinician has reviewed it yet.";
  return `${several(found.drafts, "row")} will say on the page that no clinician has reviewed them yet.`;
}

function question({ field, words }) {
  const target =
    field === "uses" ? $("columns").querySelector("[aria-invalid]") || $("header")
    : field === "order" ? $("order-part").querySelector("input")
    : forAll.fieldOf(field);
  return target ? goTo(target, words) : words;
}

function drawChoices() {
  const option = (value, words, chosen) => el("option", { value, textContent: words, selected: chosen });
  const sheets = found.sheets.map(({ name, hidden }) => option(name, hidden ? `${name} (hidden)` : name, name === found.sheet));
  if (!found.sheet) sheets.unshift(el("option", { value: "", textContent: "Choose ...", selected: true, disabled: true }));
  $("sheet").replaceChildren(...sheets);
  $("sheet-part").hidden = found.sheets.length < 2;
  const rows = found.headers.map(({ row, says }) => option(row, `${row}: ${says}`, row === found.header));
  $("header").replaceChildren(...rows);
  $("header-part").hidden = rows.length < 2;
  $("order-part").hidden = !found.order && !found.questions.some(({ field }) => field === "order");
  for (const input of $("order-part").querySelectorAll("input")) input.checked = input.value === found.order;
  const skipped = $("skip-hidden").checked;
  $("hidden-part").hidden = !found.hidden && !skipped;
  $("hidden-part").querySelector("span").textContent =
    `Leave out the ${several(found.hidden, "row")} that the spreadsheet, or a filter in it, hides`;
  forAll.invalid($("sheet"), found.questions.some(({ field }) => field === "sheet"));
  forAll.invalid($("many-muscle"), found.questions.some(({ field }) => field === "muscle"));
}

function table(where, heads, rows) {
  const head = el("tr", { role: "row" }, ...heads.map((text) => el("th", { role: "columnheader", scope: "col", textContent: text })));
  $(where).replaceChildren(
    el("thead", { role: "rowgroup" }, head),
    el("tbody", { role: "rowgroup" }, ...rows),
  );
}

const cell = (label, ...content) => el("td", { role: "cell", "data-label": label }, ...content);

function drawColumns() {
  const heads = ["In the spreadsheet", "For example", "Use it as"];
  const rows = found.columns.map((column) => {
    const row = el("tr", { role: "row" }, el("th", { role: "rowheader", scope: "row", textContent: column.title }));
    row.append(cell(heads[1], column.examples.join(" · ")), cell(heads[2], ...useOf(column)));
    row.classList.toggle("open", Boolean(column.question));
    return row;
  });
  table("columns", heads, rows);
}

function useOf({ at, title, use, may_be: likely, question: words }) {
  const id = `use-${at}`;
  const select = el("select", { id, autocomplete: "off", "aria-label": `Use ${title} as` });
  select.dataset.at = at;
  if (use === null) select.append(el("option", { value: NOT_SAID, textContent: "Choose ...", disabled: true, selected: true }));
  const labels = [...found.labels.filter(([column]) => column === likely), ["", "not used"], ...found.labels.filter(([column]) => column !== likely)];
  for (const [value, label] of labels)
    select.append(el("option", { value, textContent: label, selected: value === use }));
  if (!words) return [select];
  select.setAttribute("aria-invalid", "true");
  select.setAttribute("aria-describedby", `${id}-why`);
  return [select, el("p", { id: `${id}-why`, className: "error", textContent: words })];
}

function drawMistakes() {
  const heads = ["Row", "Column", "In the spreadsheet", "What is wrong", "What to do"];
  const rows = found.faults.map(({ row, column, ours, cell: text, wrong, todo, unused }) =>
    el("tr", { role: "row", className: row.includes(" ") ? "alike" : "" },
      el("th", { role: "rowheader", scope: "row", textContent: row }),
      cell(heads[1], column, ...(ours ? [el("small", { textContent: `used as ${ours}` })] : [])),
      ...[text, wrong].map((each, at) => cell(heads[at + 2], each)),
      cell(heads[4], todo, ...(unused.length ? [leaveOut(column, unused)] : []))));
  table("mistakes", heads, rows);
  $("mistakes-part").hidden = !found.faults.length;
  $("more").textContent = found.more ? `${several(found.more, "more mistake")} not shown here: the list of mistakes has all.` : "";
}

/** Where most rows have the same mistake: the column is something else. */
function leaveOut(column, places) {
  const made = el("button", { type: "button", textContent: `Do not use “${column}”` });
  made.addEventListener("click", async () => {
    await use(places, "");
    $("many-said").focus();
  });
  return el("p", {}, "Or is this column about something else? ", made);
}

// --- what comes of it ---

function drawButtons() {
  const buttons = [];
  if (!found.questions.length && found.good) {
    const without = found.wrong ? ` without the ${several(found.wrong, "wrong row")}` : "";
    buttons.push(button(`Print ${several(found.handouts, "handout")}${without}`, "main", printRun));
    buttons.push(button(`Save the print run${without}`, "", saveRun));
    buttons.push(button(`Save single files (ZIP)${without}`, "", singleFiles));
  }
  if (found.wrong && !found.questions.length) buttons.push(button("Save the list of mistakes", "", mistakes));
  $("run").replaceChildren(...buttons);
}

function button(words, className, act) {
  const made = el("button", { type: "button", className, textContent: words });
  made.addEventListener("click", () => act().catch((error) => error.name === "AbortError" || refused(error)));
  return made;
}

/** What a run that was saved or printed lacks. */
const leftOut = () => (found?.wrong ? ` ${several(found.wrong, "wrong row was", "wrong rows were")} left out.` : "");

/** Have something made, with its progress, and a way to stop. */
async function long(path, type) {
  const shown = found;
  making?.abort();
  making = new AbortController();
  const { signal } = making;
  $("run").hidden = true;
  $("running").hidden = false;
  $("progress").removeAttribute("value");
  $("so-far").textContent = "";
  $("stop").focus();
  try {
    return await make(path, { ...asked(), without: shown.wrong }, file, type, signal, ({ done, of }) => {
      $("progress").value = done / of;
      $("so-far").textContent = `${done.toLocaleString("en")} of ${several(of, "row")}`;
    });
  } finally {
    if (making?.signal === signal) making = null;
    $("running").hidden = true;
    $("run").hidden = false;
    if (signal.aborted && found === shown) say("", "Stopped. Nothing was saved.", true);
  }
}

async function run() {
  if (!ready) ready = await long("/api/print-run", "application/pdf");
  return ready;
}

const done = (words, { said = {} } = {}) => say("good", words, true, ...(said.backs ? [el("p", { textContent: said.backs })] : []));

async function printRun() {
  const made = await run();
  done(`${print(made.blob) || `${several(made.said.pages, "page")} for the printer.`}${leftOut()}`, made);
}

async function saveRun() {
  const made = await run();
  save(made.blob, "print-run.pdf");
  done(`Saved: print-run.pdf, ${several(made.said.pages, "page")}, with a bookmark for each handout.${leftOut()}`, made);
}

async function singleFiles() {
  const { blob } = await long("/api/single-files", "application/zip");
  save(blob, "handouts.zip");
  done(`Saved: handouts.zip, with one PDF for each row that is right.${leftOut()}`);
}

async function mistakes() {
  save(await post("/api/mistakes", asked(), file, { blob: true }), "mistakes.csv");
  done("Saved: mistakes.csv, with rows and columns and nothing of what stands in them.");
}

async function sample() {
  try {
    const made = await post("/api/sample", {}, null, { blob: true });
    const packed = (await made.slice(0, 2).text()) === "PK";
    save(made, packed ? "sample.xlsx" : "sample.csv");
    if (!file) say("good", "Saved: a sample with two rows, and what each column is for.");
  } catch (error) {
    refused(error);
  }
}
