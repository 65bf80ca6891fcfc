"""How the pack of migration 0010 is made: ``python -m tests.migrations.make_pack`` on the commit it is to keep.

Versions stored before a version held its forms get them from it: per process the forms, `words.json` and
`process.json` of `bpmn/` as that commit has them, and the properties of every element of its diagrams by the
element's id.  Once the migration is out it is never made anew.
"""

from __future__ import annotations

import sys
from pathlib import Path

import orjson
from lxml import etree

from app.core.db import MIGRATIONS
from app.processes.queries.definitions import folders
from workflows.catalogue import DIAGRAM_SUFFIXES, read_folder
from workflows.diagrams.drawing import BPMN, SPIFF

PACK = MIGRATIONS / "versions" / "packs" / "0010_forms.json"


def pack_of(folder: Path) -> dict[str, object]:
    """What the versions of one process are given."""
    files = read_folder(folder, folder.name)
    properties: dict[str, dict[str, str]] = {}
    for name in sorted(files):
        if name.endswith(".bpmn"):
            for element, own in _properties(files[name]):
                if properties.setdefault(element, own) != own:
                    raise SystemExit(f"{folder.name}: two elements are called {element}")
    beside = {name: text for name, text in files.items() if not name.endswith(DIAGRAM_SUFFIXES)}
    return {"files": beside, "properties": properties}


def _properties(text: str) -> list[tuple[str, dict[str, str]]]:
    """The properties of every element that has some, by its id."""
    found = []
    for element in etree.fromstring(text.encode()).iter(f"{BPMN}*"):
        own = element.findall(f"{BPMN}extensionElements/{SPIFF}properties/{SPIFF}property")
        if own:
            found.append((element.get("id", ""), {one.get("name", ""): one.get("value", "") for one in own}))
    return found


if __name__ == "__main__":
    made = {folder.name: pack_of(folder) for folder in folders()}
    PACK.parent.mkdir(exist_ok=True)
    PACK.write_bytes(orjson.dumps(made, option=orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS | orjson.OPT_APPEND_NEWLINE))
    sys.stdout.write(f"{PACK.name}: {', '.join(made)}\n")
