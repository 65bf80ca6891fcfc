"""Forms of steps: every kind of question, what it makes of good and bad answers, and the sentence at the field."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from flask import Flask

from app.processes.pages.forms import StepForm, form_for, values_of
from app.processes.rules.answered import AskedPerson
from workflows.diagrams.forms import FormSpec, parse_form

PARTIES = [AskedPerson(1, "h1", "王甲"), AskedPerson(2, "h2", "王乙")]
ALL_KINDS = """{
 "title": "每一种", "lead": "都问一遍。", "action": "记下", "fields": [
  {"name": "outcome", "kind": "choice", "label": "结果", "required": true,
   "options": [{"value": "yes_it_is", "label": "成了"}, {"value": "not_yet", "label": "没成"}]},
  {"name": "words", "kind": "text", "label": "几个字", "required": true, "max_length": 10},
  {"name": "story", "kind": "long_text", "label": "经过", "required": false},
  {"name": "day", "kind": "date", "day": "deed", "label": "哪一天", "required": true},
  {"name": "at", "kind": "moment", "day": "deed", "label": "什么时候", "required": false},
  {"name": "kinds", "kind": "choices", "label": "哪几样", "required": false,
   "options": [{"value": "a", "label": "甲样"}, {"value": "b", "label": "乙样"}]},
  {"name": "agreed", "kind": "yes_no", "label": "同意吗", "required": true},
  {"name": "count", "kind": "whole_number", "label": "几份", "required": true, "min": 1, "max": 9},
  {"name": "sum", "kind": "money", "label": "多少钱", "required": false},
  {"name": "wills", "kind": "per_party", "label": "各方", "required": true,
   "options": [{"value": "agreed", "label": "同意"}, {"value": "refused", "label": "不同意"}]},
  {"name": "reason", "kind": "text", "label": "为什么没成", "required": true,
   "shown_when": {"field": "outcome", "in": ["not_yet"]}}
 ]}"""
GOOD = {
    "occurred_at": "2026-11-23T08:30",
    "outcome": "yes_it_is",
    "words": "十个字以内",
    "day": "2026-11-20",
    "agreed": "yes",
    "count": "3",
    "wills-party_h1": "agreed",
    "wills-party_h2": "refused",
}


@pytest.fixture
def spec() -> FormSpec:
    return parse_form("all_kinds", ALL_KINDS)


def read(app: Flask, spec: FormSpec, changes: Mapping[str, object]) -> tuple[dict[str, object] | None, StepForm]:
    """The values of a page sent with these changes, and its form."""
    data = {name: value for name, value in {**GOOD, **changes}.items() if value is not None}
    with app.test_request_context(method="POST", data=data):
        form = form_for(spec, None, PARTIES)
        return values_of(spec, form), form


def faults(form: StepForm, name: str) -> str:
    return " ".join(str(error) for error in form[name].errors)


def test_good_answers_come_typed(app: Flask, spec: FormSpec) -> None:
    given = {"at": "2026-11-22T09:30", "kinds": ["a", "b"], "sum": "1.2万", "story": " 一段话 "}
    values, form = read(app, spec, given)
    assert values == {
        "outcome": "yes_it_is",
        "words": "十个字以内",
        "story": "一段话",
        "day": date(2026, 11, 20),
        "at": datetime(2026, 11, 22, 1, 30, tzinfo=UTC),
        "kinds": ["a", "b"],
        "agreed": "yes",
        "count": 3,
        "sum": Decimal("12000"),
        "wills": {"1": "agreed", "2": "refused"},
    }
    assert form.happened_at == datetime(2026, 11, 23, 0, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("outcome", None, "请选一项。"),
        ("outcome", "maybe", "请选一项。"),
        ("words", "", "这一项要填。"),
        ("words", "   ", "这一项要填。"),
        ("words", "一二三四五六七八九十一", "最多写10个字，现在写了11个字，多了1个字。"),
        ("words", "王\ue000甲", "U+E000"),
        ("story", "\uf8ff", "U+F8FF"),
        ("story", "长" * 2001, "最多写2000个字，现在写了2001个字，多了1个字。"),
        ("day", "2026-02-30", "看不出是哪一天，请写成 2026-11-23 这样。"),
        ("day", "昨天", "看不出是哪一天，请写成 2026-11-23 这样。"),
        ("day", "", "这一项要填。"),
        ("at", "明早", "看不出是什么时候，请写成 2026-11-23 09:30 这样。"),
        ("at", "2026-11-23T25:00", "看不出是什么时候，请写成 2026-11-23 09:30 这样。"),
        ("kinds", ["a", "z"], "请选一项。"),
        ("agreed", None, "请选一项。"),
        ("agreed", "perhaps", "请选一项。"),
        ("count", "三", "请写整数，例如 3。"),
        ("count", "2.5", "请写整数，例如 3。"),
        ("count", "0", "要在1到9之间。"),
        ("count", "10", "要在1到9之间。"),
        ("sum", "很多", "元"),
        ("sum", "-5", "元"),
        ("sum", "1" * 61, "太大了"),
        ("occurred_at", "", "请填什么时候的事，例如 2026-11-23 09:30。"),
        ("occurred_at", "那天", "看不出是什么时候，请写成 2026-11-23 09:30 这样。"),
        ("occurred_at", "2026-11-23T09:01", "发生的时间还没有到"),
        ("spoken_by", "说" * 101, "最多写100个字，现在写了101个字，多了1个字。"),
        ("spoken_by", "\ue123", "U+E123"),
    ],
)
def test_a_bad_answer_has_a_chinese_sentence_at_its_field(
    app: Flask, spec: FormSpec, name: str, value: object, sentence: str
) -> None:
    values, form = read(app, spec, {name: value})
    assert values is None
    assert sentence in faults(form, name)
    assert form[name].errors
    others = [field.name for field in form if field.errors and field.name != name]
    assert others == []
    assert not any(letter in faults(form, name) for letter in ("Not a", "cannot", "Invalid", "valid"))


def test_a_number_that_cannot_be_read_is_refused_in_one_sentence(app: Flask, spec: FormSpec) -> None:
    _, form = read(app, spec, {"count": "三"})
    assert list(form["count"].errors) == ["请写整数，例如 3。"]


def test_a_party_without_an_answer_is_named_at_its_own_question(app: Flask, spec: FormSpec) -> None:
    values, form = read(app, spec, {"wills-party_h2": None})
    assert values is None
    inner = {field.short_name: list(field.errors) for field in form.wills.form}
    assert inner == {"party_h1": [], "party_h2": ["请选一项。"]}


def test_what_is_hidden_is_neither_asked_nor_kept(app: Flask, spec: FormSpec) -> None:
    values, _ = read(app, spec, {"reason": "不该留下"})
    assert values is not None
    assert "reason" not in values
    values, form = read(app, spec, {"outcome": "not_yet"})
    assert (values, faults(form, "reason")) == (None, "这一项要填。")
    values, _ = read(app, spec, {"outcome": "not_yet", "reason": "分歧大"})
    assert values is not None
    assert values["reason"] == "分歧大"


def test_what_was_typed_stays_on_the_form(app: Flask, spec: FormSpec) -> None:
    _, form = read(app, spec, {"day": "2026-02-30", "words": "墙\ue000", "count": "三", "sum": "很多"})
    with app.test_request_context():
        shown = "".join(str(form[name]()) for name in ("day", "words", "count", "sum", "story"))
    for typed in ("2026-02-30", "墙\ue000", "三", "很多"):
        assert typed in shown
