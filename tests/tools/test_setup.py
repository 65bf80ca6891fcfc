"""Setting up: locks that cover the project, steps that are skipped when nothing changed, refusals as sentences."""

from __future__ import annotations

import errno
import os
import sys
from pathlib import Path
from types import ModuleType

import pytest

TOOLS = Path(__file__).resolve().parent.parent.parent / "tools"


@pytest.fixture
def tool(monkeypatch: pytest.MonkeyPatch) -> ToolBox:
    """The modules of tools/, which run outside the environment and know each other by bare names."""
    monkeypatch.syspath_prepend(TOOLS)
    return ToolBox()


class ToolBox:
    """Imports a tool by its name."""

    def __getattr__(self, name: str) -> ModuleType:
        __import__(name)
        return sys.modules[name]


def test_the_locks_cover_the_project(tool: ToolBox) -> None:
    assert tool.lock.check() == []


LOCKED = (
    "flask==3.1.3 \\\n    --hash=sha256:00\n    # via x\nlxml==6.1 ; sys_platform == 'linux' \\\n    --hash=sha256:11\n"
)


@pytest.mark.parametrize(
    ("wanted", "text", "fault"),
    [
        (["Flask>=3.1", "lxml"], LOCKED, None),
        (["Flask>=3.2"], LOCKED, "flask is locked at 3.1.3"),
        (["Huey"], LOCKED, "huey is missing"),
        (["flask"], "flask==3.1.3\n", "flask has no hash"),
        (["flask"], f"--index-url https://registry.example/simple\n{LOCKED}", "an address does not belong"),
    ],
)
def test_a_lock_that_does_not_cover_its_wants_is_named(
    tool: ToolBox, wanted: list[str], text: str, fault: str | None
) -> None:
    found = " ".join(tool.lock.faults(wanted, text, "x.lock")).lower()
    assert found == "" if fault is None else fault.lower() in found


@pytest.mark.parametrize(
    ("output", "sign"),
    [
        ("OSError: [Errno 28] No space left on device", "磁盘满了"),
        ("THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE", "对不上"),
        ("Failed to establish a new connection: [Errno -3]\nNo matching distribution found for x", "检查网络"),
        ("ERROR: No matching distribution found for x==1", "Python 3.11 到 3.13"),
        ("npm error code EACCES", "主人来运行"),
        ("ensurepip is not available", "python3-venv"),
        ("something else", "原因见上面几行"),
    ],
)
def test_a_failed_step_says_what_to_do(tool: ToolBox, output: str, sign: str) -> None:
    assert sign in str(tool.refusal.explain(output, "安装", "installing"))


@pytest.mark.parametrize(
    ("number", "sign"), [(errno.ENOSPC, "磁盘满了"), (errno.EACCES, "主人来运行"), (errno.EIO, "没有准备好")]
)
def test_an_error_of_the_system_says_what_to_do(tool: ToolBox, number: int, sign: str) -> None:
    assert sign in tool.refusal.refused_by_system(OSError(number, os.strerror(number), "/somewhere"))


def test_a_step_whose_program_is_missing_is_refused(tool: ToolBox, tmp_path: Path) -> None:
    with pytest.raises(tool.refusal.SetupRefused, match="找不到"):
        tool.refusal.run([str(tmp_path / "no-such-program")], "安装", "installing")


def test_a_failing_step_shows_its_last_lines(tool: ToolBox, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(tool.refusal.SetupRefused):
        tool.refusal.run(["/bin/sh", "-c", "echo the reason; exit 3"], "安装", "installing")
    assert "the reason" in capsys.readouterr().out


def test_an_ordinary_user_is_told_the_one_command(tool: ToolBox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    monkeypatch.setattr(tool.debian.shutil, "which", lambda name: f"/usr/bin/{name}")
    with pytest.raises(tool.refusal.SetupRefused, match="sudo apt-get install -y fontconfig chromium"):
        tool.debian.install_missing(["fontconfig", "chromium"])


def test_a_machine_that_lacks_nothing_installs_nothing(tool: ToolBox) -> None:
    tool.debian.install_missing([])
    assert tool.debian.missing(tests=True) == []


def test_the_installer_is_renewed_once_and_what_nothing_needs_is_taken_away(
    tool: ToolBox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Python is stood in for by a program that writes down what it is asked."""
    python, marks = tmp_path / "python", tmp_path / "marks"
    python.write_text(f'#!/bin/sh\necho "$@" >> "{marks}"\n')
    python.chmod(0o755)
    monkeypatch.setattr(tool.setup, "STAMP", tmp_path / "installed.json")
    for _ in range(2):
        tool.setup._installer(python)
    install, remove = marks.read_text().splitlines()
    assert "--require-hashes --requirement requirements-pip.lock" in install
    assert remove.startswith("-m pip uninstall")
    assert remove.endswith("setuptools")


def test_the_front_end_is_rebuilt_only_when_an_input_changed(tool: ToolBox, tmp_path: Path) -> None:
    """Node is stood in for by two small programs that leave a mark each time they run."""
    marks = tmp_path / "marks"
    for name in ("node", "npm"):
        (tmp_path / name).write_text(f'#!/bin/sh\necho "{name} $1" >> "{marks}"\n')
        (tmp_path / name).chmod(0o755)
    root = tmp_path / "project"
    for source in ("package.json", "package-lock.json", "tools/build_assets.mjs", "app/static/src/main.js"):
        (root / source).parent.mkdir(parents=True, exist_ok=True)
        (root / source).write_text("first")
    node = tool.front_end.Node(tmp_path / "node", tmp_path / "npm")
    assert not tool.front_end.up_to_date(root)
    tool.front_end.build(root, node)
    assert tool.front_end.up_to_date(root)
    (root / "app/static/src/main.js").write_text("second")
    assert not tool.front_end.up_to_date(root)
    tool.front_end.build(root, node)
    assert marks.read_text().splitlines() == ["npm ci", "node tools/build_assets.mjs", "node tools/build_assets.mjs"]
