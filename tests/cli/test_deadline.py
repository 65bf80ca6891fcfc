"""`flask deadline`: how a date comes about, and what is due; a sentence for whatever cannot be reckoned."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from flask import Flask

from app.core.clock import SHANGHAI
from app.core.db import db
from app.core.transaction import transaction
from app.deadlines.actions.import_year import import_year, read_notice
from app.deadlines.actions.set_length import set_length
from app.deadlines.models import Deadline
from app.deadlines.queries.calendar_source import period_rule
from tests.agreements.paths import Path
from tests.deadlines.things import account, all_rows, notice_2027
from tests.story import Story
from tests.town import NOW

At = Callable[[datetime], None]


def run(app: Flask, *arguments: str) -> tuple[int, str]:
    done = app.test_cli_runner().invoke(args=["deadline", *arguments])
    return done.exit_code, done.output


def explained(app: Flask, *arguments: str) -> dict[str, Any]:
    status, said = run(app, "explain", *arguments, "--json")
    assert status == 0, said
    found: dict[str, Any] = json.loads(said)
    return found


def test_a_period_is_explained_to_read(app: Flask) -> None:
    status, said = run(app, "explain", "D5", "2026-08-03")
    assert status == 0
    lines = said.splitlines()
    assert lines[0] == "8月3日受理，次日起算60日，10月2日是国庆假期，顺延到10月8日。"
    assert "依据　《信访工作条例》第三十四条、第四十五条" in lines
    assert "不顺延的最后一天　2026年10月2日，内部按这一天提醒" in lines
    assert any(line.startswith("2026年10月2日 周五　到期　60") for line in lines)
    assert any(line.startswith("2026年10月8日 周四　顺延") for line in lines)


def test_a_period_is_explained_as_values_whose_days_add_up(app: Flask) -> None:
    found = explained(app, "D5", "2026-08-03")
    assert (found["unrolled_on"], found["due_on"], found["provisional"]) == ("2026-10-02", "2026-10-08", False)
    assert found["due_at"] == "2026-10-08T23:59:59+08:00"
    assert found["counted"] == found["length"] == 60
    assert sum(day["number"] is not None for day in found["days"]) == 60
    assert [found["days"][place]["on"] for place in (0, -1)] == ["2026-08-03", "2026-10-08"]


def test_extensions_and_suspensions_are_reckoned(app: Flask) -> None:
    found = explained(app, "D5", "2026-08-03", "--extend", "30", "--decided", "2026-10-08")
    assert (found["unrolled_on"], found["due_on"]) == ("2026-11-01", "2026-11-02")
    assert len(found["notes"]) == 1
    found = explained(
        app, "D10", "2026-09-01", "--suspend", "2026-09-10..2026-09-12", "--suspend", "2026-09-21..2026-09-21"
    )
    assert (found["unrolled_on"], found["counted"]) == ("2026-10-05", 30)
    found = explained(app, "M2", "2026-11-23", "--until", "2027-01-30")
    assert (found["unrolled_on"], found["due_on"]) == ("2027-01-30", "2027-01-30")


@pytest.mark.parametrize(
    ("start", "due_at"),
    [
        ("2026-11-23T09:00", "2026-11-24T09:00:00+08:00"),
        ("2026-11-23T01:00:00+00:00", "2026-11-24T09:00:00+08:00"),
        ("2026-11-23", "2026-11-24T00:00:00+08:00"),
    ],
)
def test_a_period_of_hours_begins_at_a_moment_of_shanghai(app: Flask, start: str, due_at: str) -> None:
    assert explained(app, "L1", start)["due_at"] == due_at


def test_a_date_without_a_notice_is_provisional(app: Flask) -> None:
    status, said = run(app, "explain", "D5", "2026-12-10")
    assert status == 0
    assert "暂定" in said
    assert explained(app, "D5", "2026-12-10")["provisional"] is True


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("X9", "2026-08-03"), "没有代号是“X9”的期限"),
        (("D5", "2003-12-31"), "2004年到2100年"),
        (("D5", "2100-12-31"), "2004年到2100年"),
        (("D5", "gestern"), "不是日期"),
        (("D5", "2026-02-30"), "不是日期"),
        (("L1", "bald"), "不是时间"),
        (
            ("D10", "2026-09-01", "--suspend", "2026-09-10..2026-09-12", "--suspend", "2026-09-12..2026-09-13"),
            "不能重叠",
        ),
        (("D10", "2026-09-01", "--suspend", "2026-08-10..2026-08-12"), "还没有开始算"),
        (("D10", "2026-09-01", "--suspend", "2026-12-10..2026-12-12"), "不能再中止"),
        (("D10", "2026-09-01", "--suspend", "2026-09-12..2026-09-10"), "不能早于第一天"),
        (("D10", "2026-09-01", "--suspend", "2026-09-12"), "中止要写成"),
        (("D10", "2026-09-01", "--suspend", "a..b"), "不是日期"),
        (("D5", "2026-08-03", "--suspend", "2026-09-10..2026-09-12"), "不能中止"),
        (("D5", "2026-08-03", "--extend", "31"), "最多延长30日"),
        (("D5", "2026-08-03", "--extend", "0"), "最多延长30日"),
        (("D5", "2026-08-03", "--extend", "30", "--decided", "2026-10-09"), "已经过了，不能再延长"),
        (("D5", "2026-08-03", "--extend", "30", "--decided", "spaet"), "不是日期"),
        (("D5", "2026-08-03", "--until", "2026-12-01"), "最多延长30日"),
        (("M2", "2026-08-03", "--until", "2026-09-03"), "延长到的日子"),
        (("D7", "2026-08-03", "--extend", "5"), "不能延长"),
        (("L1", "2026-08-03T09:00", "--extend", "5"), "不中止也不延长"),
    ],
)
def test_what_cannot_be_reckoned_is_one_sentence(app: Flask, arguments: tuple[str, ...], sentence: str) -> None:
    status, said = run(app, "explain", *arguments)
    assert status == 1
    assert sentence in said
    assert said.strip().endswith("。")
    assert len(said.strip().splitlines()) == 1


def test_the_command_knows_the_towns_calendar_and_lengths(app: Flask) -> None:
    read = read_notice(notice_2027(), "2027.json")
    with transaction():
        set_length("R1", 5, from_on=date(2026, 11, 23), reason="会议定的", actor=account("admin"), now=NOW)
        import_year(read, actor=account("admin"), now=NOW)
    assert explained(app, "R1", "2026-11-23")["length"] == 5
    assert explained(app, "R1", "2026-11-22")["length"] == 3
    found = explained(app, "D5", "2026-12-10")
    assert (found["due_on"], found["provisional"]) == ("2027-02-12", False)


def test_what_runs_is_listed_by_its_unrolled_end_without_names(app: Flask) -> None:
    first, second = Story().mediating_at("village"), Path().drafted().sent()
    status, said = run(app, "list")
    assert status == 0
    lines = said.splitlines()
    assert lines[:-1] == [
        f"2026-11-24\t还有24小时\tL1\t法律顾问答复\t{second.case.number}",
        f"2026-12-23\t还有30天\tM2\t{period_rule('M2').title}\t{first.case.number}",
    ]
    assert lines[-1] == "一共2个。"
    assert "王" not in said


@pytest.mark.both
def test_the_list_is_narrowed_and_told_as_values(app: Flask) -> None:
    Story().mediating_at("village")
    Path().drafted().sent()
    for arguments, codes in (
        (("--due-before", "2026-12-22"), ["L1"]),
        (("--due-before", "2026-12-23"), ["L1", "M2"]),
        (("--code", "M2"), ["M2"]),
        (("--code", "D5"), []),
    ):
        status, said = run(app, "list", *arguments, "--json")
        assert status == 0
        assert [one["code"] for one in json.loads(said)] == codes
    status, said = run(app, "list", "--code", "M2", "--json")
    (one,) = json.loads(said)
    assert (one["unrolled_on"], one["due_on"], one["provisional"]) == ("2026-12-23", "2026-12-23", False)
    assert one["explanation"] == "11月23日受理，次日起算1个月，到12月23日为止。"
    assert "王" not in said


def test_a_provisional_date_says_so_in_the_list(app: Flask, at: At) -> None:
    eve = datetime(2026, 12, 20, 9, 0, tzinfo=SHANGHAI)
    Story(eve).mediating_at("village")
    at(eve)
    assert "2027-01-20（暂定）\t还有31天\tM2" in run(app, "list")[1]


@pytest.mark.parametrize(
    ("arguments", "sentence"), [(("--due-before", "bald"), "不是日期"), (("--code", "X9"), "没有代号是“X9”的期限")]
)
def test_a_wrong_question_is_one_sentence(app: Flask, arguments: tuple[str, ...], sentence: str) -> None:
    status, said = run(app, "list", *arguments)
    assert (status, sentence in said, len(said.strip().splitlines())) == (1, True, 1)


def test_nothing_running_is_a_sentence(app: Flask) -> None:
    assert run(app, "list") == (0, "没有正在算的期限。\n")


@pytest.mark.both
def test_a_row_of_a_kind_nobody_entered_is_listed_without_a_number(app: Flask) -> None:
    Story().mediating_at("village")
    with transaction():
        db.session.query(Deadline).update({"subject_kind": "nobody's"})
    status, said = run(app, "list")
    assert status == 0
    assert "还没编号" in said


def test_explaining_and_listing_change_nothing(app: Flask) -> None:
    Story().mediating_at("village")
    before = all_rows()
    run(app, "explain", "D5", "2026-08-03")
    run(app, "list")
    assert all_rows() == before
