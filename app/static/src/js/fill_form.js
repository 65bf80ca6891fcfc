// Puts kept answers back into a form, or makes it empty again.

function listOf(form, name) {
  return [...form.querySelectorAll("[data-rows]")].find((box) => name.startsWith(`${box.dataset.rows}-`));
}

/** Adds rows until the named field is there, or says that it never will be. */
function makeRoom(form, name) {
  const box = listOf(form, name);
  const wanted = box ? Number(name.slice(box.dataset.rows.length + 1).split("-")[0]) : 0;
  for (let tries = 0; box && tries <= wanted && !form.elements.namedItem(name); tries += 1) {
    const button = box.querySelector("[data-add-row]");
    if (!button || button.hidden) return;
    button.click();
  }
}

/** Rows that were taken away before the answers were kept go again. */
function dropRows(form, names) {
  for (const box of form.querySelectorAll("[data-rows]")) {
    const list = box.dataset.rows;
    if (![...names].some((name) => name.startsWith(`${list}-`))) continue;
    for (const row of box.querySelectorAll("[data-row]")) {
      const fields = [...row.querySelectorAll("[name]")].filter((one) => one.name.startsWith(`${list}-`));
      if (!fields.some((one) => names.has(one.name))) row.remove();
    }
    box.dispatchEvent(new CustomEvent("rows:changed", { bubbles: true }));
  }
}

function fill(input, values) {
  if (input.type === "radio" || input.type === "checkbox") input.checked = values.includes(input.value);
  else if (input.type !== "file" && input.type !== "hidden" && values.length > 0) input.value = values.shift();
}

function tell(form) {
  for (const input of form.querySelectorAll("input, textarea")) input.dispatchEvent(new Event("input", { bubbles: true }));
  for (const details of form.querySelectorAll("details")) {
    if ([...details.querySelectorAll("input[type=text], textarea")].some((input) => input.value)) details.open = true;
  }
  form.dispatchEvent(new Event("change", { bubbles: true }));
}

/** `payload` is a query string; fields that it does not name keep what they hold, ticks apart. */
export function fillForm(form, payload) {
  const kept = new URLSearchParams(payload);
  const names = new Set(kept.keys());
  for (const name of names) if (!form.elements.namedItem(name)) makeRoom(form, name);
  dropRows(form, names);
  for (const input of form.querySelectorAll("input[name], textarea[name], select[name]")) {
    const left = kept.getAll(input.name);
    if (left.length > 0 || input.type === "radio" || input.type === "checkbox") fill(input, left);
  }
  tell(form);
}

/** As the page came: added rows go, every field holds what it began with. */
export function emptyForm(form) {
  for (const row of form.querySelectorAll("[data-row-added]")) row.remove();
  for (const box of form.querySelectorAll("[data-rows]")) box.dispatchEvent(new CustomEvent("rows:changed", { bubbles: true }));
  form.reset();
  tell(form);
}
