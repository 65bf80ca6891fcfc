"""Form files are read strictly: each fault has its sentence, and a sound form says what it asks."""

import json
from pathlib import Path
from typing import Any

import pytest

from workflows.diagrams.drawing import read_drawing, read_words
from workflows.diagrams.forms import FieldKind, FormFolder, FormRefused, load_form, named_answers, parse_form

MEDIATION = Path(__file__).parents[2] / "bpmn" / "mediation"

OUTCOME = {
    "name": "outcome",
    "kind": "choice",
    "label": "怎么办",
    "required": True,
    "options": [{"value": "up", "label": "往上"}, {"value": "stop", "label": "停下", "hint": "到此为止"}],
}
WHY = {
    "name": "why",
    "kind": "long_text",
    "label": "为什么",
    "required": True,
    "max_length": 200,
    "shown_when": {"field": "outcome", "in": ["up"]},
}


def written(*fields: dict[str, Any], **others: object) -> str:
    return json.dumps({"title": "下一步", "lead": "定下来。", "action": "定下来", "fields": list(fields), **others})


def changed(field: dict[str, Any], **changes: object) -> dict[str, Any]:
    return {key: value for key, value in {**field, **changes}.items() if value is not None}


def test_a_sound_form_says_what_it_asks() -> None:
    form = parse_form("next", written(OUTCOME, WHY))

    assert (form.name, form.title, form.action) == ("next", "下一步", "定下来")
    assert form.outcomes == ("up", "stop")
    assert form.field("outcome").options[1].hint == "到此为止"
    assert form.field("why").kind is FieldKind.LONG_TEXT
    assert form.field("why").max_length == 200


def test_a_field_is_shown_only_for_the_answers_it_names() -> None:
    form = parse_form("next", written(OUTCOME, WHY))

    assert [field.name for field in form.shown({"outcome": "up"})] == ["outcome", "why"]
    assert [field.name for field in form.shown({"outcome": "stop"})] == ["outcome"]
    assert [field.name for field in form.shown({})] == ["outcome"]


def test_what_hangs_on_a_hidden_field_is_hidden_too() -> None:
    paper = {"name": "paper", "kind": "yes_no", "label": "写下来吗", "required": True}
    paper["shown_when"] = {"field": "outcome", "in": ["up"]}
    copies = {"name": "copies", "kind": "whole_number", "label": "几份", "required": True, "min": 1}
    copies["shown_when"] = {"field": "paper", "in": ["yes"]}
    form = parse_form("next", written(OUTCOME, paper, copies))

    assert [field.name for field in form.shown({"outcome": "stop", "paper": "yes"})] == ["outcome"]
    assert len(form.shown({"outcome": "up", "paper": "yes"})) == 3


