"""The pieces pages are built from: labels, hints, errors and typed words stay together for eye and ear."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

import pytest
import tinyhtml5
from cssselect2 import ElementWrapper
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from werkzeug.datastructures import MultiDict
from wtforms import (
    DateField,
    Form,
    FormField,
    IntegerField,
    RadioField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from app.core.rows import Rows
from tests.house.test_front_end import ROOT

LEVELS = [SelectChoice("group", "小组"), SelectChoice("village", "村")]
WILLS = [SelectChoice("agreed", "愿意"), SelectChoice("refused", "不愿意")]


class Wills(Form):
    party_1 = RadioField("王甲", choices=WILLS, validators=[InputRequired("请问王甲")])
    party_2 = RadioField("王乙", choices=WILLS, validators=[InputRequired("请问王乙")])


class Row(Form):
    name = StringField("姓名", validators=[InputRequired("请填姓名")])


class Everything(Form):
    title = StringField("为什么事", description="一句话", validators=[InputRequired("请写一句话")])
    facts = TextAreaField("经过")
    on = DateField("哪天", validators=[InputRequired("请填日期")])
    target = RadioField("往哪一级", choices=LEVELS, validators=[InputRequired("请选一级")])
    help = SelectMultipleField("请谁来帮", choices=[SelectChoice("police", "派出所")])
    times = IntegerField("几次", validators=[InputRequired("请填数字")])
    money = StringField("多少钱", validators=[InputRequired("请填金额")])
    wills = FormField(Wills, label="各方愿不愿意")
    parties = Rows(FormField(Row, label="当事人"), "当事人", most=3, unit="位", beyond="再多的另写一张。", least=1)


PAGE = """
{% import "macros/fields.html" as f %}
{{ f.error_summary(form, refusals) }}
{{ f.text_field(form.title) }}{{ f.long_text_field(form.facts) }}{{ f.date_field(form.on) }}
{{ f.radio_field(form.target, option_hints=hints, shown_when={"field": "outcome", "in": ["up", "moved"]}) }}
{{ f.checkboxes_field(form.help) }}{{ f.number_field(form.times, "次") }}{{ f.money_field(form.money, "壹元整") }}
{{ f.per_party_field(form.wills) }}
{% call(entry) f.repeating_rows(form.parties, "当事人", "再加一位") %}{{ f.text_field(entry.form.name) }}{% endcall %}
"""


def environment_of_templates() -> Environment:
    """The templates as the application reads them, without the application."""
    environment = Environment(
        loader=FileSystemLoader(ROOT / "templates"),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(asset=lambda name: f"/{name}", csrf_token=lambda: "token")
    return environment


def _page(typed: dict[str, str] | None = None, refusals: tuple[str, ...] = ()) -> Element:
    form = Everything(None if typed is None else MultiDict(typed))
    if typed is not None:
        form.validate()
    page = environment_of_templates().from_string(PAGE)
    return _parse(page.render(form=form, refusals=refusals, hints={"village": "盖村里的章"}))


def _parse(text: str) -> Element:
    return tinyhtml5.parse(text, namespace_html_elements=False)


def _all(element: Element, selector: str) -> list[Element]:
    return [found.etree_element for found in ElementWrapper.from_html_root(element).query_all(selector)]


def _one(element: Element, name: str) -> Element:
    (found,) = [inner for inner in element.iter() if inner.get("id") == name]
    return found


def _text(element: Element) -> str:
    return re.sub(r"\s+", " ", "".join(element.itertext())).strip()


def test_nothing_is_wrong_on_a_fresh_page() -> None:
    page = _page()
    assert _all(page, ".error-summary, .error, [aria-invalid]") == []


def test_every_description_points_at_something() -> None:
    page = _page({"title": ""})
    ids = {element.get("id") for element in _all(page, "[id]")}
    described = [
        name for element in _all(page, "[aria-describedby]") for name in element.get("aria-describedby").split()
    ]
    assert len(described) > 8
    assert set(described) <= ids


def test_every_id_is_used_once() -> None:
    ids = [element.get("id") for element in _all(_page({"title": ""}), "[id]")]
    assert sorted(ids) == sorted(set(ids))


def test_every_input_has_a_label() -> None:
    page = _page()
    labelled = {label.get("for") for label in _all(page, "label")}
    inputs = [element for element in _all(page, "input, textarea") if element.get("type") != "hidden"]
    assert [element.get("id") for element in inputs if element.get("id") not in labelled] == []


def test_each_error_stands_at_its_field_and_leads_to_it_from_the_top() -> None:
    page = _page({"title": ""})
    ids = {element.get("id") for element in _all(page, "[id]")}
    links = {_text(link): link.get("href").removeprefix("#") for link in _all(page, ".error-summary a")}
    assert set(links) == {
        "为什么事：请写一句话",
        "哪天：请填日期",
        "往哪一级：请选一级",
        "几次：请填数字",
        "多少钱：请填金额",
        "王甲：请问王甲",
        "王乙：请问王乙",
        "当事人1 姓名：请填姓名",
    }
    assert set(links.values()) <= ids
    assert len(_all(page, ".error")) == len(links)


def test_a_refusal_without_a_field_stands_at_the_top() -> None:
    assert "这一步别人刚办完" in _text(_all(_page(None, ("这一步别人刚办完",)), ".error-summary")[0])


def test_what_stands_at_a_field_is_not_said_a_second_time_at_the_top() -> None:
    form = Everything(MultiDict({"title": ""}))
    form.validate()
    form.form_errors = ["请写一句话", "另有一句"]
    page = environment_of_templates().from_string('{% import "macros/fields.html" as f %}{{ f.error_summary(form) }}')
    said = [_text(line) for line in _all(_parse(page.render(form=form)), ".error-summary li")]
    assert "请写一句话" not in said
    assert "另有一句" in said
    assert "为什么事：请写一句话" in said


def test_a_wrong_field_says_so_to_a_screen_reader() -> None:
    page = _page({"title": ""})
    title = _one(page, "title")
    assert title.get("aria-invalid") == "true"
    assert title.get("aria-describedby") == "title-hint title-error"
    assert _one(page, "target").get("aria-invalid") == "true"


@pytest.mark.parametrize(("name", "typed"), [("times", "三次"), ("money", "1,000元"), ("title", "<b>墙</b>")])
def test_what_was_typed_stays_when_it_was_wrong(name: str, typed: str) -> None:
    field = _one(_page({name: typed}), name)
    assert field.get("value") == typed
    assert field.get("type") == "text", "other kinds of input drop what they do not understand"


def test_a_chosen_answer_stays_chosen() -> None:
    page = _page({"target": "village", "wills-party_1": "refused"})
    assert [element.get("value") for element in _all(page, "input[checked]")] == ["village", "refused"]


def test_only_what_may_stay_empty_is_called_optional() -> None:
    labels = [_text(element) for element in _all(_page(), "label.field-label, legend.field-label")]
    assert [label for label in labels if "选填" in label] == ["经过 选填", "请谁来帮 选填"]
    assert not [label for label in labels if "*" in label]


def test_a_hanging_question_names_its_condition() -> None:
    target = _one(_page(), "target")
    assert target.get("data-shown-when-field") == "outcome"
    assert target.get("data-shown-when-in") == "up moved"
    assert target.get("hidden") is None, "without script everything is shown"


def test_long_words_are_not_cut_by_the_browser() -> None:
    assert _all(_page(), "[maxlength]") == []


def test_capitals_of_the_server_stand_below_the_amount_without_script() -> None:
    page = _page()
    echo = _all(page, "output[data-capitals-of=money]")[0]
    assert _text(echo) == "壹元整"
    assert echo.get("id") in _one(page, "money").get("aria-describedby")


def test_rows_can_be_added_without_script() -> None:
    button = _all(_page(), "button[name=add_row]")[0]
    assert (button.get("type"), button.get("value")) == ("submit", "parties")


@pytest.mark.parametrize(("state", "shape"), [("overdue", "●"), ("soon", "▲"), ("ok", "■")])
def test_a_light_is_shape_and_word_besides_colour(state: str, shape: str) -> None:
    light = environment_of_templates().get_template("macros/page.html").module.light(state, "还有2天")
    (element,) = _all(_parse(str(light)), f".light-{state}")
    assert _text(element) == f"{shape} 还有2天"


def test_a_table_without_rows_says_so_in_words() -> None:
    words = environment_of_templates().from_string(
        '{% from "macros/page.html" import data_table %}{{ data_table("案件", ["案号"], [], "还没有案件。") }}'
    )
    assert "还没有案件。" in words.render()
    assert "<table" not in words.render()


def test_cells_of_a_card_carry_their_heading_and_are_escaped() -> None:
    words = environment_of_templates().from_string(
        '{% from "macros/page.html" import data_table %}{{ data_table("案件", ["案号", "当事人"], rows, "没有") }}'
    )
    table = _parse(words.render(rows=[["第1号", "<b>王甲</b>"], ["第2号", Markup("<b>王乙</b>")]]))
    cells = _all(table, "td")
    assert [cell.get("data-label") for cell in cells] == ["当事人", "当事人"]
    assert [_text(cell) for cell in cells] == ["<b>王甲</b>", "王乙"]


def test_the_ladder_says_in_words_what_it_shows() -> None:
    steps = [
        {"short": "家族", "name": "家族调解小组", "state": "skipped", "on": ""},
        {"short": "小组", "name": "村民小组", "state": "passed", "on": "3月5日"},
        {"short": "村", "name": "村调委会", "state": "current", "on": ""},
        {"short": "镇", "name": "镇调解中心", "state": "ahead", "on": ""},
    ]
    page = environment_of_templates().from_string(
        '{% from "macros/ladder.html" import ladder %}{{ ladder(steps, "四级") }}'
    )
    figure = _parse(page.render(steps=steps))
    assert [_text(item) for item in _all(figure, "li")] == [
        "家族调解小组：没有经过",
        "村民小组：已调过，3月5日",
        "村调委会：现在在这里",
        "镇调解中心：还没有到",
    ]
    assert [_text(item) for item in _all(figure, "[aria-current=step]")] == ["村调委会：现在在这里"]
    assert _all(figure, "svg")[0].get("aria-hidden") == "true"
