"""Finds, reads and versions the processes: a version is named by the hash of its content.

Of a version are its diagrams and decision tables, what their steps ask (forms), the words they route by and how the
process is called and answered (``process.json``).  Periods are not: the law changes under running matters.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock

import orjson

from workflows.diagrams.forms import SUFFIX as FORM_SUFFIX
from workflows.diagrams.process_file import ACTIONS
from workflows.diagrams.process_file import FILE as PROCESS_FILE
from workflows.diagrams.specs import Specs, read_specs
from workflows.errors import DiagramRefused

LARGEST_SOURCE = 8_000_000
DIAGRAM_SUFFIXES = (".bpmn", ".dmn")
OF_A_VERSION = (*(f"*{suffix}" for suffix in DIAGRAM_SUFFIXES), f"*{FORM_SUFFIX}", f"{ACTIONS}*{FORM_SUFFIX}")
BESIDE = ("words.json", PROCESS_FILE)


@dataclass(frozen=True, slots=True)
class Definition:
    """One version of one process: diagrams, decision tables, forms, words and ``process.json`` as one text.

    ``key`` is the folder's name and the id of the main process; ``source`` the
    same bytes for the same content on every machine; ``sha256`` their hash.
    """

    key: str
    sha256: str
    source: bytes = field(repr=False)

    @classmethod
    def from_folder(cls, path: Path, key: str) -> "Definition":
        """Read all of one folder that makes a version.

        Raises DiagramRefused when there is no diagram, or when they cannot be run.
        """
        return cls.from_files(key, read_folder(path, key))

    @classmethod
    def from_files(cls, key: str, files: Mapping[str, str]) -> "Definition":
        """The version these texts make, by file name. Raises DiagramRefused when it cannot be run."""
        return cls.from_source(key, orjson.dumps({"files": dict(files), "main": key}, option=orjson.OPT_SORT_KEYS))

    @classmethod
    def from_source(cls, key: str, source: bytes) -> "Definition":
        """The version held in a stored source. Raises DiagramRefused when it cannot be run."""
        definition = cls(key, hashlib.sha256(source).hexdigest(), source)
        specs_of(definition)
        return definition

    def files(self) -> dict[str, str]:
        """The texts by file name. Raises DiagramRefused when the source is no such bundle."""
        if len(self.source) > LARGEST_SOURCE:
            raise DiagramRefused(f"“{self.key}”的流程图太大，请删去图片等无关内容。")
        try:
            bundle = orjson.loads(self.source)
        except orjson.JSONDecodeError as error:
            raise DiagramRefused(f"“{self.key}”保存的流程图读不懂，请重新导入。") from error
        files = bundle.get("files") if isinstance(bundle, dict) else None
        if not isinstance(files, dict) or bundle.get("main") != self.key:
            raise DiagramRefused(f"保存的内容不是“{self.key}”的流程图，请重新导入。")
        return {str(name): str(text) for name, text in files.items()}


def read_folder(path: Path, key: str) -> dict[str, str]:
    """The texts of one folder that make a version, by name (``level.bpmn``, ``deeds/stop.form.json``).

    Raises DiagramRefused when there is no diagram, or a file is not UTF-8.
    """
    found = sorted({file for pattern in OF_A_VERSION for file in path.glob(pattern)})
    if not any(file.suffix in DIAGRAM_SUFFIXES for file in found):
        raise DiagramRefused(f"没有找到“{key}”的流程图，请检查文件夹。")
    found += [path / name for name in BESIDE if (path / name).is_file()]
    try:
        return {file.relative_to(path).as_posix(): file.read_text(encoding="utf-8") for file in found}
    except UnicodeDecodeError as error:
        raise DiagramRefused(f"“{key}”的流程图不是 UTF-8 编码，请另存为 UTF-8。") from error


_parsed: dict[str, Specs] = {}
_parsing = Lock()


def specs_of(definition: Definition) -> Specs:
    """The parsed diagrams of a version, kept once per process of the machine.

    Raises DiagramRefused when they cannot be run.
    """
    with _parsing:
        known = _parsed.get(definition.sha256)
        if known is None:
            files = definition.files()
            known = read_specs(
                definition.key, {name: text for name, text in files.items() if name.endswith(DIAGRAM_SUFFIXES)}
            )
            _parsed[definition.sha256] = known
        return known
