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
    ("office", OFFICE, "text-standard", "whole"),
    ("phone", PHONE, "text-standard", "nothing"),
    ("phone, huge", PHONE, "text-huge", "unseen"),
)
"""Screen, type, and what axe looks at: the whole page at the office; on the phone what it has not seen, and at the huge
type alone, for at the ordinary one it would find the same."""


@cache
def axe() -> str:
    """The source of axe-core, as the front-end lock names it."""
    return (PROJECT_FOLDER / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")


OF_NO_MATTER = (
    *("accept", "action", "capture", "data-draft-kept", "data-draft-url", "data-url", "data-watched", "enctype"),
    *("inputmode", "loading", "max", "maxlength", "method", "min", "minlength", "novalidate", "step"),
)
"""Attributes that neither axe nor the style sheet reads: an element with one more of them is of the same kind."""
KIND = f"""one => {{
  const sign = one => [
    one.tagName, one.className, one.type, one.getAttribute('role'), one.labels?.length, !one.textContent.trim(),
    ...one.getAttributeNames().filter(name => !{list(OF_NO_MATTER)}.includes(name)).sort(),
  ].join('.');
  return sign(one.parentElement) + ' ' + sign(one);
}}"""
"""Which kind of element one is: it with its attributes, how many labels it has, whether it says anything, and what it
stands in.  A field that lost its label, or a button its words, is another kind."""
UNFOLDED = f"""() => {{
  for (const one of document.querySelectorAll('details')) one.open = true;
  for (const one of document.querySelectorAll('[data-shown-when-field]')) one.hidden = false;
  return [...new Set([...document.querySelectorAll('body *')].map({KIND}))];
}}"""
"""Which kinds of elements a page is made of: hanging questions and folded parts are judged too."""
LOOK = f"""async ([size, kinds, isWhole]) => {{
  const kind = {KIND}, root = document.documentElement, all = [...document.querySelectorAll('body *')];
  root.className = size;
  const wide = all.filter(one => one.getBoundingClientRect().right > innerWidth + 1);
  const seen = [root.scrollWidth, wide.length ? wide[wide.length - 1].outerHTML.slice(0, 160) : ''];
  const asked = all.filter(one => kinds.includes(kind(one)));
  if (isWhole || asked.length) {{
    const options = {{resultTypes: ['violations'], preload: false}};
    const found = await axe.run(isWhole ? document : {{include: asked}}, options);
    seen.push(found.violations.flatMap(one => one.nodes.map(node => `${{one.id}}: ${{node.html.slice(0, 160)}}`)));
  }}
  root.className = 'text-standard';
  return seen;
}}"""
"""How wide a page is, what is widest on it, and what axe names: on all of it, or on elements of these kinds."""


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
    """Everything axe names, and every sideways scroll, in the looks, from the screen it stands on; axe looks where
    there is a kind of element it has not seen."""
    unseen = set(page.evaluate(UNFOLDED)) - judged.kinds()
    is_new = is_thorough or bool(unseen)
    if is_new:
        page.evaluate(axe())
    found, wide = [], []
    for name, viewport, size, judges in sorted(LOOKS, key=lambda look: look[1] != page.viewport_size):
        page.set_viewport_size(viewport)
        is_whole = is_new and (judges == "whole" or (is_thorough and judges == "unseen"))
        width, widest, *named = page.evaluate(LOOK, [size, sorted(unseen) if judges == "unseen" else [], is_whole])
        found += [f"{name}: {fault}" for faults in named for fault in faults]
        if width > viewport["width"]:
            wide.append(f"{name}: scrolls sideways, {width} px wide: {widest}")
    if unseen and not found:
        judged.add(unseen)
    return found + wide