FAULTS = {
    "unknown_key_of_form": (written(OUTCOME, colour="red"), "不认识“colour”"),
    "unknown_key_of_field": (written(changed(OUTCOME, colour="red")), "不认识“colour”"),
    "unknown_key_of_option": (
        written(changed(OUTCOME, options=[{"value": "a", "label": "甲", "x": 1}, {"value": "b", "label": "乙"}])),
        "不认识“x”",
    ),
    "unknown_kind": (written(changed(OUTCOME, kind="dropdown")), "“kind”没有“dropdown”这种写法，只有：text、"),
    "no_kind": (written(changed(OUTCOME, kind=None)), "缺少“kind”，请写上"),
    "no_label": (written(changed(OUTCOME, label=" ")), "“label”要写上文字"),
    "doubled_field": (written(OUTCOME, OUTCOME), "这个名字前面已经用过"),
    "doubled_key": ('{"title": "a", "title": "b"}', "把“title”写了两遍"),
    "reserved_name": (written(changed(OUTCOME, name="occurred_at")), "留用的名字"),
    "name_in_chinese": (written(changed(OUTCOME, name="结果")), "只能用小写英文字母"),
    "no_options": (written(changed(OUTCOME, options=None)), "要写上可选的答案"),
    "one_option": (written(changed(OUTCOME, options=[{"value": "a", "label": "甲"}])), "至少要有两个答案"),
    "doubled_value": (
        written(changed(OUTCOME, options=[{"value": "a", "label": "甲"}, {"value": "a", "label": "乙"}])),
        "两个答案的 value 都是“a”",
    ),
    "doubled_label": (
        written(changed(OUTCOME, options=[{"value": "a", "label": "甲"}, {"value": "b", "label": "甲"}])),
        "两个答案的 label 都是“甲”",
    ),
    "value_in_chinese": (
        written(changed(OUTCOME, options=[{"value": "甲", "label": "甲"}, {"value": "b", "label": "乙"}])),
        "的“甲”：答案的 value 只能用",
    ),
    "options_on_text": (written(changed(WHY, shown_when=None, options=OUTCOME["options"])), "不能写“options”"),
    "length_on_choice": (written(changed(OUTCOME, max_length=9)), "不能写“max_length”"),
    "range_on_text": (written(changed(WHY, shown_when=None, min=1)), "不能写“min”"),
    "no_day": (written({"name": "on", "kind": "date", "label": "哪天", "required": True}), "是哪一种日子（day）"),
    "unknown_day": (
        written({"name": "on", "kind": "moment", "label": "何时", "required": True, "day": "some"}),
        "只有：deed、birth、evidence、plan",
    ),
    "day_on_text": (written(changed(WHY, shown_when=None, day="deed")), "不能写“day”"),
    "default_on_text": (written(changed(WHY, shown_when=None, default="x")), "不能写“default”"),
    "unknown_default": (written(changed(OUTCOME, default="down")), "default 写的“down”"),
    "required_left_out": (written(changed(OUTCOME, required=None)), "是不是必填"),
    "required_as_text": (written(changed(OUTCOME, required="yes")), "是不是必填"),
    "no_length": (written(changed(WHY, shown_when=None, max_length=0)), "“max_length”要写 1 到 20000 之间的整数"),
    "length_as_text": (
        written(changed(WHY, shown_when=None, max_length="9")),
        "“max_length”要写 1 到 20000 之间的整数",
    ),
    "range_upside_down": (
        written({"name": "n", "kind": "money", "label": "多少", "required": True, "min": 9, "max": 1}),
        "min 比 max 还大",
    ),
    "shown_when_unknown_field": (written(WHY, OUTCOME), "“outcome”不在它前面"),
    "shown_when_unknown_value": (
        written(OUTCOME, changed(WHY, shown_when={"field": "outcome", "in": ["down"]})),
        "“down”不是“outcome”的答案",
    ),
    "shown_when_text": (
        written(changed(WHY, shown_when=None), changed(WHY, name="b", shown_when={"field": "why", "in": ["x"]})),
        "只能看单选或者是否",
    ),
    "shown_when_without_values": (
        written(OUTCOME, changed(WHY, shown_when={"field": "outcome"})),
        "“in”应当是一份清单",
    ),
    "no_fields": (written(), "“fields”应当是一份清单"),
    "a_list": ("[]", "一组带名字的内容"),
    "a_field_that_is_text": (written(OUTCOME, "why"), "的第 2 项：这里应当是一组带名字的内容"),
    "range_as_text": (
        written({"name": "n", "kind": "money", "label": "多少", "required": True, "min": "9"}),
        "的“n”：“min”应当是一个整数",
    ),
    "shown_when_with_a_number": (
        written(OUTCOME, changed(WHY, shown_when={"field": "outcome", "in": [1]})),
        "的“why”的“shown_when”：“in 的第 1 项”要写上文字",
    ),
    "half_a_character": (written(OUTCOME, title="\ud800"), "读不懂"),
    "nested_without_end": ("[" * 100_000, "读不懂"),
    "not_json": ("{", "第 1 行写法不对"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_faulty_form_is_refused_with_its_reason(fault: str) -> None:
    text, words = FAULTS[fault]

    with pytest.raises(FormRefused) as refusal:
        parse_form("next", text)

    assert words in str(refusal.value)
    assert str(refusal.value).startswith("next.form.json")
    assert str(refusal.value).endswith("。")


ANSWERS = {"ways": OUTCOME["options"]}
WORDS = {"ways": {"label": "怎么办", "kind": "answers", "answers": OUTCOME["options"]}}


def test_answers_that_several_forms_offer_have_a_name() -> None:
    named = parse_form("next", written(changed(OUTCOME, options="ways"), WHY), ANSWERS)
    assert named == parse_form("next", written(OUTCOME, WHY))


@pytest.mark.parametrize("words", [None, "", "{", "[]", '{"ways": 1}', '{"ways": {"label": "甲", "kind": "code"}}'])
def test_a_name_that_stands_for_nothing_is_refused(words: str | None) -> None:
    with pytest.raises(FormRefused, match=r"next\.form\.json：options 写的“ways”不在 words\.json 里"):
        parse_form("next", written(changed(OUTCOME, options="ways")), named_answers(words))


def test_named_answers_are_judged_like_written_ones() -> None:
    double = {"ways": [*ANSWERS["ways"], ANSWERS["ways"][0]]}
    with pytest.raises(FormRefused, match="有两个答案的 value 都是“up”"):
        parse_form("next", written(changed(OUTCOME, options="ways")), double)


def test_a_folder_and_its_actions_read_the_names_of_its_words(tmp_path: Path) -> None:
    (tmp_path / "words.json").write_text(json.dumps(WORDS), encoding="utf-8")
    (tmp_path / "deeds").mkdir()
    for folder in (tmp_path, tmp_path / "deeds"):
        (folder / "next.form.json").write_text(written(changed(OUTCOME, options="ways")), encoding="utf-8")
    assert FormFolder(tmp_path).get("next").outcomes == ("up", "stop")
    assert FormFolder(tmp_path / "deeds").get("next").outcomes == ("up", "stop")
    assert read_words(tmp_path) == {}, "a gateway reads none of them"


def test_a_missing_form_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(FormRefused, match=r"没有表单文件“gone\.form\.json”"):
        load_form(tmp_path / "gone.form.json")


def test_a_name_cannot_lead_out_of_the_folder(tmp_path: Path) -> None:
    (tmp_path / "secret.form.json").write_text(written(OUTCOME), encoding="utf-8")
    inner = tmp_path / "inner"
    inner.mkdir()

    with pytest.raises(FormRefused, match="不是一个表单的名字"):
        FormFolder(inner).get("../secret")


def test_a_folder_reads_each_form_once(tmp_path: Path) -> None:
    (tmp_path / "next.form.json").write_text(written(OUTCOME), encoding="utf-8")
    folder = FormFolder(tmp_path)

    assert folder.names() == ("next",)
    assert folder.get("next") is folder.get("next")


def tasks() -> list[str]:
    drawings = [read_drawing(path) for path in sorted(MEDIATION.glob("*.bpmn"))]
    nodes = [node for one in drawings for process in one.processes for node in process.of_kind("userTask")]
    return [node.id for node in nodes if node.properties.get("page") != "own"]


@pytest.mark.parametrize("name", tasks())
def test_every_step_without_a_page_of_its_own_has_a_form_in_words_people_use(name: str) -> None:
    form = FormFolder(MEDIATION).get(name)
    said = " ".join(
        [form.title, form.lead, form.action]
        + [" ".join([field.label, field.hint, *(option.label + option.hint for option in field.options)])
           for field in form.fields]
    )  # fmt: skip

    assert 1 <= len(form.fields) <= 8
    assert len(form.action) <= 8
    for word in ("工作流", "实例", "节点", "提交", "同步", "权限不足"):
        assert word not in said


def test_consent_has_three_states_and_its_outcome_is_left_to_the_code() -> None:
    form = FormFolder(MEDIATION).get("record_consents")

    assert form.outcomes == ()
    assert form.field("consent").kind is FieldKind.PER_PARTY
    assert form.field("consent").values == ("agreed", "pending", "refused")


def test_rights_and_duties_stand_in_the_words_of_the_law() -> None:
    hint = FormFolder(MEDIATION).get("tell_rights").field("told").hint

    for words in (
        "选择或者接受人民调解员",
        "接受调解、拒绝调解或者要求终止调解",
        "要求调解公开进行或者不公开进行",
        "自主表达意愿、自愿达成调解协议",
        "如实陈述纠纷事实",
        "遵守调解现场秩序，尊重人民调解员",
        "尊重对方当事人行使权利",
    ):
        assert words in hint


def test_mediation_is_not_public_unless_somebody_asks() -> None:
    assert FormFolder(MEDIATION).get("tell_rights").field("public").default == "no"


def test_asking_for_help_does_not_ask_where_to_go() -> None:
    shown = {field.name for field in FormFolder(MEDIATION).get("next_step").shown({"next": "help"})}

    assert {"helper", "helper_kind"} <= shown
    assert not {"to_level", "route"} & shown


def test_a_field_is_read_by_a_handler_unless_it_says_that_it_is_only_kept() -> None:
    form = FormFolder(MEDIATION).get("tell_rights")
    assert [field.name for field in form.fields if field.kept_only] == ["replacement", "note"]


def test_kept_only_is_said_with_true_or_false() -> None:
    with pytest.raises(FormRefused, match="“kept_only”要写 true 或 false"):
        parse_form("next", written(changed(OUTCOME, kept_only="yes")))
