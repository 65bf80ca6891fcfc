// Adds and removes rows of a repeated fieldset without the round trip that the same buttons make without script.

/** `parties-2-name` → `parties-5-name` wherever an attribute of the copy speaks of the row it was copied from. */
function renumber(row, list, from, to) {
  const pattern = new RegExp(`(^|[\\s#])${list}-${from}(?=-|$|\\s)`, "g");
  const names = ["id", "name", "for", "aria-describedby", "value", "data-capitals-of", "data-counter-of", "data-shown-when-field"];
  for (const element of [row, ...row.querySelectorAll("*")]) {
    for (const attribute of names) {
      const old = element.getAttribute(attribute);
      if (old) element.setAttribute(attribute, old.replace(pattern, `$1${list}-${to}`));
    }
  }
}

function rowIndex(row, list) {
  const named = row.querySelector(`[name^="${list}-"]`);
  return Number(named?.name.slice(list.length + 1).split("-")[0] ?? 0);
}

/** An empty row: what a fresh one begins with (`data-preset`) is set, every other question waits for its answer. */
function empty(row) {
  for (const input of row.querySelectorAll("input, textarea, select")) {
    if (input.type === "radio" || input.type === "checkbox") input.checked = input.defaultChecked = "preset" in input.dataset;
    else if (input.type !== "submit") input.value = input.defaultValue = "";
    input.removeAttribute("aria-invalid");
    delete input.dataset.echoed;
    delete input.dataset.counted;
  }
  row.querySelectorAll(".error").forEach((error) => error.remove());
  row.querySelectorAll("output").forEach((output) => output.replaceChildren());
  row.querySelectorAll(".field-wrong").forEach((field) => field.classList.remove("field-wrong"));
}

function recount(box) {
  const rows = box.querySelectorAll("[data-row]");
  const least = Number(box.dataset.rowsLeast ?? 1);
  rows.forEach((row, index) => {
    row.querySelector("[data-row-number]")?.replaceChildren(String(index + 1));
    const remove = row.querySelector("[data-remove-row]");
    if (remove) remove.hidden = rows.length <= least;
  });
  const isFull = rows.length >= Number(box.dataset.rowsMost ?? Infinity);
  box.querySelectorAll("[data-add-row]").forEach((button) => { button.hidden = isFull; });
  box.querySelectorAll("[data-rows-full]").forEach((words) => { words.hidden = !isFull; });
  return isFull;
}

function add(box, button) {
  const list = box.dataset.rows;
  const rows = [...box.querySelectorAll("[data-row]")];
  const last = rows[rows.length - 1];
  if (!last || rows.length >= Number(box.dataset.rowsMost ?? Infinity)) return false;
  const copy = last.cloneNode(true);
  renumber(copy, list, rowIndex(last, list), Math.max(...rows.map((row) => rowIndex(row, list))) + 1);
  empty(copy);
  copy.dataset.rowAdded = "yes";
  last.after(copy);
  const isFull = recount(box);
  htmxProcess(copy);
  copy.querySelector("input:not([type=hidden]), textarea, select")?.focus();
  if (isFull) box.querySelector("[data-rows-full]")?.setAttribute("role", "status");
  button.form.dispatchEvent(new Event("input", { bubbles: true }));
  return true;
}

function htmxProcess(part) {
  part.dispatchEvent(new CustomEvent("htmx:load", { bubbles: true, detail: { elt: part } }));
}

/** Takes the row away and leaves a line to get it back: undo instead of a question. */
function remove(box, row) {
  const line = document.createElement("p");
  line.className = "row-gone";
  line.append("已去掉这一条 ");
  const back = document.createElement("button");
  back.type = "button";
  back.className = "plain";
  back.textContent = "恢复";
  back.addEventListener("click", () => {
    line.replaceWith(row);
    recount(box);
    row.querySelector("input:not([type=hidden]), textarea, select")?.focus();
  });
  line.append(back);
  row.replaceWith(line);
  recount(box);
  back.focus();
  line.closest("form").dispatchEvent(new Event("input", { bubbles: true }));
}

export function growRows(page) {
  page.addEventListener("rows:changed", (event) => recount(event.target));
  page.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-add-row], [data-remove-row]");
    const box = button?.closest("[data-rows]");
    if (!box) return;
    if ("addRow" in button.dataset) {
      if (add(box, button)) event.preventDefault();
    } else {
      event.preventDefault();
      remove(box, button.closest("[data-row]"));
    }
  });
}
