// The print button (hidden without script, because only script can press it) and the way to the first error.

export function offerPrinting(page) {
  for (const button of page.querySelectorAll("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }
}

export function focusFirstError(page) {
  page.querySelector("[data-focus-first]")?.focus();
}
