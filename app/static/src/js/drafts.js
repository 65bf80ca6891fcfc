// What is typed into a long form is stored on the server every few seconds, and the page says so.

const PAUSE = 3000; // milliseconds of quiet before a draft goes out
const RETRY = 15000;

function clockTime(now) {
  return `${String(now.getHours()).padStart(2, "0")}:${String(now.getMinutes()).padStart(2, "0")}`;
}

function contents(form) {
  const data = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (typeof value === "string") data.append(name, value);
  return data;
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
      say(`已存好 ${clockTime(new Date())}`);
    } catch {
      changed = true;
      say("还没有存上，网通了会再存；您可以接着写");
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

export function saveDrafts(part) {
  const forms = [...part.querySelectorAll("form[data-draft-url]")];
  if (part.matches?.("form[data-draft-url]")) forms.push(part);
  for (const form of forms) {
    if (form.dataset.draftKept) continue;
    form.dataset.draftKept = "yes";
    keepDraft(form);
  }
}
