"""One user task's fields, read strictly from its <task>.form.json beside the diagram.

A form file says what is asked, never what happens: twelve kinds of field, plain
options (or the name of answers that stand in words.json for several forms), and
a field may be shown only when an earlier one has a certain answer. A date or a
moment says which of the four kinds of day it is ("day": "deed").
In the file a yes_no answer is written "yes" or "no".
"""

import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field, TypeAdapter

from workflows.errors import EngineError
from workflows.read_json import Line, Strict, Words, read_json

SUFFIX = ".form.json"
RESERVED = frozenset({"occurred_at", "spoken_by"})
LONGEST_ALLOWED = 20_000

WORDS_FILE = "words.json"
NAMED = "answers"
Answers = Mapping[str, list[dict[str, Any]]]
"""By name: answers that several forms offer."""
_NAME = r"^[a-z][a-z0-9_]{0,39}$"
_VALUE = r"^[a-z0-9][a-z0-9_]{0,39}$"


class FormRefused(EngineError):
    """The form file is missing or breaks a rule; the text says which and where."""


class FieldKind(StrEnum):
    """The twelve kinds of question; a step that needs more has a hand-written page."""

    TEXT = "text"
    NAME = "name"
    LONG_TEXT = "long_text"
    DATE = "date"
    MOMENT = "moment"
    CHOICE = "choice"
    CHOICES = "choices"
    YES_NO = "yes_no"
    WHOLE_NUMBER = "whole_number"
    MONEY = "money"
    PER_PARTY = "per_party"
    FILE = "file"


class DateKind(StrEnum):
    """What a day means, and with it which days can be typed.

    deed: something was done (received, said, signed, served, paid); birth; evidence: a day
    that stands in a piece of evidence; plan: a promise, a sitting, a term, which may lie ahead.
    """

    DEED = "deed"
    BIRTH = "birth"
    EVIDENCE = "evidence"
    PLAN = "plan"


_WITH_OPTIONS = frozenset({FieldKind.CHOICE, FieldKind.CHOICES, FieldKind.PER_PARTY})
_WITH_LENGTH = frozenset({FieldKind.TEXT, FieldKind.NAME, FieldKind.LONG_TEXT})
_WITH_RANGE = frozenset({FieldKind.WHOLE_NUMBER, FieldKind.MONEY})
_WITH_DEFAULT = frozenset({FieldKind.CHOICE, FieldKind.PER_PARTY, FieldKind.YES_NO})
_WITH_DAY = frozenset({FieldKind.DATE, FieldKind.MOMENT})
_STEERING = frozenset({FieldKind.CHOICE, FieldKind.YES_NO})
_ONLY_FOR = {
    "options": _WITH_OPTIONS,
    "max_length": _WITH_LENGTH,
    "min": _WITH_RANGE,
    "max": _WITH_RANGE,
    "default": _WITH_DEFAULT,
    "day": _WITH_DAY,
}
_FIELD_NAME = "字段的名字（name）只能用小写英文字母、数字和下划线，也不能用系统留用的名字"
_WANTED = {
    "name": _FIELD_NAME,
    "value": "答案的 value 只能用小写英文字母、数字和下划线",
    "required": "要写明是不是必填（required 写 true 或 false）",
    "fields": "“fields”应当是一份清单，至少有一项",
    "in": "“in”应当是一份清单，至少有一项",
    "max_length": f"“max_length”要写 1 到 {LONGEST_ALLOWED} 之间的整数",
}


@dataclass(frozen=True, slots=True)
class Option(Strict):
    """One answer to choose from; ``hint`` says in a few words what follows from it."""

    value: Annotated[Words, Field(pattern=_VALUE)]
    label: Words
    hint: Line = ""


@dataclass(frozen=True, slots=True)
class ShownWhen(Strict):
    """The field appears only while ``field`` has one of these answers; the file says ``in`` for ``values``."""

    field: Words
    values: Annotated[tuple[str, ...], Field(alias="in", min_length=1)]


@dataclass(frozen=True, slots=True)
class FieldSpec(Strict):
    """One question. ``required`` with ``shown_when`` means required only while shown.

    ``day`` is given for dates and moments, and only for them. ``kept_only``: no handler
    reads it; it is kept with the answer and told where the matter's history is told.
    Raises ValueError with a sentence when what is said does not fit the kind.
    """

    name: Annotated[Words, Field(pattern=_NAME)]
    kind: FieldKind
    label: Words
    required: bool
    hint: Line = ""
    max_length: Annotated[int, Field(ge=1, le=LONGEST_ALLOWED)] | None = None
    min: int | None = None
    max: int | None = None
    options: tuple[Option, ...] = ()
    shown_when: ShownWhen | None = None
    default: Words | None = None
    day: DateKind | None = None
    kept_only: bool = False

    def __post_init__(self) -> None:
        if self.name in RESERVED:
            raise ValueError(_FIELD_NAME)
        for key, kinds in _ONLY_FOR.items():
            if getattr(self, key) not in {None, ()} and self.kind not in kinds:
                raise ValueError(f"“{self.kind}”这种字段不能写“{key}”")
        if self.kind in _WITH_DAY and self.day is None:
            raise ValueError(f"日期要写明是哪一种日子（day），只有：{'、'.join(DateKind)}")
        if self.kind in _WITH_OPTIONS:
            self._check_options()
        if self.min is not None and self.max is not None and self.min > self.max:
            raise ValueError("min 比 max 还大")
        if self.default is not None and self.default not in self.values:
            raise ValueError(f"default 写的“{self.default}”不是它的答案")

    def _check_options(self) -> None:
        if not self.options:
            raise ValueError("要写上可选的答案（options）")
        for key in ("value", "label"):
            for double in _doubles(getattr(option, key) for option in self.options):
                raise ValueError(f"有两个答案的 {key} 都是“{double}”")
        if len(self.options) < 2:
            raise ValueError("至少要有两个答案可选")

    @property
    def values(self) -> tuple[str, ...]:
        """The answers that can be chosen; empty for free text, dates, numbers and files."""
        if self.kind is FieldKind.YES_NO:
            return ("yes", "no")
        return tuple(option.value for option in self.options)


