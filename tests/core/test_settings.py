"""Settings: read from the environment, refused with a sentence when they make no sense."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from app.core.key_ring import KeyRing
from app.core.limits import Line, Whole
from app.settings import SettingRefused, Settings, limits, load_settings, read_settings


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
        ("JIEYOU_PORT", "eight", "JIEYOU_PORT 要写 1 到 65535 之间的整数（网络端口只到 65535），现在是“eight”"),
        ("JIEYOU_PORT", "-1", "JIEYOU_PORT 要写 1 到 65535 之间的整数"),
        ("JIEYOU_PORT", "", "JIEYOU_PORT 要写 1 到 65535 之间的整数"),
        ("JIEYOU_PORT", "8_000", "JIEYOU_PORT 要写 1 到 65535 之间的整数"),
        ("JIEYOU_HTTPS", "yes", "JIEYOU_HTTPS 要写 1 或 0，现在是“yes”"),
        (
            "JIEYOU_SOON_DAYS",
            "99999",
            "JIEYOU_SOON_DAYS 要写 0 到 60 之间的整数（最长的办理期限是 60 天，再早，临期的灯就一直亮着），"
            "现在是“99999”",
        ),
        ("JIEYOU_DIGEST_HOUR", "24", "JIEYOU_DIGEST_HOUR 要写 0 到 23 之间的整数（一天里的几点钟），现在是“24”"),
        ("JIEYOU_TOWN_NAME", " ", "JIEYOU_TOWN_NAME 要写成一行，不能空着，最多 60 个字，现在是“ ”"),
        ("JIEYOU_TOWN_NAME", "镇" * 61, "JIEYOU_TOWN_NAME 要写成一行，不能空着，最多 60 个字，现在是“镇镇"),
        ("JIEYOU_LETTER_WORD", "白\n信", "JIEYOU_LETTER_WORD 要写成一行"),
        ("JIEYOU_HELP_PHONE", "0533\udcff", "JIEYOU_HELP_PHONE 要写成一行，最多 40 个字"),
    ],
)
def test_a_value_that_makes_no_sense_is_refused_with_a_sentence(name: str, text: str, sentence: str) -> None:
    with pytest.raises(SettingRefused, match=re.escape(sentence)):
        read_settings({name: text})


@pytest.mark.parametrize(
    ("name", "limit"), [(name, limit) for name, limit in limits().items() if isinstance(limit, Whole)]
)
def test_every_number_is_taken_at_its_bounds_and_refused_beyond_them(name: str, limit: Whole) -> None:
    variable = f"JIEYOU_{name.upper()}"
    for number in (limit.low, getattr(Settings(), name), limit.high):
        assert getattr(read_settings({variable: str(number)}), name) == number
    for number in (limit.low - 1, limit.high + 1):
        with pytest.raises(SettingRefused, match=f"^{variable} 要写 {limit.low} 到 {limit.high} 之间的整数（.+）"):
            read_settings({variable: str(number)})


def test_every_text_has_an_end_and_takes_its_own_default() -> None:
    for name, limit in limits().items():
        if isinstance(limit, Line):
            given = {f"JIEYOU_{name.upper()}": getattr(Settings(), name)}
            assert getattr(read_settings(given), name) == getattr(Settings(), name)
            with pytest.raises(SettingRefused, match=f"最多 {limit.most} 个字"):
                read_settings(dict.fromkeys(given, "x" * (limit.most + 1)))


def test_a_refusal_repeats_no_secret() -> None:
    for name in ("SMTP_PASSWORD", "SMS_WEBHOOK_SECRET", "WECOM_WEBHOOK_SECRET", "DATABASE_URL"):
        with pytest.raises(SettingRefused, match=f"^JIEYOU_{name} 要写成一行") as refused:
            read_settings({f"JIEYOU_{name}": "hidden\n"})
        assert "hidden" not in str(refused.value)


def test_all_that_is_wrong_is_told_at_once() -> None:
    with pytest.raises(SettingRefused) as refused:
        read_settings({"JIEYOU_PORT": "0", "JIEYOU_TOWN_NAME": "", "JIEYOU_HTTPS": "1"})
    assert [line.split()[0] for line in str(refused.value).splitlines()] == ["JIEYOU_PORT", "JIEYOU_TOWN_NAME"]


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("JIEYOU_SOON_DAY", "没有 JIEYOU_SOON_DAY 这个设置，是不是要写 JIEYOU_SOON_DAYS？"),
        ("JIEYOU_COLOUR_OF_THE_WALL", "没有 JIEYOU_COLOUR_OF_THE_WALL 这个设置，请删去。"),
    ],
)
def test_a_name_that_is_no_setting_is_refused_and_the_near_one_told(name: str, sentence: str) -> None:
    with pytest.raises(SettingRefused, match=f"^{sentence}"):
        read_settings({name: "3"})


@pytest.mark.parametrize("name", ["JIEYOU_SMS_WEBHOOK_URL", "JIEYOU_WECOM_WEBHOOK_URL"])
@pytest.mark.parametrize(
    ("address", "may_be"),
    [
        ("https://sms.example.cn/send", True),
        ("http://127.0.0.1:9000/send", True),
        ("http://localhost/send", True),
        ("http://[::1]:9000/", True),
        ("", True),
        ("http://sms.example.cn/send", False),
        ("http://10.0.0.7/send", False),
        ("http://127.0.0.1.example.cn/", False),
        ("file:///etc/passwd", False),
        ("sms.example.cn/send", False),
    ],
)
def test_a_gateway_elsewhere_is_spoken_to_in_tls(name: str, address: str, may_be: bool) -> None:
    if may_be:
        read_settings({name: address})
    else:
        with pytest.raises(SettingRefused, match=f"{name} 要以 https:// 开头"):
            read_settings({name: address})


@pytest.mark.parametrize(
    ("host", "tls", "may_be"),
    [("mail.example.cn", "1", True), ("127.0.0.1", "0", True), ("", "0", True), ("mail.example.cn", "0", False)],
)
def test_a_mail_server_elsewhere_is_spoken_to_in_tls(host: str, tls: str, may_be: bool) -> None:
    given = {"JIEYOU_SMTP_HOST": host, "JIEYOU_SMTP_TLS": tls}
    if may_be:
        assert read_settings(given).smtp_tls is (tls == "1")
    else:
        with pytest.raises(SettingRefused, match="同一台机器上的邮件服务器"):
            read_settings(given)


def test_the_data_folder_is_made_and_secrets_are_drawn_but_not_yet_kept(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "data"
    config = load_settings({"DATA_FOLDER": str(folder)})
    assert config["SQLALCHEMY_DATABASE_URI"] == f"sqlite:///{folder / 'jieyou.db'}"
    ring = config["KEY_RING"]
    assert isinstance(ring, KeyRing)
    assert config["SECRET_KEY"] == ring.cookie_secret
    assert list(folder.iterdir()) == [], "a command that seals nothing leaves no key file behind"


def test_kept_secrets_are_those_of_every_later_start(tmp_path: Path) -> None:
    ring = load_settings({"DATA_FOLDER": str(tmp_path)})["KEY_RING"]
    assert isinstance(ring, KeyRing)
    ring.keep(tmp_path / "keys.json")
    assert load_settings({"DATA_FOLDER": str(tmp_path)})["KEY_RING"] == ring


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[]", b"null", b"\xff\xfe", b'{"fields": {}, "index": "", "cookie_secret": ""}',
     b'{"fields": {"1": "zz"}, "index": "00", "cookie_secret": "a"}', b'{"fields": [], "index": 3}'],
)  # fmt: skip
def test_a_key_file_that_is_none_stops_the_start_and_is_left_as_it_was(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "keys.json").write_bytes(content)
    with pytest.raises(SettingRefused, match=r"keys\.json 是空的，或者内容坏了"):
        load_settings({"DATA_FOLDER": str(tmp_path)})
    assert (tmp_path / "keys.json").read_bytes() == content


def test_two_offices_do_not_share_secrets(tmp_path: Path) -> None:
    first, second = (load_settings({"DATA_FOLDER": str(tmp_path / name)})["SECRET_KEY"] for name in ("a", "b"))
    assert first != second


def test_https_marks_the_cookie(tmp_path: Path) -> None:
    assert load_settings({"DATA_FOLDER": str(tmp_path)})["SESSION_COOKIE_SECURE"] is False
    assert load_settings({"DATA_FOLDER": str(tmp_path), "HTTPS": True})["SESSION_COOKIE_SECURE"] is True


@pytest.mark.parametrize(
    ("host", "port", "address"),
    [
        ("127.0.0.1", 8000, "http://127.0.0.1:8000"),
        ("127.0.0.1", 8123, "http://127.0.0.1:8123"),
        ("0.0.0.0", 8123, "http://127.0.0.1:8123"),
        ("::", 8000, "http://[::1]:8000"),
        ("192.168.1.7", 80, "http://192.168.1.7"),
        ("fd00::7", 8000, "http://[fd00::7]:8000"),
    ],
)
def test_the_public_address_follows_host_and_port(tmp_path: Path, host: str, port: int, address: str) -> None:
    assert load_settings({"DATA_FOLDER": str(tmp_path), "HOST": host, "PORT": port})["PUBLIC_URL"] == address


def test_a_public_address_that_was_set_stays_whatever_the_port(tmp_path: Path) -> None:
    given = {"DATA_FOLDER": str(tmp_path), "PORT": 8123, "PUBLIC_URL": "https://jieyou.example.cn/"}
    assert load_settings(given)["PUBLIC_URL"] == "https://jieyou.example.cn"


@pytest.mark.parametrize(
    "address", ["jieyou.example.cn", "ftp://jieyou.cn", "http://", "http://a b", "http://x:99999", "http://a?b=c"]
)
def test_a_public_address_that_is_none_is_refused(tmp_path: Path, address: str) -> None:
    with pytest.raises(SettingRefused, match="JIEYOU_PUBLIC_URL"):
        load_settings({"DATA_FOLDER": str(tmp_path), "PUBLIC_URL": address})


@pytest.mark.parametrize("name", ["postgres", "postgresql", "postgresql+psycopg"])
def test_each_way_to_write_a_postgresql_is_understood(tmp_path: Path, name: str) -> None:
    given = {"DATA_FOLDER": str(tmp_path), "DATABASE_URL": f"{name}://chief:p%40ss@db:5432/town"}
    assert load_settings(given)["SQLALCHEMY_DATABASE_URI"] == "postgresql+psycopg://chief:p%40ss@db:5432/town"
