"""`flask calendar import`: what a notice would move is listed first, and moved only when one says so."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask

from app.core.clock import SHANGHAI
from app.core.db import db
from app.deadlines.actions.sweep import sweep_deadlines
from app.deadlines.models import TownYear
from app.deadlines.queries.calendar_source import BPMN_FOLDER
from tests.deadlines.things import MALFORMED, again, all_rows, deeds, notice_2027
from tests.story import Story

LAST_DAY = datetime(2026, 12, 31, 9, 0, tzinfo=SHANGHAI)
EVE = datetime(2026, 12, 20, 9, 0, tzinfo=SHANGHAI)


def run(app: Flask, *arguments: object) -> tuple[int, str]:
    done = app.test_cli_runner().invoke(args=["calendar", "import", *(str(one) for one in arguments)])
    return done.exit_code, done.output


@pytest.fixture
def notice(tmp_path: Path) -> Path:
    path = tmp_path / "2027.json"
    path.write_bytes(notice_2027())
    return path


def test_without_yes_what_would_move_is_listed_and_nothing_moves(app: Flask, notice: Path) -> None:
    story = Story(LAST_DAY).mediating_at("village")
    Story(EVE).mediating_at("village")
    before = all_rows()
    status, said = run(app, notice)
    assert status == 0
    lines = said.splitlines()
    assert lines[0] == "2027年：国务院办公厅关于2027年部分节假日安排的通知"
    assert lines[1].startswith(f"{story.case.number}\t")
    assert lines[1].endswith("\t2027-02-01 → 2027-01-31")
    assert lines[2] == "1个期限会变日子，1个日子不变、不再是暂定。"
    assert "--yes" in lines[3]
    assert "王" not in said
    assert all_rows() == before
    assert db.session.query(TownYear).count() == 0


def test_with_yes_it_is_brought_in_and_the_flow_follows(app: Flask, notice: Path) -> None:
    story = Story(LAST_DAY).mediating_at("village")
    period = story.period("M2").id
    status, said = run(app, notice, "--yes")
    assert status == 0
    assert "2027-02-01 → 2027-01-31" in said
    assert "导入好了" in said
    assert (again(period).due_on, again(period).is_provisional) == (date(2027, 1, 31), False)
    assert story.task("mediate").due_at == again(period).due_at
    sweep_deadlines(again(period).due_at + timedelta(minutes=1))
    assert story.open == ["mediate", "ask_month"]
    (kept,) = deeds("calendar:imported", 2027)
    assert kept["moved"] == 1
    assert len(deeds("deadline:recomputed", period)) == 1


@pytest.mark.parametrize("yes", [(), ("--yes",)])
def test_a_year_that_is_there_is_a_sentence_and_changes_nothing(
    app: Flask, notice: Path, tmp_path: Path, yes: tuple[str, ...]
) -> None:
    Story(LAST_DAY).mediating_at("village")
    run(app, notice, "--yes")
    before = all_rows()
    other, base = tmp_path / "other.json", tmp_path / "2026.json"
    other.write_bytes(notice_2027(workdays={}))
    said_2026 = json.loads((BPMN_FOLDER / "holidays" / "2026.json").read_text(encoding="utf-8"))
    said_2026["workdays"].pop("2026-10-10")
    base.write_text(json.dumps(said_2026), encoding="utf-8")
    for file, sentence in ((notice, "内容一样，没有改动"), (other, "不一样，没有改动"), (base, "不一样，没有改动")):
        status, said = run(app, file, *yes)
        assert (status, len(said.strip().splitlines())) == (1, 1)
        assert sentence in said
    assert all_rows() == before
    assert len(deeds("calendar:imported")) == 1


@pytest.mark.parametrize("fault", MALFORMED)
def test_a_malformed_notice_is_one_sentence(app: Flask, tmp_path: Path, fault: str) -> None:
    path = tmp_path / "bad.json"
    path.write_bytes(MALFORMED[fault]())
    status, said = run(app, path, "--yes")
    assert status == 1
    assert said.strip().endswith("。")
    assert len(said.strip().splitlines()) == 1
    assert db.session.query(TownYear).count() == 0


def test_a_file_that_is_not_there_is_a_refusal_in_chinese(app: Flask, tmp_path: Path) -> None:
    for path in (tmp_path / "none.json", tmp_path):
        status, said = run(app, path)
        assert status != 0
        assert "Traceback" not in said
        assert said.strip().endswith("。")
