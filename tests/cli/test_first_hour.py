"""Every command of the README works on a fresh data folder, after `make setup` alone."""

from __future__ import annotations

import os
import re
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
from click import ClickException
from sqlalchemy import make_url

from app import create_app
from app.core.db import db
from tests import postgres
from tests.cli.prepared import lay_instead_of_migrating
from tests.cli.starting import PATIENCE, PROJECT, flask, surroundings
from tests.cli.test_serve import wait_for
from tests.conftest import WORKER
from tests.deadlines.things import notice_2027
from tests.example import loaded_by_command

COMMANDS = re.compile(r"`([^`]+)`")
PASSWORD = "well kept in a drawer"
TARGETS = frozenset({"run", "test", "demo", "check", "test-all", "bench"})


@dataclass(frozen=True)
class Try:
    """A command with arguments that make sense: what is typed, what it answers, and whether it goes through."""

    arguments: tuple[str, ...]
    says: str
    typed: str = ""
    status: int = 0


def notice(folder: Path) -> str:
    place = folder.parent / "2027.json"
    place.write_bytes(notice_2027())
    return str(place)


def roster(folder: Path) -> str:
    place = folder.parent / "roster.csv"
    place.write_text("姓名,类别,电话\n王甲,热心大妈,13800000001\n", encoding="utf-8")
    return str(place)


def backup(folder: Path) -> str:
    return str(folder.parent / "backup.zip")


Arguments = Callable[[Path], list[Try]]
TRIED: dict[str, Arguments] = {
    "deadline explain": lambda _: [
        Try(("D5", "2026-08-03", "--extend", "30"), "10月2日"),
        Try(("D5", "2026-08-03", "--json"), '"due_on": "2026-10-08"'),
        Try(("D5", "nonsense"), "请写成 2026-08-03 这样", status=1),
    ],
    "deadline list": lambda _: [Try(("--due-before", "2026-12-31"), "没有正在算的期限。")],
    "calendar import": lambda folder: [
        Try((notice(folder),), "还没有导入"),
        Try((notice(folder), "--yes"), "导入好了"),
        Try(("missing.json",), "找不到 missing.json", status=1),
    ],
    "town stats": lambda _: [Try((), "村级调解委员会\t0")],
    "town clear-example": lambda _: [Try((), "现在装的不是示例数据", status=1)],
    "town set-aside": lambda _: [
        Try((), "--yes", status=1),
        Try(("--yes",), "没有用过的东西", status=1),
    ],
    "import-roster": lambda folder: [
        Try((roster(folder),), "新增1人"),
        Try(("missing.csv",), "找不到 missing.csv", status=1),
    ],
    "diagram check": lambda _: [Try((), "流程图没有要改的地方。")],
    "diagram narrate": lambda _: [Try(("mediation",), "1　")],
    "diagram migrate": lambda _: [
        Try(("petition",), "能换到最新的图的有0件"),
        Try(("petition", "--apply"), "换到最新的图的有0件"),
        Try(("petition", "--undo"), "退回原来的图的有0件"),
    ],
    "diagram versions": lambda _: [Try((), "还没有用过")],
    "matter rebuild": lambda _: [
        Try(("--check",), "总表都对得上。"),
        Try((), "重做好了：0 行。"),
    ],
    "seed": lambda _: [Try(("--matters", "100"), "只有示例镇能这样长大", status=1)],
    "backup": lambda folder: [
        Try((backup(folder),), "还没有说备份怎么加密", status=1),
        Try((backup(folder), "--plain"), "make run", status=1),
    ],
    "verify-backup": lambda folder: [Try((backup(folder),), "找不到", status=1)],
    "restore": lambda folder: [Try((backup(folder),), "恢复要用备份时的密钥文件", status=1)],
    "files check": lambda _: [Try((), "完好的附件")],
    "files put-back": lambda folder: [Try((backup(folder),), "附件一个不缺")],
    "keys check": lambda _: [Try((), "现在用它加密")],
    "keys rotate": lambda _: [Try((), "换好了")],
    "keys new-backup-key": lambda _: [Try((), "AGE-SECRET-KEY-")],
    "audit verify": lambda _: [Try((), "对得上：操作记录共"), Try(("--head", "12"), "要写成", status=1)],
    "audit head": lambda _: [Try((), ":")],
    "audit sheet": lambda folder: [Try((str(folder.parent / "seal.pdf"),), "打印字体没有装上", status=1)],
    "account open-discipline": lambda folder: [
        Try(("纪新", "newofficer", "--sheet", str(folder.parent / "code.txt")), "还没有纪检机构", status=1)
    ],
    "account unlock": lambda _: [Try(("nobody",), "没有登录名是 nobody 的账号", status=1)],
    "account new-password": lambda _: [Try(("nobody",), "nobody", status=1)],
    "account remove-second-factor": lambda _: [Try(("nobody",), "没有登录名是 nobody 的账号", status=1)],
    "account print-code": lambda _: [Try(("nobody",), "nobody", status=1)],
    "account name-head": lambda _: [Try(("nobody",), "nobody", status=1)],
    "account open-administrator": lambda _: [
        Try(("钱管理", "chief"), "管理员账号 chief 开好了", typed=f"{PASSWORD}\n{PASSWORD}\n")
    ],
}
"""Every command of the README's table."""


