"""Pictures of all diagrams into docs/pictures/diagrams, as the pages draw them, and docs/diagrams.md that shows them.

Run from the project's folder, on a machine whose browser has a Chinese font (Noto Sans CJK SC):
``.venv/bin/python -m tests.journeys.diagram_pictures``
"""

from __future__ import annotations

import hashlib
import io
import json
from pathlib import Path

from lxml import etree
from PIL import Image, PngImagePlugin
from playwright.sync_api import Browser, Route, sync_playwright

from app.settings import PROJECT_FOLDER
from tests.browser import find_chromium
from workflows.diagrams.process_file import read_process_file

BPMN = PROJECT_FOLDER / "bpmn"
PICTURES = PROJECT_FOLDER / "docs" / "pictures" / "diagrams"
PAGE = PROJECT_FOLDER / "docs" / "diagrams.md"
BUILD = PROJECT_FOLDER / "app" / "static" / "build"
DRAWN_FROM = "drawn-from"
"""The text of a picture that names the file it was made of, by hash."""
MARGIN = 48, 84  # pixels that the viewer leaves free beside and below
ADDRESS = "http://diagrams/"
HEAD = """# The diagrams

What runs, as the pages of the program draw it (`flask diagram narrate <process>` reads it aloud). Made by
`.venv/bin/python -m tests.journeys.diagram_pictures`.
"""


def diagrams() -> dict[Path, str]:
    """The files of all diagrams, with what each shows."""
    return {
        path.parent / f"{name}.bpmn": title
        for path in sorted(BPMN.glob("*/process.json"))
        for name, title in read_process_file(path.parent).diagrams.items()
    }


def picture_of(diagram: Path) -> Path:
    """Where its picture stands."""
    return PICTURES / diagram.parent.name / f"{diagram.stem}.png"


def hash_of(diagram: Path) -> str:
    """What its picture says it was made of."""
    return hashlib.sha256(diagram.read_bytes()).hexdigest()


def page_text() -> str:
    """What docs/diagrams.md says."""
    parts = [HEAD]
    folder: Path | None = None
    for diagram, title in diagrams().items():
        if diagram.parent != folder:
            folder = diagram.parent
            parts.append(f"## {read_process_file(folder).title} (`bpmn/{folder.name}/`)\n")
        shown = picture_of(diagram).relative_to(PAGE.parent).as_posix()
        parts.append(f"`{diagram.name}`: {title}\n\n![{title}]({shown})\n")
    return "\n".join(parts)


def size_of(diagram: Path) -> tuple[int, int]:
    """Width and height of all that is drawn, in pixels."""
    pool = etree.parse(str(diagram)).getroot().find(".//{*}BPMNShape/{*}Bounds")
    assert pool is not None, f"{diagram.name} has no pool"
    return int(float(pool.get("width", ""))) + MARGIN[0], int(float(pool.get("height", ""))) + MARGIN[1]


def take(browser: Browser, diagram: Path) -> None:
    """Draw one diagram at its full size and keep it in few colours."""
    built = json.loads((BUILD / "manifest.json").read_text(encoding="utf-8"))
    style, script = ((BUILD / built[name]).read_text(encoding="utf-8") for name in ("diagram.css", "diagram.js"))
    width, height = size_of(diagram)
    box = f"width:{width}px!important;height:{height}px!important;max-height:none!important"
    html = (
        f'<meta charset="utf-8"><style>{style} .drawn{{{box}}}</style><body style="margin:0">'
        '<div data-diagram-box><div class="drawn" data-diagram data-url="/drawn.bpmn"></div></div>'
        f"<script>{script}</script>"
    )

    def answer(route: Route) -> None:
        is_file = route.request.url.endswith(".bpmn")
        body = diagram.read_text(encoding="utf-8") if is_file else html
        route.fulfill(body=body, content_type="application/xml" if is_file else "text/html; charset=utf-8")

    page = browser.new_page(viewport={"width": width, "height": height})
    page.route(f"{ADDRESS}**", answer)
    page.goto(ADDRESS, wait_until="networkidle")
    page.locator(".djs-element").first.wait_for(state="attached")
    picture = Image.open(io.BytesIO(page.locator(".drawn").screenshot())).convert("RGB")
    said = PngImagePlugin.PngInfo()
    said.add_text(DRAWN_FROM, hash_of(diagram))
    target = picture_of(diagram)
    target.parent.mkdir(parents=True, exist_ok=True)
    picture.quantize(32, dither=Image.Dither.NONE).save(target, optimize=True, pnginfo=said)
    page.close()


def main() -> None:
    """Make those whose diagram is another than the one they show, and the page."""
    wanted = {picture_of(one): one for one in diagrams()}
    for left in set(PICTURES.rglob("*.png")) - set(wanted):
        left.unlink()
    with sync_playwright() as player:
        browser = player.chromium.launch(executable_path=find_chromium(), args=["--no-sandbox", "--disable-gpu"])
        for picture, diagram in wanted.items():
            if drawn_from(picture) != hash_of(diagram):
                take(browser, diagram)
        browser.close()
    PAGE.write_text(page_text(), encoding="utf-8")


def drawn_from(picture: Path) -> str:
    """Which file a picture was made of; empty when there is none."""
    if not picture.exists():
        return ""
    with Image.open(picture) as opened:
        return str(opened.info.get(DRAWN_FROM, ""))


if __name__ == "__main__":
    main()
