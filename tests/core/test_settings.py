"""Settings: read from the environment, refused with a sentence when they make no sense."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from app.core.crypto import KeyRing
from app.settings import SettingRefused, load_settings, read_settings


def test_an_empty_environment_gives_the_defaults() -> None:
    settings = read_settings({})
    assert (settings.port, settings.host, settings.https) == (8000, "127.0.0.1", False)


def test_a_setting_is_read_as_its_kind() -> None:
    given = {"JIEYOU_PORT": "8100", "JIEYOU_HTTPS": "1", "JIEYOU_TOWN_NAME": "红塔镇", "PORT": "1", "HOME": "x"}
    settings = read_settings(given)
    assert (settings.port, settings.https, settings.town_name) == (8100, True, "红塔镇")


@pytest.mark.parametrize(
    ("name", "text", "sentence"),
    [
        ("JIEYOU_PORT", "eight", "JIEYOU_PORT 要写整数，现在是“eight”"),
        ("JIEYOU_PORT", "-1", "JIEYOU_PORT 要写整数"),
        ("JIEYOU_PORT", "", "JIEYOU_PORT 要写整数"),
        ("JIEYOU_HTTPS", "yes", "JIEYOU_HTTPS 只能写 1 或 0，现在是“yes”"),
    ],
)
def test_a_value_that_makes_no_sense_is_refused_with_a_sentence(name: str, text: str, sentence: str) -> None:
    with pytest.raises(SettingRefused, match=sentence):
        read_settings({name: text})


def test_the_first_start_draws_secrets_for_its_owner_alone(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "data"
    config = load_settings({"DATA_FOLDER": str(folder)})
    assert config["SQLALCHEMY_DATABASE_URI"] == f"sqlite:///{folder / 'jieyou.db'}"
    assert stat.S_IMODE((folder / "keys.json").stat().st_mode) == 0o600
    ring = config["KEY_RING"]
    assert isinstance(ring, KeyRing)
    assert config["SECRET_KEY"] == ring.cookie_secret
    assert load_settings({"DATA_FOLDER": str(folder)})["SECRET_KEY"] == config["SECRET_KEY"]


def test_two_offices_do_not_share_secrets(tmp_path: Path) -> None:
    first, second = (load_settings({"DATA_FOLDER": str(tmp_path / name)})["SECRET_KEY"] for name in ("a", "b"))
    assert first != second


def test_https_marks_the_cookie(tmp_path: Path) -> None:
    assert load_settings({"DATA_FOLDER": str(tmp_path)})["SESSION_COOKIE_SECURE"] is False
    assert load_settings({"DATA_FOLDER": str(tmp_path), "HTTPS": True})["SESSION_COOKIE_SECURE"] is True