def said_in_readme() -> set[str]:
    """Commands of the README's table without options and arguments; one that is not known here is returned whole."""
    rows = [line for line in (PROJECT / "README.md").read_text(encoding="utf-8").splitlines() if line.startswith("| `")]
    written = [text for row in rows for text in COMMANDS.findall(row.split("|")[1]) if not text.startswith("make ")]
    plain = [text.removeprefix(".venv/bin/flask ") for text in written if " " in text or text.startswith(".")]
    return {next((name for name in TRIED if f"{text} ".startswith(f"{name} ")), text) for text in plain}


def made_by(folder: Path) -> dict[str, int]:
    """Who may do what with everything in the folder."""
    return {str(place): stat.S_IMODE(place.stat().st_mode) for place in [folder, *folder.rglob("*")]}


def test_each_command_of_the_readme_is_tried_here() -> None:
    assert said_in_readme() == set(TRIED)


def test_each_target_of_the_readme_is_there() -> None:
    readme, makefile = ((PROJECT / name).read_text(encoding="utf-8") for name in ("README.md", "Makefile"))
    named = set(re.findall(r"make ([a-z-]+)", readme))
    assert named >= TARGETS
    for target in named:
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target


AT_A_PROMPT = {"town stats", "account open-administrator", "audit sheet"}
"""Commands that are first typed at a prompt of their own, as an office does: one that only looks, one that asks, one
that prints (fonts that a process has read stay with it)."""
MORE_AT_A_PROMPT = ("import-roster", "audit verify")
MIGRATES = {*AT_A_PROMPT, "keys rotate"}
"""Commands that meet a folder without tables and make them; the others find what the migrations would have left."""


def tried(
    folder: Path, words: list[str], typed: str, monkeypatch: pytest.MonkeyPatch, **settings: str
) -> tuple[int, str]:
    """A command on this folder and what it said, in an application that is made for it alone as `flask` makes it."""
    for name in [name for name in os.environ if name.startswith(("JIEYOU_", "FLASK_"))]:
        monkeypatch.delenv(name)
    for name, text in {"DATA_FOLDER": str(folder), **settings}.items():
        monkeypatch.setenv(f"JIEYOU_{name}", text)
    monkeypatch.setenv("FLASK_RUN_FROM_CLI", "true")
    monkeypatch.chdir(PROJECT)
    os.umask(usual := os.umask(0))
    try:
        app = create_app()
        done = app.test_cli_runner().invoke(args=words, input=typed)
    except ClickException as refused:
        return refused.exit_code, refused.format_message()
    finally:
        os.umask(usual)
    with app.app_context():
        db.engine.dispose()
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done.exit_code, done.output


