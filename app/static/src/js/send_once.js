// A second tap on a button is harmless: the form goes out once, and the button says that it is under way.

const WAITING = "正在办理…";
const GIVE_UP_AFTER = 20000; // milliseconds: a stopped page or a download gives the button back
const kept = new WeakMap();

function markBusy(form, button) {
  form.dataset.sending = "yes";
  // The browser reads the button's name and value first; only then may it be changed.
  setTimeout(() => {
    for (const each of form.querySelectorAll("button[type=submit]")) each.setAttribute("aria-disabled", "true");
    if (button && !("quiet" in form.dataset)) {
      kept.set(button, [...button.childNodes]);
      button.replaceChildren(WAITING);
    }
  }, 0);
  setTimeout(() => release(form), GIVE_UP_AFTER);
}

function release(form) {
  delete form.dataset.sending;
  for (const button of form.querySelectorAll("button[type=submit]")) {
    button.removeAttribute("aria-disabled");
    if (kept.has(button)) button.replaceChildren(...kept.get(button));
    kept.delete(button);
  }
}

export function guardAgainstDoubleSending(page) {
  page.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || event.submitter?.formMethod === "dialog" || event.defaultPrevented) return;
    if (form.dataset.sending) event.preventDefault();
    else markBusy(form, event.submitter);
  });
  page.addEventListener("htmx:afterRequest", (event) => {
    const form = event.target.closest?.("form");
    if (form) release(form);
  });
  // Coming back with the browser's own button shows the page as it was left: give the buttons back.
  window.addEventListener("pageshow", () => page.querySelectorAll("form").forEach(release));
}
