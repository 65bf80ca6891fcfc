"""`flask diagram check` and `flask diagram narrate`."""

from __future__ import annotations

from pathlib import Path

from flask import Flask

from app.processes.queries.definitions import folder_of


def test_the_projects_own_diagrams_are_clean(app: Flask) -> None:
    result = app.test_cli_runner().invoke(args=["diagram", "check"])
    assert result.exit_code == 0, result.output
    assert "没有要改的地方" in result.output


def test_a_diagram_with_a_doctype_is_refused_with_a_sentence(app: Flask, tmp_path: Path) -> None:
    faulty = tmp_path / "level.bpmn"
    text = (folder_of("mediation") / "level.bpmn").read_text(encoding="utf-8")
    faulty.write_text(text.replace("?>", "?><!DOCTYPE x>", 1), encoding="utf-8")
    result = app.test_cli_runner().invoke(args=["diagram", "check", str(faulty)])
    assert result.exit_code == 1
    assert "DOCTYPE" in result.output


def test_the_process_is_told_in_numbered_sentences(app: Flask) -> None:
    result = app.test_cli_runner().invoke(args=["diagram", "narrate", "mediation"])
    assert result.exit_code == 0
    assert result.output.startswith("1")
    assert "村调委会调解" in result.output


def test_an_unknown_process_is_a_sentence(app: Flask) -> None:
    result = app.test_cli_runner().invoke(args=["diagram", "narrate", "nothing"])
    assert result.exit_code == 1
    assert "nothing" in result.output