@dataclass(frozen=True, slots=True)
class _FormFile(Strict):
    """What stands in a form file.  Raises ValueError with a sentence for fields that do not fit each other."""

    title: Words
    lead: Words
    action: Words
    fields: Annotated[tuple[FieldSpec, ...], Field(min_length=1)]

    def __post_init__(self) -> None:
        for double in _doubles(field.name for field in self.fields):
            raise ValueError(f"“{double}”这个名字前面已经用过，请换一个")
        earlier: dict[str, FieldSpec] = {}
        for field in self.fields:
            if field.shown_when is not None:
                _check_steering(field.name, field.shown_when, earlier)
            earlier[field.name] = field


_FORM_FILE = TypeAdapter(_FormFile)


@dataclass(frozen=True, slots=True)
class FormSpec(_FormFile):
    """All that the page of one user task asks; ``name`` is the task's BPMN id."""

    name: str

    def field(self, name: str) -> FieldSpec:
        """The field of this name; raises KeyError when the form has none."""
        for field in self.fields:
            if field.name == name:
                return field
        raise KeyError(name)

    @property
    def outcomes(self) -> tuple[str, ...]:
        """The values of the field named ``outcome``; empty when the form has none."""
        return next((field.values for field in self.fields if field.name == "outcome"), ())

    def shown(self, chosen: Mapping[str, str]) -> tuple[FieldSpec, ...]:
        """The fields to show and to judge for these choices, in the form's order.

        ``chosen`` maps field names to option values ("yes"/"no" for yes_no); a
        field that hangs on a hidden one is hidden too.
        """
        seen: list[FieldSpec] = []
        for field in self.fields:
            rule = field.shown_when
            if rule is None or (chosen.get(rule.field) in rule.values and rule.field in {one.name for one in seen}):
                seen.append(field)
        return tuple(seen)


class FormFolder:
    """The forms of one folder of diagrams, each read once.

    What their answers are called stands in its words.json; the actions' folder inside it has none of its own.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        places = (folder / WORDS_FILE, folder.parent / WORDS_FILE)
        words = next((path for path in places if path.is_file()), None)
        self._answers = named_answers(words.read_bytes() if words else None)
        self._read: dict[str, FormSpec] = {}

    def names(self) -> tuple[str, ...]:
        """The names of all form files in the folder, sorted."""
        return tuple(sorted(path.name.removesuffix(SUFFIX) for path in self._folder.glob(f"*{SUFFIX}")))

    def get(self, name: str) -> FormSpec:
        """The form of this user task; raises FormRefused when it is missing or faulty."""
        if name not in self._read:
            if not re.fullmatch(_NAME, name):
                raise FormRefused(f"“{name}”不是一个表单的名字。")
            self._read[name] = load_form(self._folder / f"{name}{SUFFIX}", self._answers)
        return self._read[name]


def named_answers(words: str | bytes | None) -> Answers:
    """The answers that the text of a words.json names; none where there is no such text, or it is faulty."""
    try:
        said = json.loads(words or "{}")
    except ValueError:
        return {}
    entries = said.items() if isinstance(said, dict) else ()
    return {name: one.get("answers", []) for name, one in entries if isinstance(one, dict) and one.get("kind") == NAMED}


def load_form(path: Path, answers: Answers | None = None) -> FormSpec:
    """Read and judge one form file; raises FormRefused with a sentence naming the file."""
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        raise FormRefused(f"没有表单文件“{path.name}”，请在图的旁边补上。") from None
    return parse_form(path.name.removesuffix(SUFFIX), content, answers)


def parse_form(name: str, text: str | bytes, answers: Answers | None = None) -> FormSpec:
    """Judge the text of a form file; raises FormRefused with a sentence naming form and field.

    ``options`` may be the name of ``answers``.
    """
    file = f"{name}{SUFFIX}"
    known = answers or {}
    said = read_json(_FORM_FILE, text, file, FormRefused, _WANTED, written_out=lambda raw: _write_out(raw, known, file))
    return FormSpec(said.title, said.lead, said.action, said.fields, name)


def _write_out(raw: Any, answers: Answers, file: str) -> None:
    """Put answers in the place of their name."""
    fields = raw.get("fields") if isinstance(raw, dict) else None
    for field in fields if isinstance(fields, list) else ():
        named = field.get("options") if isinstance(field, dict) else None
        if isinstance(named, str):
            if named not in answers:
                raise FormRefused(f"{file}：options 写的“{named}”不在 words.json 里，请检查名字。")
            field["options"] = answers[named]


def _check_steering(name: str, rule: ShownWhen, earlier: Mapping[str, FieldSpec]) -> None:
    steering = earlier.get(rule.field)
    if steering is None:
        raise ValueError(f"“{name}”的 shown_when 提到的“{rule.field}”不在它前面")
    if steering.kind not in _STEERING:
        raise ValueError(f"“{name}”的 shown_when 只能看单选或者是否，“{rule.field}”不是")
    for value in rule.values:
        if value not in steering.values:
            raise ValueError(f"“{name}”的 shown_when 里的“{value}”不是“{rule.field}”的答案")


def _doubles(said: Iterable[str]) -> tuple[str, ...]:
    return tuple(one for one, times in Counter(said).items() if times > 1)
