// Puts kept answers back into a form.

function missingList(form, name) {
  return [...form.querySelectorAll("[data-rows]")].find((box) => name.startsWith(`${box.dataset.rows}-`));
}

/** Adds rows until the named field is there, or says that it never will be. */
function makeRoom(form, name) {
  const box = missingList(form, name);
  const wanted = box ? Number(name.slice(box.dataset.rows.length + 1).split("-")[0]) : 0;
  for (let tries = 0; box && tries <= wanted && !form.elements.namedItem(name); tries += 1) {
    box.querySelector("[data-add-row]")?.click();
  }
}

function fill(input, values) {
  if (input.type === "radio" || input.type === "checkbox") input.checked = values.includes(input.value);
  else if (input.type !== "file" && input.type !== "hidden" && values.length > 0) input.value = values.shift();
}

/** `payload` is a query string; fields that it does not name keep what they hold, ticks apart. */
export function fillForm(form, payload) {
  const kept = new URLSearchParams(payload);
  for (const name of new Set(kept.keys())) if (!form.elements.namedItem(name)) makeRoom(form, name);
  for (const input of form.querySelectorAll("input[name], textarea[name], select[name]")) {
    const left = kept.getAll(input.name);
    if (left.length > 0 || input.type === "radio" || input.type === "checkbox") fill(input, left);
  }
  for (const input of form.querySelectorAll("input, textarea")) input.dispatchEvent(new Event("input", { bubbles: true }));
  form.dispatchEvent(new Event("change", { bubbles: true }));
}
