"""`flask diagram check` and `flask diagram narrate`."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from flask import Flask

from app.processes.queries import definitions
from app.processes.queries.definitions import current, folder_of
from app.processes.registry import registry
from tests.story import Story
from workflows.catalogue import Definition


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


def test_a_step_that_the_program_cannot_carry_out_is_found(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(registry._handlers, ("mediation", "mediate"))
    for arguments in ([], [str(folder_of("mediation") / "level.bpmn")]):
        result = app.test_cli_runner().invoke(args=["diagram", "check", *arguments])
        assert result.exit_code == 1
        assert "要改　level.bpmn　mediate　“" in result.output
        assert "在程序里没有登记怎么办" in result.output
    others = app.test_cli_runner().invoke(args=["diagram", "check", str(folder_of("mediation") / "agreement.bpmn")])
    assert others.exit_code == 0


def test_a_role_of_accounts_that_there_is_none_of_is_found(
    app: Flask, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    shutil.copytree(definitions.BPMN_FOLDER, tmp_path / "bpmn")
    file = tmp_path / "bpmn" / "mediation" / "process.json"
    file.write_text(file.read_text(encoding="utf-8").replace("legal_adviser", "lawyer"), encoding="utf-8")
    monkeypatch.setattr(definitions, "BPMN_FOLDER", tmp_path / "bpmn")
    definitions.step_roles.cache_clear()
    result = app.test_cli_runner().invoke(args=["diagram", "check"])
    definitions.step_roles.cache_clear()
    assert result.exit_code == 1
    assert "流程“mediation”的角色“adviser”写了没有的账号身份“lawyer”" in result.output


@pytest.mark.both
def test_versions_are_listed_with_the_matters_that_run_in_each(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    first = current("mediation")
    Story().register()
    Story().register()
    files = first.files()
    files["words.json"] += "\n"
    second = Definition.from_files("mediation", files)
    monkeypatch.setitem(definitions._newest, "mediation", second)
    Story().register()
    lines = app.test_cli_runner().invoke(args=["diagram", "versions"]).output.splitlines()
    assert lines[:2] == ["文书（letter）", f"　{current('letter').sha256[:12]}　还没有用过　在办0件　办结0件　最新"]
    assert lines[2:5] == [
        "人民调解（mediation）",
        f"　{first.sha256[:12]}　2026年11月23日起用　在办2件　办结0件",
        f"　{second.sha256[:12]}　2026年11月23日起用　在办1件　办结0件　最新",
    ]
    others = [("month", "调解期满"), ("petition", "信访"), ("promise", "履行督促"), ("withdrawal", "书面撤回")]
    assert lines[5:] == [
        line
        for key, title in others
        for line in (f"{title}（{key}）", f"　{current(key).sha256[:12]}　还没有用过　在办0件　办结0件　最新")
    ]
