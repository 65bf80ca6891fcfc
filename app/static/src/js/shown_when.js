// Hides the fields that belong to an answer not given.  What was typed into them stays; the server ignores it.

function answers(form, name) {
  const chosen = new Set();
  for (const [key, value] of new FormData(form)) if (key === name) chosen.add(String(value));
  return chosen;
}

function update(form) {
  // From top to bottom, so that a field whose question is itself hidden is hidden too.
  const hiddenNames = new Set();
  for (const box of form.querySelectorAll("[data-shown-when-field]")) {
    const wanted = box.dataset.shownWhenIn.split(" ");
    const name = box.dataset.shownWhenField;
    const given = hiddenNames.has(name) ? new Set() : answers(form, name);
    box.hidden = !wanted.some((value) => given.has(value));
    if (box.hidden) for (const input of box.querySelectorAll("[name]")) hiddenNames.add(input.name);
  }
}

export function showWhenAsked(part) {
  const forms = new Set();
  for (const box of part.querySelectorAll("[data-shown-when-field]")) if (box.closest("form")) forms.add(box.closest("form"));
  for (const form of forms) {
    update(form);
    if (form.dataset.watched) continue;
    form.dataset.watched = "yes";
    form.addEventListener("change", () => update(form));
    window.addEventListener("pageshow", () => update(form));
  }
}