@pytest.mark.parametrize("command", sorted(TRIED))
def test_a_command_works_on_a_fresh_folder_or_says_what_to_run_first(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    folder = tmp_path / "instance"
    if command not in MIGRATES:
        lay_instead_of_migrating(monkeypatch, tmp_path_factory)
    for number, attempt in enumerate(TRIED[command](folder)):
        words = [*command.split(), *attempt.arguments]
        if command in AT_A_PROMPT and number == 0:
            done = flask(folder, *words, given=attempt.typed)
            status, said = done.returncode, done.stdout + done.stderr
        else:
            status, said = tried(folder, words, attempt.typed, monkeypatch)
        assert attempt.says in said
        assert status == attempt.status, said
        for word in ("no such table", "Traceback", "数据库没有答应"):
            assert word not in said
    assert not {place: mode for place, mode in made_by(folder).items() if mode & 0o077}


def test_what_a_command_left_is_still_empty_for_the_first_start(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Only a start loads the example: a command that came before does not keep it out."""
    (counted, stats), (loaded, said) = loaded_by_command(tmp_path, tmp_path_factory)
    assert (counted, "村级调解委员会\t0" in stats) == (0, True), stats
    assert (loaded, "示例镇装好了" in said) == (0, True), said


@pytest.mark.campaign
@pytest.mark.parametrize("command", MORE_AT_A_PROMPT)
def test_more_commands_work_at_a_prompt(tmp_path: Path, command: str) -> None:
    first, *_ = TRIED[command](tmp_path / "instance")
    done = flask(tmp_path / "instance", *command.split(), *first.arguments, given=first.typed)
    assert (done.returncode, first.says in done.stdout + done.stderr) == (first.status, True), done.stderr


@pytest.mark.campaign
def test_the_example_is_loaded_at_a_prompt(tmp_path: Path) -> None:
    assert flask(tmp_path, "town", "stats").returncode == 0
    loaded = flask(tmp_path, "town", "load-example")
    assert "示例镇装好了" in loaded.stdout, loaded.stderr


def test_a_password_is_not_asked_for_before_it_can_be_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    words = ["account", "open-administrator", "钱管理", "chief"]
    status, said = tried(tmp_path, words, "", monkeypatch, DATABASE_URL="postgresql://127.0.0.1:1/none")
    assert status == 1
    assert "连不上数据库" in said
    assert "密码" not in said


def test_the_clockwork_alone_prepares_what_it_needs(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "flask", "consume"]
    with subprocess.Popen(command, cwd=PROJECT, env=surroundings(tmp_path), text=True, stderr=subprocess.PIPE) as alone:
        wait_for(lambda: (tmp_path / "huey.db").exists() or alone.poll() is not None, PATIENCE)
        alone.terminate()
        said = alone.communicate(timeout=PATIENCE)[1]
    assert "Traceback" not in said
    assert "no such table" not in said
    with closing(sqlite3.connect(tmp_path / "jieyou.db")) as connection:
        assert connection.execute("SELECT count(*) FROM account").fetchone() == (0,)
    assert not {place: mode for place, mode in made_by(tmp_path).items() if mode & 0o077}


LEADS_NOWHERE = "postgresql://u:p@ss@[x/y"
"""An address that is also given to a command of its own process."""


@pytest.mark.parametrize(
    ("address", "sign"),
    [
        ("nonsense", "看不懂"),
        (LEADS_NOWHERE, "JIEYOU_DATABASE_URL"),
        ("mysql://127.0.0.1/town", "“mysql”不是能用的数据库"),
        ("postgresql+asyncpg://127.0.0.1/town", "不是能用的数据库"),
        ("sqlite://", "没有写数据库文件"),
        ("sqlite:////nowhere/at/all.db", "打不开或不能写"),
        ("postgresql://127.0.0.1:1/none", "连不上数据库"),
    ],
)
def test_an_address_that_leads_nowhere_is_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, address: str, sign: str
) -> None:
    if address == LEADS_NOWHERE:
        done = flask(tmp_path, "town", "stats", DATABASE_URL=address)
        status, said = done.returncode, done.stderr
    else:
        status, said = tried(tmp_path, ["town", "stats"], "", monkeypatch, DATABASE_URL=address)
    assert status == 1
    assert sign in said
    assert "Traceback" not in said


def test_a_server_that_lets_nobody_in_is_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = make_url(postgres.start_shared())
    missing = real.set(drivername="postgresql", database=f"jieyou_{WORKER}_missing")
    stranger = real.set(drivername="postgresql", username="jieyou_nobody", password="wrong")
    for url, words in ((missing, "没有 JIEYOU_DATABASE_URL 最后写的那个库"), (stranger, "不认这个用户名或密码")):
        address = url.render_as_string(hide_password=False)
        status, said = tried(tmp_path, ["town", "stats"], "", monkeypatch, DATABASE_URL=address)
        assert (status, words in said) == (1, True), said


def test_a_command_brings_an_empty_postgresql_up_to_date(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    name = f"jieyou_{WORKER}_first_hour"
    address = postgres.create_database(postgres.start_shared(), name)
    try:
        _, said = tried(tmp_path, ["town", "stats"], "", monkeypatch, DATABASE_URL=address)
        assert "村级调解委员会\t0" in said
        plain = make_url(address).set(drivername="postgresql").render_as_string(hide_password=False)
        with psycopg.connect(plain) as connection:
            assert connection.execute("SELECT count(*) FROM account").fetchone() == (0,)
    finally:
        postgres.drop_database(postgres.start_shared(), name)
