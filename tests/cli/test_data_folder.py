"""A data folder that was used: no example over a lost database, no new keys over sealed values."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from app import create_app
from app.cli.data_folder import refuse_lost_database, signs_of_use
from app.cli.refusal import Refused
from app.cli.serve import prepare_database
from app.core import clock
from app.example.town.sign_ins import FILE_NAME
from tests import town
from tests.example import loaded_by_command


@pytest.fixture
def app_in(tmp_path: Path) -> Callable[[], Flask]:
    """The application as a start of its own makes it, on one data folder."""

    def make() -> Flask:
        clock.clock.source = lambda: town.NOW
        address = f"sqlite:///{tmp_path / 'jieyou.db'}"
        return create_app(TESTING=True, DATA_FOLDER=str(tmp_path), SQLALCHEMY_DATABASE_URI=address)

    return make


def everything(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def as_used(folder: Path, *names: str) -> None:
    """Lay what a used folder holds, without a database."""
    for name in names:
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"something")


@pytest.mark.parametrize("left", ["keys.json", "files/0a1b", "example-sign-ins.txt", "huey.db"])
@pytest.mark.parametrize("database", ["gone", "empty"])
def test_a_used_folder_without_its_database_is_never_filled(
    app_in: Callable[[], Flask], tmp_path: Path, left: str, database: str
) -> None:
    app = app_in()
    as_used(tmp_path, left)
    if database == "empty":
        (tmp_path / "jieyou.db").touch()
    before = everything(tmp_path)
    with pytest.raises(Refused, match="没有动任何东西") as refused:
        prepare_database(app)
    assert left.split("/")[0] in refused.value.message
    assert "set-aside" in refused.value.message
    assert everything(tmp_path) == before


def test_fonts_and_an_empty_file_left_by_a_command_are_no_signs_of_use(
    app_in: Callable[[], Flask], tmp_path: Path
) -> None:
    as_used(tmp_path, "fonts/one.ttf", "fonts.conf")
    (tmp_path / "jieyou.db").touch()
    (tmp_path / "files").mkdir()
    assert signs_of_use(tmp_path) == []
    refuse_lost_database(app_in())


def test_a_folder_with_its_database_starts_again_and_with_other_keys_does_not(
    app_in: Callable[[], Flask], tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    loaded_by_command(tmp_path, tmp_path_factory)
    kept = (tmp_path / FILE_NAME).read_bytes()
    assert prepare_database(app_in()) == [], "passwords are told once"
    (tmp_path / "keys.json").rename(tmp_path / "elsewhere.json")
    before = everything(tmp_path)
    with pytest.raises(Refused, match=r"keys\.json 不见了。没有动任何东西，也没有生成新的密钥"):
        prepare_database(app_in())
    assert everything(tmp_path) == before
    (tmp_path / "elsewhere.json").rename(tmp_path / "keys.json")
    assert prepare_database(app_in()) == []
    assert (tmp_path / FILE_NAME).read_bytes() == kept


def test_what_is_set_aside_is_whole_and_the_next_start_begins_anew(app_in: Callable[[], Flask], tmp_path: Path) -> None:
    as_used(tmp_path, "keys.json", "files/0a1b", "example-sign-ins.txt", "fonts/one.ttf")
    (tmp_path / "keys.json").unlink()
    runner = app_in().test_cli_runner()
    assert runner.invoke(args=["town", "set-aside"]).exit_code == 1
    assert (tmp_path / "files" / "0a1b").exists()
    said = runner.invoke(args=["town", "set-aside", "--yes"])
    assert said.exit_code == 0, said.output
    [place] = tmp_path.glob("set-aside-*")
    assert sorted(everything(place)) == ["example-sign-ins.txt", "files/0a1b"]
    assert (tmp_path / "fonts" / "one.ttf").exists()
    assert signs_of_use(tmp_path) == []
    again = runner.invoke(args=["town", "set-aside", "--yes"])
    assert again.exit_code == 1
    assert "没有用过的东西" in again.output
