"""One server on one SQLite folder; several on one PostgreSQL; commands that must be alone are refused beside them."""

from __future__ import annotations

import signal
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from flask import Flask

from app.cli.one_server import SERVER, clockwork_runs, only_server, without_server
from app.cli.refusal import Refused
from tests.cli.starting import PROJECT, surroundings
from tests.conftest import make_app

HOLDS = """
import sys
from app import create_app
from app.cli.one_server import only_server
with only_server(create_app(), "http://127.0.0.1:8123"):
    print("here", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def holder(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """Another process that is the server of the folder."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLDS],
        cwd=PROJECT,
        env=surroundings(tmp_path),
        text=True,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    with process:
        assert process.stdout is not None
        assert process.stdout.readline() == "here\n"
        yield process
        process.kill()


def in_folder(folder: Path) -> Flask:
    return make_app(folder, f"sqlite:///{folder / 'jieyou.db'}")


def test_a_second_server_on_the_folder_is_told_where_the_first_is(
    holder: subprocess.Popen[str], tmp_path: Path
) -> None:
    app = in_folder(tmp_path)
    with pytest.raises(Refused, match=r"已经有一个系统开着（http://127\.0\.0\.1:8123）.*只能开一个"):
        only_server(app).__enter__()
    with pytest.raises(Refused, match="请先停下它"):
        without_server(app).__enter__()


def test_a_killed_server_frees_the_folder_and_is_noticed_once(holder: subprocess.Popen[str], tmp_path: Path) -> None:
    holder.send_signal(signal.SIGKILL)
    holder.wait()
    app = in_folder(tmp_path)
    with without_server(app):
        pass
    with only_server(app) as was_cut_off:
        assert was_cut_off
    with only_server(app) as was_cut_off:
        assert not was_cut_off, "this one was stopped"


def test_a_start_that_fails_says_the_same_again(tmp_path: Path) -> None:
    app = in_folder(tmp_path)
    with pytest.raises(Refused), only_server(app):
        raise Refused("the database is damaged")
    with only_server(app) as was_cut_off:
        assert was_cut_off


@pytest.mark.only("sqlite")
def test_who_must_be_alone_waits_for_the_clockwork_too(app: Flask) -> None:
    with clockwork_runs(app), clockwork_runs(app), pytest.raises(Refused, match="定时任务还在收尾"):
        without_server(app).__enter__()
    with without_server(app):
        with pytest.raises(Refused, match="独自占着"):
            clockwork_runs(app).__enter__()
        with pytest.raises(Refused):
            only_server(app).__enter__()


def test_a_database_elsewhere_is_locked_where_it_lies(tmp_path: Path) -> None:
    here, there, place = tmp_path / "here", tmp_path / "there", tmp_path / "disk"
    place.mkdir()
    first, second = (make_app(folder, f"sqlite:///{place / 'town.db'}") for folder in (here, there))
    with only_server(first), pytest.raises(Refused, match="只能开一个"):
        only_server(second).__enter__()
    for folder in (here, place):
        assert stat.S_IMODE((folder / SERVER).stat().st_mode) == 0o600


@pytest.mark.only("postgresql")
def test_servers_share_a_postgresql_and_whoever_must_be_alone_is_refused_beside_them(app: Flask) -> None:
    with ExitStack() as servers:
        for _ in range(2):
            assert servers.enter_context(only_server(app)) is False
        with clockwork_runs(app), pytest.raises(Refused, match="每台机器"):
            without_server(app).__enter__()
    with without_server(app):
        with pytest.raises(Refused, match="独自占着"):
            only_server(app).__enter__()
        with pytest.raises(Refused, match="每台机器"):
            without_server(app).__enter__()


@pytest.mark.only("sqlite")
@pytest.mark.parametrize("command", [("town", "clear-example"), ("town", "set-aside")])
def test_commands_that_take_the_data_away_are_refused_beside_a_server(app: Flask, command: tuple[str, str]) -> None:
    with only_server(app, "http://127.0.0.1:8000"):
        said = app.test_cli_runner().invoke(args=[*command, "--yes"])
    assert said.exit_code == 1
    assert "请先停下它" in said.output or "不是示例数据" in said.output
