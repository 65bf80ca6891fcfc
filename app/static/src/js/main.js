// Everything here only shortens what already works as plain links and forms.
import htmx from "htmx.org";
import { guardAgainstDoubleSending } from "./send_once.js";
import { saveDrafts } from "./drafts.js";
import { showWhenAsked } from "./shown_when.js";
import { echoCapitals } from "./capitals.js";
import { countAlong } from "./counter.js";
import { moveOnAtEnter } from "./enter.js";
import { growRows } from "./rows.js";
import { focusFirstError, offerPrinting } from "./small_things.js";

document.addEventListener("htmx:configRequest", (event) => {
  event.detail.headers["X-CSRFToken"] = document.querySelector('meta[name="csrf-token"]')?.content ?? "";
});

guardAgainstDoubleSending(document);
offerPrinting(document);
focusFirstError(document);
growRows(document);
moveOnAtEnter(document);
htmx.onLoad((part) => {
  showWhenAsked(part);
  echoCapitals(part);
  countAlong(part);
  saveDrafts(part);
});
