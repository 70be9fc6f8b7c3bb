// Handing a file on: to the printer.

import { el } from "./common.js";

const SAFARI = /^((?!chrome|chromium|android|crios|fxios).)*safari/i.test(navigator.userAgent);
let frame = null;
let url = "";

/** Forget what was printed last. */
export function forgetPrinted() {
  URL.revokeObjectURL(url);
  frame?.remove();
  frame = null;
  url = "";
}

/**
 * Open the print dialog on a PDF. It lies in a frame of one pixel: one that is not displayed prints nothing.
 * Returns what somebody has to do who sees no dialog.
 */
export function print(pdf) {
  forgetPrinted();
  url = URL.createObjectURL(pdf);
  if (SAFARI || navigator.pdfViewerEnabled === false) {
    if (window.open(url)) return "It is open in another window: print it from there.";
    return "The browser let no window open. Allow this page to open windows, then press Print again. Or save the PDF, and print that file.";
  }
  frame = el("iframe", { src: url, title: "The handout, to print", tabIndex: -1, className: "to-print" });
  frame.setAttribute("aria-hidden", "true");
  frame.addEventListener("load", () =>
    setTimeout(() => {
      frame?.contentWindow.focus();
      frame?.contentWindow.print();
    }, 300),
  );
  document.body.append(frame);
  return "";
}
