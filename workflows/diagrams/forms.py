"""One user task's fields, read strictly from its <task>.form.json beside the diagram.

A form file says what is asked, never what happens: twelve kinds of field, plain
options, and a field may be shown only when an earlier one has a certain answer.
A date or a moment says which of the four kinds of day it is ("day": "deed").
In the file a yes_no answer is written "yes" or "no".
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from workflows.errors import EngineError

SUFFIX = ".form.json"
RESERVED = frozenset({"occurred_at", "spoken_by"})
LONGEST_ALLOWED = 20_000

_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
_VALUE = re.compile(r"[a-z0-9][a-z0-9_]{0,39}")
_FORM_KEYS = frozenset({"title", "lead", "action", "fields"})
_FIELD_KEYS = frozenset(
    {"name", "kind", "label", "hint", "required", "max_length", "min", "max", "options", "shown_when", "default", "day"}
)
_YES_NO = frozenset({"yes", "no"})


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


@dataclass(frozen=True, slots=True)
class Option:
    """One answer to choose from; ``hint`` says in a few words what follows from it."""

    value: str
    label: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class ShownWhen:
    """The field appears only while ``field`` has one of these answers."""

    field: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """One question. ``required`` with ``shown_when`` means required only while shown.

    ``day`` is given for dates and moments, and only for them.
    """

    name: str
    kind: FieldKind
    label: str
    hint: str = ""
    required: bool = False
    max_length: int | None = None
    min: int | None = None
    max: int | None = None
    options: tuple[Option, ...] = ()
    shown_when: ShownWhen | None = None
    default: str | None = None
    day: DateKind | None = None

    @property
    def values(self) -> tuple[str, ...]:
        """The answers that can be chosen; empty for free text, dates, numbers and files."""
        if self.kind is FieldKind.YES_NO:
            return ("yes", "no")
        return tuple(option.value for option in self.options)


@dataclass(frozen=True, slots=True)
class FormSpec:
    """All that the page of one user task asks; ``name`` is the task's BPMN id."""

    name: str
    title: str
    lead: str
    action: str
    fields: tuple[FieldSpec, ...]

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
    """The forms of one folder of diagrams, each read once."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._read: dict[str, FormSpec] = {}

    def names(self) -> tuple[str, ...]:
        """The names of all form files in the folder, sorted."""
        return tuple(sorted(path.name.removesuffix(SUFFIX) for path in self._folder.glob(f"*{SUFFIX}")))

    def get(self, name: str) -> FormSpec:
        """The form of this user task; raises FormRefused when it is missing or faulty."""
        if name not in self._read:
            if not _NAME.fullmatch(name):
                raise FormRefused(f"“{name}”不是一个表单的名字。")
            self._read[name] = load_form(self._folder / f"{name}{SUFFIX}")
        return self._read[name]


def load_form(path: Path) -> FormSpec:
    """Read and judge one form file; raises FormRefused with a sentence naming the file."""
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise FormRefused(f"没有表单文件“{path.name}”，请在图的旁边补上。") from None
    except UnicodeDecodeError:
        raise FormRefused(f"{path.name}：文字编码不对，请存成 UTF-8。") from None
    return parse_form(path.name.removesuffix(SUFFIX), text)


def parse_form(name: str, text: str) -> FormSpec:
    """Judge the text of a form file; raises FormRefused with a sentence naming form and field."""
    place = _Place(f"{name}{SUFFIX}")
    try:
        raw = json.loads(text, object_pairs_hook=place.without_doubles)
    except json.JSONDecodeError as error:
        raise place.refusal(f"第 {error.lineno} 行写法不对，请检查引号、逗号和括号") from error
    content = place.table(raw)
    place.only(content, _FORM_KEYS)
    fields: list[FieldSpec] = []
    for item in place.rows(content.get("fields"), "fields"):
        fields.append(_field(place, place.table(item), fields))
    return FormSpec(
        name=name,
        title=place.words(content, "title"),
        lead=place.words(content, "lead"),
        action=place.words(content, "action"),
        fields=tuple(fields),
    )


class _Place:
    """Where in which file we are, so that every refusal can say so."""

    def __init__(self, where: str) -> None:
        self._where = where

    def at(self, field: str) -> "_Place":
        return _Place(f"{self._where} 的“{field}”")

    def refusal(self, what: str) -> FormRefused:
        return FormRefused(f"{self._where}：{what}。")

    def without_doubles(self, pairs: list[tuple[str, object]]) -> dict[str, object]:
        found = dict(pairs)
        if len(found) < len(pairs):
            raise self.refusal(f"同一处把“{_first_double([key for key, _ in pairs])}”写了两遍")
        return found

    def table(self, value: object) -> dict[str, object]:
        if isinstance(value, dict):
            return value
        raise self.refusal("这里应当是一组带名字的内容")

    def rows(self, value: object, key: str) -> list[object]:
        if isinstance(value, list) and value:
            return value
        raise self.refusal(f"“{key}”应当是一份清单，至少有一项")

    def only(self, content: Mapping[str, object], known: frozenset[str]) -> None:
        unknown = sorted(set(content) - known)
        if unknown:
            raise self.refusal(f"不认识“{unknown[0]}”，请检查拼写")

    def words(self, content: Mapping[str, object], key: str, *, needed: bool = True) -> str:
        value = content.get(key, "")
        if isinstance(value, str) and (value.strip() or not needed):
            return value.strip()
        raise self.refusal(f"“{key}”要写上文字")

    def number(self, content: Mapping[str, object], key: str) -> int | None:
        value = content.get(key)
        if value is None or (isinstance(value, int) and not isinstance(value, bool)):
            return value
        raise self.refusal(f"“{key}”应当是一个整数")


def _field(place: _Place, content: dict[str, object], earlier: list[FieldSpec]) -> FieldSpec:
    name = place.words(content, "name")
    here = place.at(name)
    here.only(content, _FIELD_KEYS)
    if not _NAME.fullmatch(name) or name in RESERVED:
        raise here.refusal("字段的名字只能用小写英文字母、数字和下划线，也不能用系统留用的名字")
    if name in {field.name for field in earlier}:
        raise here.refusal("这个名字前面已经用过，请换一个")
    kind = _kind(here, content)
    _keys_fit(here, content, kind)
    field = FieldSpec(
        name=name,
        kind=kind,
        label=here.words(content, "label"),
        hint=here.words(content, "hint", needed=False),
        required=_yes_or_no(here, content),
        max_length=here.number(content, "max_length"),
        min=here.number(content, "min"),
        max=here.number(content, "max"),
        options=_options(here, content) if kind in _WITH_OPTIONS else (),
        shown_when=_shown_when(here, content, earlier),
        default=here.words(content, "default") if "default" in content else None,
        day=_day(here, content) if kind in _WITH_DAY else None,
    )
    _limits_fit(here, field)
    return field


def _kind(place: _Place, content: Mapping[str, object]) -> FieldKind:
    kind = place.words(content, "kind")
    if kind not in set(FieldKind):
        raise place.refusal(f"没有“{kind}”这种字段，只有：{'、'.join(FieldKind)}")
    return FieldKind(kind)


def _day(place: _Place, content: Mapping[str, object]) -> DateKind:
    day = content.get("day")
    if not isinstance(day, str) or day not in set(DateKind):
        raise place.refusal(f"日期要写明是哪一种日子（day），只有：{'、'.join(DateKind)}")
    return DateKind(day)


def _keys_fit(place: _Place, content: Mapping[str, object], kind: FieldKind) -> None:
    for keys, kinds in (
        (("options",), _WITH_OPTIONS),
        (("max_length",), _WITH_LENGTH),
        (("min", "max"), _WITH_RANGE),
        (("default",), _WITH_DEFAULT),
        (("day",), _WITH_DAY),
    ):
        for key in keys:
            if key in content and kind not in kinds:
                raise place.refusal(f"“{kind}”这种字段不能写“{key}”")
    if kind in _WITH_OPTIONS and "options" not in content:
        raise place.refusal("要写上可选的答案（options）")


def _yes_or_no(place: _Place, content: Mapping[str, object]) -> bool:
    value = content.get("required")
    if isinstance(value, bool):
        return value
    raise place.refusal("要写明是不是必填（required 写 true 或 false）")


def _options(place: _Place, content: Mapping[str, object]) -> tuple[Option, ...]:
    options: list[Option] = []
    for row in place.rows(content["options"], "options"):
        item = place.table(row)
        place.only(item, frozenset({"value", "label", "hint"}))
        value = place.words(item, "value")
        if not _VALUE.fullmatch(value):
            raise place.refusal(f"答案“{value}”的 value 只能用小写英文字母、数字和下划线")
        options.append(Option(value, place.words(item, "label"), place.words(item, "hint", needed=False)))
    for what, said in (("value", [one.value for one in options]), ("label", [one.label for one in options])):
        if len(set(said)) < len(said):
            raise place.refusal(f"有两个答案的 {what} 都是“{_first_double(said)}”")
    if len(options) < 2:
        raise place.refusal("至少要有两个答案可选")
    return tuple(options)


def _shown_when(place: _Place, content: Mapping[str, object], earlier: list[FieldSpec]) -> ShownWhen | None:
    if "shown_when" not in content:
        return None
    rule = place.table(content["shown_when"])
    place.only(rule, frozenset({"field", "in"}))
    name = place.words(rule, "field")
    steering = next((field for field in earlier if field.name == name), None)
    if steering is None:
        raise place.refusal(f"shown_when 提到的“{name}”不在它前面")
    if steering.kind not in _STEERING:
        raise place.refusal(f"shown_when 只能看单选或者是否，“{name}”不是")
    values = place.rows(rule.get("in"), "in")
    unknown = [value for value in values if value not in steering.values]
    if unknown:
        raise place.refusal(f"shown_when 里的“{unknown[0]}”不是“{name}”的答案")
    return ShownWhen(name, tuple(str(value) for value in values))


def _limits_fit(place: _Place, field: FieldSpec) -> None:
    if field.max_length is not None and not 1 <= field.max_length <= LONGEST_ALLOWED:
        raise place.refusal(f"max_length 要在 1 到 {LONGEST_ALLOWED} 之间")
    if field.min is not None and field.max is not None and field.min > field.max:
        raise place.refusal("min 比 max 还大")
    if field.default is not None and field.default not in field.values:
        raise place.refusal(f"default 写的“{field.default}”不是它的答案")


def _first_double(said: list[str]) -> str:
    return next(one for place, one in enumerate(said) if one in said[:place])
