// What is typed into a long form is kept on the server every few seconds, and the page says so.  Whoever comes back
// finds it in the form again.  A draft that this page neither wrote nor showed is never overwritten: the server
// refuses, and the page asks.
import { emptyForm, fillForm } from "./fill_form.js";

const PAUSE = 3000; // milliseconds of quiet before a draft goes out
const AT_LATEST = 20000; // so long at most while somebody types on and on
const RETRY = 15000;
const LARGEST_LEAVING = 60000; // bytes that a browser still sends for a page that is being left
const GONE = "您已经退出了，这里写的没有存上。请先别关这一页：另开一个窗口登录，再把写的抄过去";

function clockTime(now) {
  return `${String(now.getHours()).padStart(2, "0")}:${String(now.getMinutes()).padStart(2, "0")}`;
}

function escaped(text) {
  return text.replace(/\r\n?/g, "\n").replace(/[%&+=#\n]/g, encodeURIComponent);
}

/** The answers as one line of text: no files, nothing hidden.  Chinese stays as it is: escaped it takes three times the room. */
function contents(form) {
  const hidden = new Set([...form.querySelectorAll("input[type=hidden]")].map((input) => input.name));
  const pairs = [];
  for (const [name, value] of new FormData(form)) {
    if (typeof value === "string" && !hidden.has(name)) pairs.push(`${escaped(name)}=${escaped(value)}`);
  }
  return pairs.join("&");
}

function isSame(one, other) {
  return new URLSearchParams(one).toString() === new URLSearchParams(other).toString();
}

/** Which state of the matter the page was made for. */
function madeFor(form) {
  const versions = [...form.querySelectorAll("input[type=hidden]")].filter((one) => /(^|-)(page_version|seen_version)$/.test(one.name));
  return versions.map((one) => one.value).join("/");
}

function newName() {
  return [...crypto.getRandomValues(new Uint32Array(4))].map((part) => part.toString(36)).join("");
}

/** The pages of this window that wrote this draft: after an error it is their own text that comes back. */
function writersHere(url, add = "") {
  const key = `draft ${url}`;
  const known = (sessionStorage.getItem(key) ?? "").split(" ").filter(Boolean);
  if (add && !known.includes(add)) sessionStorage.setItem(key, [...known.slice(-20), add].join(" "));
  return known;
}

class Keeper {
  constructor(form) {
    this.form = form;
    this.url = form.dataset.draftUrl;
    this.status = form.querySelector("[data-draft-status]");
    this.writer = newName();
    this.seen = "";
    this.waitsForAnswer = true; // until the server said whether there is a draft, and the person what to do with it
    this.changedAt = 0;
    this.timer = 0;
    this.marks = {};
    for (const name of ["draft-key", "draft-writer", "draft-seen"]) this.marks[name] = this.mark(name);
    this.marks["draft-key"].value = decodeURIComponent(this.url.split("/").pop());
    this.marks["draft-writer"].value = this.writer;
  }

  mark(name) {
    const input = document.createElement("input");
    Object.assign(input, { type: "hidden", name });
    this.form.append(input);
    return input;
  }

  sees(stamp) {
    this.seen = this.marks["draft-seen"].value = stamp ?? "";
    this.waitsForAnswer = false;
  }

  say(words) {
    // The same words again would be read out again by a screen reader.
    if (this.status && this.status.textContent !== words) this.status.textContent = words;
  }

  /** Fills without taking that for typing. */
  quietly(deed) {
    this.isFilling = true;
    deed();
    this.isFilling = false;
  }

  changed() {
    if (this.isFilling) return;
    const now = Date.now();
    this.changedAt ||= now;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.send(), Math.min(PAUSE, Math.max(0, this.changedAt + AT_LATEST - now)));
    if (this.waitsForAnswer && this.line) this.say("先在上面选一下，选好了接着自动存");
  }

  async send(leaving = false) {
    clearTimeout(this.timer);
    if (!this.changedAt || this.form.dataset.sending || this.waitsForAnswer) return;
    const since = this.changedAt;
    this.changedAt = 0;
    const body = contents(this.form);
    writersHere(this.url, this.writer);
    this.underWay = new AbortController();
    try {
      const answer = await fetch(this.url, {
        method: "POST",
        body,
        headers: this.headers(),
        keepalive: leaving && new Blob([body]).size < LARGEST_LEAVING,
        redirect: "manual",
        signal: this.underWay.signal,
      });
      if (answer.status === 409) return this.ask(await answer.json(), since);
      if (answer.type === "opaqueredirect" || answer.status === 400) throw new Error(GONE);
      if (answer.status === 422) return this.say((await answer.json()).sentence); // tried again when more is typed
      if (!answer.ok) throw new Error(String(answer.status));
      const { saved_at: savedAt, stamp } = await answer.json();
      this.sees(stamp);
      this.say(`已存好 ${savedAt ?? clockTime(new Date())}`);
    } catch (error) {
      if (this.form.dataset.sending) return;
      this.changedAt = since;
      this.say(error.message === GONE ? GONE : "还没有存上，过一会儿再存；您可以接着写");
      this.timer = setTimeout(() => this.send(), RETRY);
    }
  }

  headers() {
    return {
      "X-CSRFToken": document.querySelector('meta[name="csrf-token"]')?.content ?? "",
      "X-Draft-Writer": this.writer,
      "X-Draft-Seen": this.seen,
      "X-Draft-Made-For": madeFor(this.form),
    };
  }

  /** Another window kept something that this one has not shown. */
  ask(kept, since) {
    this.changedAt = since;
    this.waitsForAnswer = true;
    this.say("这里写的还没有存，先在上面选一下");
    this.offer(`这张表在别的窗口里也写着，那边 ${kept.saved_at} 存过。这里写的还没有存。`, {
      "换成那边写的": () => this.swap(kept),
      "留这里写的": () => this.keepMine(kept),
    });
  }

  keepMine(kept, words = "留下了这里写的。", otherwise = "还是换成那边写的") {
    this.sees(kept.stamp);
    this.changedAt ||= Date.now();
    this.send();
    this.offer(words, { [otherwise]: () => this.swap(kept) });
  }

  /** Puts kept answers into the form; what stood there can be had back as long as the page is open. */
  swap(kept, words = "换好了。") {
    const mine = contents(this.form);
    this.sees(kept.stamp);
    this.changedAt = 0;
    this.quietly(() => fillForm(this.form, kept.payload));
    this.offer(words, { "恢复刚才的": () => this.restore(mine) });
  }

  restore(payload) {
    this.quietly(() => fillForm(this.form, payload));
    this.line.remove();
    this.changed();
  }

  startAfresh() {
    const mine = contents(this.form);
    this.sees(this.seen || this.kept?.stamp);
    this.quietly(() => emptyForm(this.form));
    this.offer("清空了，从头写。", { "恢复刚才的": () => this.restore(mine) });
  }

  /** What was kept comes back at once; where the matter or the person went on meanwhile, only when asked. */
  begin(kept) {
    this.kept = kept;
    const isTyped = "typed" in this.form.dataset;
    if (!kept.payload || isSame(kept.payload, contents(this.form))) {
      this.sees(kept.stamp);
      return isTyped ? this.changed() : this.goOn();
    }
    if (isTyped) return this.beginTyped(kept);
    if (kept.made_for !== undefined && kept.made_for !== madeFor(this.form)) {
      return this.offer(`上次写了一半，${kept.saved_at} 存的；这件事后来有了变化，所以还没有放进来。`, {
        "放进来接着写": () => this.swap(kept, "放进来了。"),
        "从头写": () => this.keepMine(kept, "从头写。", "还是要上次写的"),
      });
    }
    if (this.changedAt) return this.beginLate(kept);
    this.sees(kept.stamp);
    this.quietly(() => fillForm(this.form, kept.payload));
    this.offer(`上次写了一半，${kept.saved_at} 存的，已经放好了，可以接着写。`, { "清空，从头写": () => this.startAfresh() });
  }

  /** After an error the page holds what was just typed: newer than what this window kept, but not another's to replace. */
  beginTyped(kept) {
    const isOurs = !kept.writer || writersHere(this.url).includes(kept.writer);
    if (!isOurs) return this.ask(kept, Date.now());
    this.sees(kept.stamp);
    this.changed();
  }

  /** The server answered when something was typed already: neither takes the other's place unasked. */
  beginLate(kept) {
    this.say("这里写的还没有存，先在上面选一下");
    this.offer(`上次写了一半，${kept.saved_at} 存的；这里已经写了一些，所以没有放进来。`, {
      "换成上次写的": () => this.swap(kept),
      "留这里写的": () => this.keepMine(kept, "留下了这里写的。", "还是要上次写的"),
    });
  }

  /** What was typed while nobody knew what was kept goes out after the next quiet moment. */
  goOn() {
    if (this.changedAt) this.changed();
  }

  /** A line above the form: what was kept, and what can be done with it. */
  offer(words, deeds) {
    this.line?.remove();
    this.line = document.createElement("p");
    this.line.className = "notice draft-offer";
    this.line.setAttribute("role", "status");
    this.line.append(`${words} `);
    for (const [label, deed] of Object.entries(deeds)) {
      const button = document.createElement("button");
      Object.assign(button, { type: "button", className: "button", textContent: label });
      button.addEventListener("click", deed);
      this.line.append(button, " ");
    }
    this.form.before(this.line);
  }

  async start() {
    this.form.addEventListener("input", () => this.changed());
    this.form.addEventListener("submit", () => {
      clearTimeout(this.timer);
      this.underWay?.abort();
    });
    window.addEventListener("pagehide", () => this.send(true));
    const answer = await fetch(this.url, { headers: { Accept: "application/json" } }).catch(() => null);
    if (!answer?.ok || !answer.headers.get("content-type")?.includes("json")) {
      this.sees("");
      return this.goOn();
    }
    this.begin(await answer.json());
  }
}

export function saveDrafts(part) {
  const forms = [...part.querySelectorAll("form[data-draft-url]")];
  if (part.matches?.("form[data-draft-url]")) forms.push(part);
  for (const form of forms) {
    if (form.dataset.draftKept) continue;
    form.dataset.draftKept = "yes";
    new Keeper(form).start();
  }
}
