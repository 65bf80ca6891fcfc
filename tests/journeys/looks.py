"""What axe and a ruler find on a page: on a phone, at the office, and at the largest type."""

from __future__ import annotations

import fcntl
import json
from functools import cache
from pathlib import Path

from playwright.sync_api import Page

from app.settings import PROJECT_FOLDER

PHONE, OFFICE = {"width": 390, "height": 844}, {"width": 1280, "height": 900}
LOOKS = (
    ("phone", PHONE, "text-standard", False),
    ("office", OFFICE, "text-standard", True),
    ("phone, huge", PHONE, "text-huge", True),
)
"""Screen, type, and whether axe looks too: at a phone's ordinary type it would find what it finds at the huge one."""
RUN = """async () => {
  const found = await axe.run(document, {resultTypes: ['violations'], preload: false});
  return found.violations.flatMap(one => one.nodes.map(node => `${one.id}: ${node.html.slice(0, 160)}`));
}"""


@cache
def axe() -> str:
    """The source of axe-core, as the front-end lock names it."""
    return (PROJECT_FOLDER / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")


WIDEST = """() => {
  const all = [...document.querySelectorAll('body *')];
  const wide = all.filter(one => one.getBoundingClientRect().right > innerWidth + 1);
  return wide.length ? wide[wide.length - 1].outerHTML.slice(0, 160) : '';
}"""
UNFOLD = """() => {
  for (const one of document.querySelectorAll('details')) one.open = true;
  for (const one of document.querySelectorAll('[data-shown-when-field]')) one.hidden = false;
}"""
"""Hanging questions and folded parts are judged too."""


KINDS = """() => {
  const sign = one => [
    one.tagName, one.className, one.type, one.getAttribute('role'), one.labels?.length, !one.textContent.trim(),
    ...one.getAttributeNames().sort(),
  ].join('.');
  return [...new Set([...document.querySelectorAll('body *')].map(one => sign(one.parentElement) + ' ' + sign(one)))];
}"""
"""Which kinds of elements a page is made of: each with its attributes, how many labels it has, whether it says
anything, and what it stands in.  A field that lost its label, or a button its words, is another kind."""


class Judged:
    """The kinds of elements on pages in which axe found nothing, in a file of all workers of a run: a line a page."""

    file: Path

    def keep_in(self, file: Path) -> None:
        """This is the file."""
        self.file = file
        file.touch()

    def kinds(self) -> set[str]:
        """All that is known by now."""
        with self.file.open(encoding="utf-8") as lines:
            fcntl.flock(lines, fcntl.LOCK_SH)
            return {kind for line in lines for kind in json.loads(line)}

    def add(self, kinds: set[str]) -> None:
        """Axe found nothing on a page made of these."""
        with self.file.open("a", encoding="utf-8") as lines:
            fcntl.flock(lines, fcntl.LOCK_EX)
            lines.write(json.dumps(sorted(kinds)) + "\n")
            lines.flush()


judged = Judged()
is_thorough = False
"""Whether axe looks at every page, also at one made of kinds it has seen (`make test-all`)."""


def faults(page: Page) -> list[str]:
    """Everything axe names, and every sideways scroll, in the looks; axe looks where there is a kind of element it has
    not seen."""
    page.evaluate(UNFOLD)
    found, wide, unseen = [], [], set(page.evaluate(KINDS)) - judged.kinds()
    is_new = is_thorough or bool(unseen)
    if is_new:
        page.evaluate(axe())
    for name, viewport, size, with_axe in LOOKS:
        page.set_viewport_size(viewport)
        page.evaluate("size => { document.documentElement.className = size; }", size)
        found += [f"{name}: {fault}" for fault in page.evaluate(RUN)] if with_axe and is_new else []
        width = page.evaluate("document.documentElement.scrollWidth")
        if width > viewport["width"]:
            wide.append(f"{name}: scrolls sideways, {width} px wide: {page.evaluate(WIDEST)}")
    page.evaluate("document.documentElement.className = 'text-standard'")
    if unseen and not found:
        judged.add(unseen)
    return found + wide
