// The process page: draws the diagram, lights the open steps, and moves it by buttons (nothing needs dragging).
import Viewer from "bpmn-js/lib/Viewer";
import MoveCanvas from "diagram-js/lib/navigation/movecanvas";

const STEP = 120; // pixels moved by one press of an arrow button
const NARROW = 700; // pixels

function names(element, key) {
  return JSON.parse(element.dataset[key] || "[]");
}

function mark(viewer, ids, marker) {
  const known = viewer.get("elementRegistry");
  for (const id of ids) if (known.get(id)) viewer.get("canvas").addMarker(id, marker);
}

function lookAt(viewer, ids) {
  const known = viewer.get("elementRegistry");
  const canvas = viewer.get("canvas");
  const first = ids.map((id) => known.get(id)).find(Boolean);
  if (!first) return;
  canvas.zoom(1);
  canvas.scrollToElement(first, 80);
}

/** As high as the whole diagram needs at this width, within the limits of the stylesheet. */
function fitHeight(viewer, box) {
  const { inner } = viewer.get("canvas").viewbox();
  const height = Math.round((box.clientWidth / inner.width) * inner.height) + 48;
  box.style.height = `${Math.min(height, Math.round(window.innerHeight * 0.8))}px`;
  viewer.get("canvas").resized();
}

function deeds(viewer, current) {
  const canvas = viewer.get("canvas");
  return {
    larger: () => canvas.zoom(canvas.zoom() * 1.25),
    smaller: () => canvas.zoom(canvas.zoom() / 1.25),
    whole: () => canvas.zoom("fit-viewport", "auto"),
    here: () => lookAt(viewer, current),
    left: () => canvas.scroll({ dx: STEP, dy: 0 }),
    right: () => canvas.scroll({ dx: -STEP, dy: 0 }),
    up: () => canvas.scroll({ dx: 0, dy: STEP }),
    down: () => canvas.scroll({ dx: 0, dy: -STEP }),
  };
}

async function draw(box) {
  const figure = box.closest("[data-diagram-box]") ?? box.parentElement;
  const status = figure.querySelector("[data-diagram-status]");
  try {
    const answer = await fetch(box.dataset.url);
    if (!answer.ok) throw new Error(String(answer.status));
    const viewer = new Viewer({ container: box, additionalModules: [MoveCanvas] });
    await viewer.importXML(await answer.text());
    const current = names(box, "current");
    mark(viewer, names(box, "passed"), "is-passed");
    mark(viewer, current, "is-current");
    const todo = deeds(viewer, current);
    fitHeight(viewer, box);
    // Fitted into a phone nobody could read it: begin where the case stands.
    if (box.clientWidth < NARROW && current.length > 0) todo.here();
    else todo.whole();
    for (const button of figure.querySelectorAll("[data-diagram-deed]")) {
      button.hidden = button.dataset.diagramDeed === "here" && current.length === 0;
      button.addEventListener("click", todo[button.dataset.diagramDeed]);
    }
    status?.remove();
  } catch {
    if (status) status.textContent = "图没有画出来，请刷新这一页；下面的文字和图说的是一样的。";
  }
}

document.querySelectorAll("[data-diagram]").forEach(draw);
