// The page: gets its key, fetches what there is to choose from, starts both screens, says every minute that it is open.

import { $, Gone, post, problem, unlock } from "./common.js";
import * as patient from "./patient.js";
import * as roster from "./roster.js";

const MINUTE = 60_000;
const SCREENS = { one: $("to-one"), many: $("to-many") };

function show(screen) {
  for (const [name, tab] of Object.entries(SCREENS)) {
    $(name).hidden = name !== screen;
    if (name === screen) tab.setAttribute("aria-current", "page");
    else tab.removeAttribute("aria-current");
  }
}

/** Say that the page is open; hear what has changed, or that the desk has gone while nobody looked. */
async function alive() {
  if (!$("problem")) return; // the desk was closed here
  try {
    problem((await post("/api/alive")).told.join("\n"));
  } catch (error) {
    problem(`${error.message} What you have typed still stands here, and nowhere else.`);
  }
}

for (const [name, tab] of Object.entries(SCREENS)) tab.addEventListener("click", () => show(name));

/** Who presses Ctrl+P beside a patient's handout means the handout, not this page with the patient's name in it. */
document.addEventListener("keydown", (event) => {
  if (!(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey || event.key.toLowerCase() !== "p") return;
  if (!$("one") || $("one").hidden) return;
  event.preventDefault();
  $("print").click();
});

$("close").addEventListener("click", async () => {
  try {
    await post("/api/close");
  } catch (error) {
    if (!(error instanceof Gone)) return problem(error.message); // the desk is open still
  }
  document.body.replaceChildren($("closed").content.cloneNode(true));
  document.querySelector("h1").focus();
});

try {
  await unlock();
  const start = await post("/api/start");
  $("clinic").textContent = start.clinic ? `– ${start.clinic}` : "";
  patient.begin(start);
  roster.begin(start, () => show("many"));
  setInterval(alive, MINUTE);
  document.addEventListener("visibilitychange", () => document.hidden || alive()); // the tab or the machine may have slept
} catch (error) {
  $("map").replaceChildren();
  problem(error.message);
}
