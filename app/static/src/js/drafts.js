// What is typed into a long form is kept on the server every few seconds, and the page says so; whoever comes back to
// an unfinished form is offered what was kept.
import { fillForm } from "./fill_form.js";

const PAUSE = 3000; // milliseconds of quiet before a draft goes out
const RETRY = 15000;

function clockTime(now) {
  return `${String(now.getHours()).padStart(2, "0")}:${String(now.getMinutes()).padStart(2, "0")}`;
}

/** The answers as one line of text: no files, nothing hidden. */
function contents(form) {
  const hidden = new Set([...form.querySelectorAll("input[type=hidden]")].map((input) => input.name));
  const data = new URLSearchParams();
  for (const [name, value] of new FormData(form)) {
    if (typeof value === "string" && !hidden.has(name)) data.append(name, value);
  }
  return data.toString();
}

function keepDraft(form) {
  const status = form.querySelector("[data-draft-status]");
  let timer = 0;
  let changed = false;

  function say(words) {
    // The same words again would be read out again by a screen reader.
    if (status && status.textContent !== words) status.textContent = words;
  }

  async function send(leaving = false) {
    clearTimeout(timer);
    if (!changed || form.dataset.sending) return;
    changed = false;
    try {
      const answer = await fetch(form.dataset.draftUrl, {
        method: "POST",
        body: contents(form),
        headers: { "X-CSRFToken": document.querySelector('meta[name="csrf-token"]')?.content ?? "" },
        keepalive: leaving,
        redirect: "error",
      });
      if (!answer.ok) throw new Error(String(answer.status));
      const { saved_at: savedAt } = await answer.json();
      say(`已存好 ${savedAt ?? clockTime(new Date())}`);
    } catch {
      changed = true;
      say("还没有存上，过一会儿再存；您可以接着写");
      timer = setTimeout(send, RETRY);
    }
  }

  form.addEventListener("input", () => {
    changed = true;
    clearTimeout(timer);
    timer = setTimeout(send, PAUSE);
  });
  form.addEventListener("submit", () => clearTimeout(timer));
  window.addEventListener("pagehide", () => send(true));
}

/** A line above the form: when something was kept, and two buttons. */
function offer(form, savedAt, payload) {
  const line = document.createElement("p");
  line.className = "notice draft-offer";
  line.setAttribute("role", "status");
  line.append(`上次写了一半，${savedAt} 存的。 `);
  for (const [words, deed] of [["接着写", () => fillForm(form, payload)], ["从头写", () => {}]]) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button";
    button.textContent = words;
    button.addEventListener("click", () => {
      deed();
      line.remove();
      form.querySelector("input:not([type=hidden]), textarea")?.focus();
    });
    line.append(button, " ");
  }
  form.prepend(line);
}

async function offerKept(form) {
  // After an error the page already holds what was typed.
  if (document.querySelector(".error-summary")) return;
  const answer = await fetch(form.dataset.draftUrl, { headers: { Accept: "application/json" } }).catch(() => null);
  if (!answer?.ok || !answer.headers.get("content-type")?.includes("json")) return;
  const { payload, saved_at: savedAt } = await answer.json();
  if (payload && payload !== contents(form)) offer(form, savedAt, payload);
}

export function saveDrafts(part) {
  const forms = [...part.querySelectorAll("form[data-draft-url]")];
  if (part.matches?.("form[data-draft-url]")) forms.push(part);
  for (const form of forms) {
    if (form.dataset.draftKept) continue;
    form.dataset.draftKept = "yes";
    keepDraft(form);
    offerKept(form);
  }
}
