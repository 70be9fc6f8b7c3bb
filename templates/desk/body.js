// The body to click in: a whole body first, then the views of a region. It knows no muscle but by its zones.

import { el } from "./common.js";

const MOST_IN_A_ROW = 2.1; // widths of pictures, in heights
const NS = "http://www.w3.org/2000/svg";

function shape(name, attributes, ...children) {
  const made = document.createElementNS(NS, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

const mirror = (view) => `matrix(-1 0 0 1 ${view.width} 0)`;

/** A picture of the body; `mirrored` shows the left side of one that was drawn for the right. */
function picture(view, mirrored, ...over) {
  const drawing = shape("g", {});
  drawing.innerHTML = view.svg;
  const side = shape("g", mirrored ? { transform: mirror(view) } : {}, drawing, ...over);
  return shape("svg", { viewBox: `0 0 ${view.width} ${view.height}` }, side);
}

/** Where a click is, in the picture's own units. */
function place(svg, event) {
  const at = new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse());
  return { x: at.x, y: at.y };
}

export class BodyMap {
  /** `clicked` is told the view, x and y, and the side that is shown: "both" is drawn as the right one, and not said. */
  constructor(root, clicked) {
    Object.assign(this, { root, clicked, whole: [], views: [], region: "", side: "both", muscles: [], area: "", body: "" });
    this.spot = null;
  }

  load({ whole, views }) {
    Object.assign(this, { whole, views, spot: null }); // another body's place is elsewhere
    this.draw();
  }

  /** Show a region on a side; no region is the whole body. What is not given stays as it is. */
  show(changes) {
    const same = Object.entries(changes).every(([name, value]) => this[name] === value);
    Object.assign(this, changes);
    if (!same) this.draw();
  }

  /** Light up the zones of some muscles. */
  light(muscles) {
    this.muscles = muscles;
    for (const zone of this.root.querySelectorAll(".zone"))
      zone.classList.toggle("on", muscles.includes(zone.dataset.muscle));
  }

  draw() {
    const shown = this.views.filter((view) => view.regions.includes(this.region));
    if (!shown.length) {
      this.root.replaceChildren(el("div", { className: "pictures" }, ...this.whole.map((view) => this.#whole(view))));
      return;
    }
    const back = el("button", { type: "button", textContent: "Whole body", tabIndex: -1 });
    back.addEventListener("click", () => this.show({ region: "", spot: null }));
    const pictures = el("div", { className: "pictures" }, ...shown.map((view) => this.#view(view)));
    const ratios = shown.reduce((sum, view) => sum + view.width / view.height, 0);
    pictures.style.setProperty("--in-a-row", ratios / Math.ceil(ratios / MOST_IN_A_ROW)); // all of them equally high
    this.root.replaceChildren(back, pictures);
    this.light(this.muscles);
  }

  #whole(view) {
    const regions = view.regions.map((region) => shape("path", { d: region.path, class: "region" }));
    const clip = shape("clipPath", { id: `body-${view.id}` }, shape("path", { d: view.silhouette }));
    const over = shape("g", { "clip-path": `url(#body-${view.id})` }, ...regions);
    return this.#figure(view, picture(view, false, clip, over), view.name);
  }

  #view(view) {
    const left = this.side === "left";
    const zones = view.zones.map((zone) => {
      const path = shape("path", { d: zone.path, class: zone.main ? "zone main" : "zone" });
      path.dataset.muscle = zone.muscle;
      return path;
    });
    const areas = view.areas.filter(({ id }) => id === this.area).map(({ path }) => shape("path", { d: path, class: "area" }));
    const over = shape("g", view.rightHalf && left ? { transform: mirror(view) } : {}, ...areas, ...zones);
    const svg = picture(view, left && !view.rightHalf, over);
    const { spot } = this;
    if (spot?.view === view.id) {
      const reach = view.height / 40;
      const d = `M${spot.x - reach} ${spot.y - reach}l${2 * reach} ${2 * reach}m0 ${-2 * reach}l${-2 * reach} ${2 * reach}`;
      svg.append(shape("path", { d, class: "spot halo" }), shape("path", { d, class: "spot" }));
    }
    return this.#figure(view, svg, view.rightHalf || this.side === "both" ? view.name : `${view.name}, ${this.side}`);
  }

  #figure(view, svg, name) {
    svg.addEventListener("click", (event) => this.clicked({ view: view.id, ...place(svg, event), side: this.side }));
    const sides = view.rightHalf === "left" ? ["Right", "Left"] : ["Left", "Right"];
    const halves = view.rightHalf ? sides.map((side) => el("span", { textContent: side })) : [];
    return el("figure", {}, svg, el("figcaption", {}, el("span", { className: "halves" }, ...halves), name));
  }
}
