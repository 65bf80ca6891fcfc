"""The periods as data: those of the domain table and no other, each telling its start, its lapse and its source."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from workflows.errors import PeriodRefused
from workflows.periods.rules import (
    EFFECTS,
    LONGEST,
    Certainty,
    Extending,
    Subject,
    Unit,
    length_fault,
    read_rules,
    rule_named,
)

BPMN = Path(__file__).resolve().parents[2] / "bpmn"
RULES = read_rules(BPMN)
TABLE = """
D1    petition      15  calendar_day    high
D2    petition      15  calendar_day    high
D3    petition      15  calendar_day    high
D4    petition       5  working_day     high
D5    petition      60  calendar_day    high
D6    petition      30  calendar_day    high
D7    petition      30  calendar_day    high
D8    petition      30  calendar_day    high
D9    petition      30  calendar_day    high
D10   petition      30  calendar_day    high
D12a  petition       3  working_day     medium
D12b  petition      10  working_day     medium
D14   petition      30  calendar_day    medium
D15   petition       3  calendar_day    low
M1    mediation      3  working_day     low
M2    mediation      1  calendar_month  high
M3a   mediation     30  calendar_day    high
M3b   mediation     15  calendar_day    high
M3c   mediation      7  calendar_day    high
M4a   mediation      3  working_day     medium
M5    mediation     30  calendar_day    high
M7    mediation      1  calendar_day    high
M8a   mediation      7  calendar_day    low
M8b   mediation     30  calendar_day    low
M9    mediation      2  calendar_year   high
M9b   mediation      3  calendar_year   medium
W1    mediation     15  calendar_day    high
W2    mediation      1  calendar_year   high
C1    mediation      2  calendar_year   high
M10   mediation      3  calendar_year   high
R1    mediation      3  working_day     low
L1    legal_review  24  hour            low
G1    grid_order    48  hour            low
"""
"""Transcribed from the table of the domain notes; what is low there is a setting of the town."""
CHINESE = re.compile(r"[一-鿿]")
ARTICLES = {
    "D1": "第二十二条、第四十三条",
    "D2": "第二十三条、第四十四条",
    "D3": "第二十三条、第四十四条",
    "D4": "第二十三条",
    "D5": "第三十四条、第四十五条",
    "D6": "第三十四条",
    "D7": "第三十五条",
    "D8": "第三十五条",
    "D9": "第三十六条",
    "D10": "第三十六条",
    "M2": "第三十三条",
    "M3a": "第二十七条",
    "M5": "第二百零五条",
    "M9": "第二百五十条",
    "M9b": "第一百八十八条",
    "W1": "第十四条",
    "W2": "第二十七条",
    "C1": "第十八条",
    "M10": "第九条",
}


def test_the_periods_are_those_of_the_table_in_its_order() -> None:
    told = [(one.code, one.subject, str(one.length), one.unit, one.certainty) for one in RULES.values()]
    assert told == [tuple(line.split()) for line in TABLE.split("\n") if line]


def test_every_period_tells_in_chinese_what_it_is_what_starts_it_what_follows_and_where_that_stands() -> None:
    for rule in RULES.values():
        for text in (rule.title, rule.starts_at, rule.on_lapse, rule.source):
            assert CHINESE.search(text), f"{rule.code}: {text}"
            assert text == text.strip(" 。，"), f"{rule.code}: {text}"
        assert rule.effect in EFFECTS
        assert rule.is_setting or "《" in rule.source, rule.code


@pytest.mark.parametrize("code", ARTICLES)
def test_a_statutory_period_names_its_article(code: str) -> None:
    assert ARTICLES[code] in RULES[code].source


def test_hours_a_term_of_office_a_day_the_parties_chose_and_a_right_that_opens_do_not_roll_all_others_do() -> None:
    assert {code for code, rule in RULES.items() if not rule.rolls} == {"L1", "G1", "M7", "M10", "D15", "W1"}


def test_only_the_hearing_at_the_re_review_stops_the_count() -> None:
    assert {code: rule.suspended_by for code, rule in RULES.items() if rule.suspended_by} == {"D10": "听证"}


def test_sixty_days_are_extended_by_approval_and_mediation_by_consent() -> None:
    extending = {code: rule.extending for code, rule in RULES.items() if rule.extending}
    assert extending.pop("D5") == Extending("approval", "《信访工作条例》第三十四条", 30, "D6")
    assert extending == dict.fromkeys(["M2", "M3a", "M3b", "M3c"], Extending("consent", "各方同意"))


def test_a_lapse_asks_closes_a_window_reminds_or_is_late_and_the_month_of_mediation_only_asks() -> None:
    by_effect = {effect: {c for c, rule in RULES.items() if rule.effect == effect} for effect in EFFECTS}
    assert by_effect["prompt"] == {"M2", "M3a", "M3b", "M3c", "W1", "L1", "G1"}
    assert by_effect["window"] == {"D4", "D7", "D9", "D15", "M5", "M7", "M9", "M9b", "W2", "C1"}
    assert by_effect["remind"] == {"M1", "M8a", "M8b", "M10", "R1"}


@pytest.mark.parametrize(("code", "words"), [("D5", "60日"), ("D4", "5个工作日"), ("M2", "1个月"), ("L1", "24小时")])
def test_a_length_is_told_with_its_unit(code: str, words: str) -> None:
    assert RULES[code].length_words() == words


def test_a_length_somebody_set_is_told_with_its_unit() -> None:
    assert RULES["M9"].length_words() == "2年"
    assert RULES["L1"].length_words(36) == "36小时"


@pytest.mark.parametrize("code", ["M1", "M8a", "M8b", "R1", "L1", "G1"])
def test_what_no_statute_fixes_is_a_setting_within_reason(code: str) -> None:
    rule = RULES[code]
    most = LONGEST[rule.unit]
    assert rule.is_setting
    assert [length_fault(rule, length) for length in (1, rule.length, most)] == [None, None, None]
    for length in (0, -1, most + 1):
        assert length_fault(rule, length) == f"要写1到{most}之间的整数。"


def test_what_a_statute_fixes_cannot_be_changed_not_even_to_itself() -> None:
    for rule in RULES.values():
        if rule.certainty is not Certainty.LOW:
            assert length_fault(rule, rule.length) == f"“{rule.title}”的期限是{rule.source}定的，不能改。"


def test_an_unknown_code_is_refused_and_the_known_ones_are_told() -> None:
    assert rule_named(RULES, "D5") is RULES["D5"]
    with pytest.raises(PeriodRefused, match=r"^没有代号是“D99”的期限，有：D1、D2、D3、.*、L1、G1。$"):
        rule_named(RULES, "D99")


ONE: dict[str, Any] = {
    "code": "X",
    "subject": "petition",
    "title": "题",
    "starts_at": "收到",
    "length": 5,
    "unit": "calendar_day",
    "rolls": True,
    "on_lapse": "提醒",
    "effect": "remind",
    "source": "本地做法",
    "certainty": "low",
}
CHANGES: dict[str, dict[str, Any]] = {
    "a subject nobody knows": {"subject": "weather"},
    "a unit nobody knows": {"unit": "fortnight"},
    "a certainty nobody knows": {"certainty": "perhaps"},
    "an effect nobody knows": {"effect": "fine"},
    "no length": {"length": 0},
    "too long": {"length": 3661},
    "a length that is no number": {"length": True},
    "nothing said": {"title": " "},
    "an extension nobody knows": {"extending": {"by": "chance", "source": "各方同意"}},
    "a length in words": {"length": "five"},
    "a word too many": {"colour": "red"},
    "an extension of an unknown shape": {"extending": {"by": "consent"}},
    "working days that stop": {"unit": "working_day", "suspended_by": "听证"},
}


def written(folder: Path, said: object) -> Path:
    (folder / "deadlines.json").write_text(json.dumps(said), encoding="utf-8")
    return folder


def test_the_example_of_the_faults_is_itself_sound(tmp_path: Path) -> None:
    assert read_rules(written(tmp_path, [ONE]))["X"].subject is Subject.PETITION
    assert read_rules(written(tmp_path, [ONE | {"unit": "hour", "length": 2400}]))["X"].unit is Unit.HOUR


@pytest.mark.parametrize("change", CHANGES)
def test_a_faulty_period_is_refused_with_its_code(tmp_path: Path, change: str) -> None:
    with pytest.raises(PeriodRefused, match=r"^deadlines.json 的“X”.*：.*“[a-z_]+”.*。$"):
        read_rules(written(tmp_path, [ONE | CHANGES[change]]))


@pytest.mark.parametrize("missing", ONE)
def test_a_period_with_a_part_missing_is_refused(tmp_path: Path, missing: str) -> None:
    with pytest.raises(PeriodRefused, match=f"^deadlines.json 的.*：缺少“{missing}”，请写上。$"):
        read_rules(written(tmp_path, [{name: value for name, value in ONE.items() if name != missing}]))


def test_a_code_written_twice_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PeriodRefused, match=r"^期限的文件里有一个代号写了两次。$"):
        read_rules(written(tmp_path, [ONE, ONE | {"length": 6}]))


@pytest.mark.parametrize("said", [{}, {"X": ONE}, 5, "X", None])
def test_what_is_no_list_is_refused(tmp_path: Path, said: object) -> None:
    with pytest.raises(PeriodRefused, match=r"^deadlines.json：要是一张期限的清单。$"):
        read_rules(written(tmp_path, said))


@pytest.mark.parametrize("entry", [5, "X", None, []])
def test_an_entry_that_is_no_period_is_refused(tmp_path: Path, entry: object) -> None:
    with pytest.raises(PeriodRefused, match=r"^deadlines.json 的第 1 项：这里应当是一组带名字的内容。$"):
        read_rules(written(tmp_path, [entry]))


def test_a_file_that_is_missing_or_no_json_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PeriodRefused, match=r"^deadlines.json：没有这个文件，请补上。$"):
        read_rules(tmp_path)
    (tmp_path / "deadlines.json").write_text("[", encoding="utf-8")
    with pytest.raises(PeriodRefused, match=r"^deadlines.json：第 1 行写法不对"):
        read_rules(tmp_path)
