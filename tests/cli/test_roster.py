"""`flask import-roster`: bad rows by line on the terminal, all or nothing, a template."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.core.db import db
from app.mediators.models import PoolMember
from tests.mediators.rosters import csv_file, person, xlsx_file


def run(app: Flask, *arguments: str) -> tuple[int, str]:
    done = app.test_cli_runner().invoke(args=["import-roster", *arguments])
    return done.exit_code, done.output


def pool_size() -> int:
    return db.session.scalar(select(func.count()).select_from(PoolMember)) or 0


@pytest.fixture
def bad(tmp_path: Path) -> str:
    path = tmp_path / "名册.csv"
    path.write_bytes(csv_file([person(), person(姓名="石二", 人员类别="能人", 身份证号码="", 手机="15400000001")]))
    return str(path)


def test_a_roster_is_read_in_and_a_second_time_changes_nothing(app: Flask, tmp_path: Path) -> None:
    path = tmp_path / "名册.xlsx"
    path.write_bytes(xlsx_file([person()]))
    before = pool_size()
    told = "读的是“名册.xlsx”里的“Sheet”表，表头在第1行；没有用到的列：备注。\n"
    assert run(app, str(path)) == (0, f"{told}导入好了：新增1人，更新0人，没有变化0人。\n")
    assert run(app, str(path)) == (0, f"{told}导入好了：新增0人，更新0人，没有变化1人。\n")
    assert pool_size() == before + 1


def test_a_bad_row_is_told_with_its_line_and_nothing_comes_in(app: Flask, bad: str) -> None:
    before = pool_size()
    status, said = run(app, bad)
    assert status == 1
    assert "第3行 石二：类别“能人”不认识" in said
    assert "一行也没有导入" in said
    assert pool_size() == before


def test_bad_rows_are_skipped_when_asked(app: Flask, bad: str) -> None:
    before = pool_size()
    status, said = run(app, bad, "--skip-bad")
    assert status == 0
    assert "新增1人" in said
    assert "跳过1行" in said
    assert pool_size() == before + 1


def test_the_template_is_written(app: Flask, tmp_path: Path) -> None:
    path = tmp_path / "空白.xlsx"
    assert run(app, "--template", str(path))[0] == 0
    assert path.read_bytes()[:2] == b"PK"


@pytest.mark.parametrize(
    ("arguments", "said"), [((), "请写上花名册文件"), (("没有.csv",), "找不到"), (("名册.doc",), "找不到")]
)
def test_without_a_file_there_is_a_sentence(app: Flask, arguments: tuple[str, ...], said: str) -> None:
    status, output = run(app, *arguments)
    assert status == 1
    assert said in output
    assert "Traceback" not in output


def test_a_file_of_another_kind_is_a_sentence(app: Flask, tmp_path: Path) -> None:
    path = tmp_path / "名册.doc"
    path.write_bytes(b"x")
    assert run(app, str(path)) == (1, "只能读 Excel（WPS）表格或者 CSV 文件（.xlsx、.xls、.et、.ods、.csv）。\n")
