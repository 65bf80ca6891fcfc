// Enter leads to the next field, as on a paper form; it sends a form only where a form is a line or two.

const TYPED = "input:not([type=hidden]):not([type=submit]):not([type=button]), textarea, select, .main-action button";

/** Whether Enter sends this form: its default button, the first in it, can be pressed. */
function sends(form) {
  const first = [...form.elements].find((one) => one.type === "submit");
  return !first?.disabled;
}

function isShown(element) {
  return element.getClientRects().length > 0 && !element.closest("details:not([open])");
}

/** What Tab would come to: of a group of radios the chosen one, else the first. */
function stops(form) {
  const all = [...form.querySelectorAll(TYPED)].filter((one) => !one.disabled && isShown(one));
  return all.filter((one) => {
    if (one.type !== "radio") return true;
    const group = all.filter((other) => other.type === "radio" && other.name === one.name);
    return one === (group.find((other) => other.checked) ?? group[0]);
  });
}

function next(form, from) {
  const all = stops(form);
  const here = all.findIndex((one) => one === from || (one.type === "radio" && one.name === from.name));
  return all[here + 1];
}

/** A word is being put together by an input method: Enter only takes it over. */
function isComposing(event) {
  return event.isComposing || event.keyCode === 229;
}

export function moveOnAtEnter(page) {
  page.addEventListener("keydown", (event) => {
    const input = event.target;
    if (event.key !== "Enter" || isComposing(event) || event.ctrlKey || event.metaKey || event.altKey) return;
    if (!input.matches?.("input") || /^(submit|button|reset|image|file)$/.test(input.type)) return;
    if (!input.form || sends(input.form)) return;
    event.preventDefault();
    next(input.form, input)?.focus();
  });
}
