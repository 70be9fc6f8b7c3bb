// The page: gets its key, fetches what there is to choose from, starts both screens, says every minute that it is open.

import { $, post, problem, unlock } from "./common.js";
import * as patient from "./patient.js";
import * as roster from "./roster.js";

const SCREENS = { one: $("to-one"), many: $("to-many") };

function show(screen) {
  for (const [name, tab] of Object.entries(SCREENS)) {
    $(name).hidden = name !== screen;
    if (name === screen) tab.setAttribute("aria-current", "page");
    else tab.removeAttribute("aria-current");
  }
}

for (const [name, tab] of Object.entries(SCREENS)) tab.addEventListener("click", () => show(name));

$("close").addEventListener("click", async () => {
  await post("/api/close").catch(() => {});
  document.body.replaceChildren($("closed").content.cloneNode(true));
  document.querySelector("h1").focus();
});

try {
  await unlock();
  const start = await post("/api/start");
  $("clinic").textContent = start.clinic ? `– ${start.clinic}` : "";
  patient.begin(start);
  roster.begin(start, () => show("many"));
  setInterval(() => post("/api/alive").catch((error) => problem(error.message)), 60_000);
} catch (error) {
  problem(error.message);
}
