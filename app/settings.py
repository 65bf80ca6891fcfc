"""Typed settings from the environment: every one is listed here with what it means.

Read once by `create_app`. Names in the environment carry the prefix ``JIEYOU_``; a name that is none, or a value out of
bounds, stops the start with a sentence instead of a surprise at night.
"""

import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, fields
from datetime import date
from difflib import get_close_matches
from ipaddress import ip_address
from pathlib import Path
from typing import Annotated, get_args
from urllib.parse import urlsplit

from click import ClickException
from pydantic import TypeAdapter, ValidationError
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from app.core.key_ring import KeyFileBroken, KeyRing
from app.core.limits import Line, OnOff, Whole

PROJECT_FOLDER = Path(__file__).resolve().parent.parent


LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
ANY_ADDRESS = frozenset({"", "0.0.0.0", "::"})
HTTP_PORT = 80
DATABASE_WAYS = (
    "不写就用数据文件夹里的 SQLite；用服务器的写成 postgresql://用户:密码@地址:5432/库名"
    "（密码里的 @、/、: 这类符号要写成 %40、%2F、%3A）。"
)
PREFIX = "JIEYOU_"
SHOWN = 40
"""How many characters of a refused value are shown."""
KEY_FILE = "keys.json"
"""The key file's name in the data folder."""


class SettingRefused(ClickException):
    """A setting has a value that cannot be used; the message says which and what would do."""


Flag = Annotated[bool, OnOff()]
Port = Annotated[int, Whole(1, 65_535, "网络端口只到 65535")]
Address = Annotated[str, Line(2_000)]
Printed = Annotated[str, Line(60, least=1)]
Secret = Annotated[str, Line(500, is_secret=True)]


@dataclass(frozen=True)
class Settings:
    """What an office may set.  Lengths are in the unit their name ends with."""

    data_folder: Annotated[str, Line(1_000, least=1)] = str(PROJECT_FOLDER / "instance")
    """Where the database, attachments, keys and fonts lie."""
    database_url: Annotated[str, Line(2_000, is_secret=True)] = ""
    """SQLAlchemy address; empty means the SQLite file ``jieyou.db`` in the data folder."""
    host: Annotated[str, Line(255)] = "127.0.0.1"
    """Address the web server listens on."""
    port: Port = 8000
    """Port the web server listens on."""
    https: Flag = False
    """True when the site is reached by https: cookies are then marked secure and bound to this name (``__Host-``), and
    browsers are told to use nothing else for a year (HSTS, subdomains included)."""
    town_name: Printed = "白塔镇"
    """Name shown at the top of every page."""
    district_government: Printed = "博山区人民政府"
    """The government one level up: reviews (复查) petitions, hears administrative reconsideration."""
    city_government: Printed = "淄博市人民政府"
    """The government above that: re-reviews (复核) petitions."""
    district_petition_bureau: Printed = "博山区信访局"
    """Who transfers and assigns petitions to the town."""
    discipline_body: Printed = "博山区纪委监委"
    """Where accusations are handed over under seal."""
    letter_word: Annotated[str, Line(10, least=1)] = "白信访"
    """The word of the town government's petition letters, as in 白信访〔2026〕12号."""
    help_name: Printed = "司法所"
    """Whom to call when one is stuck (shown on every page)."""
    help_phone: Annotated[str, Line(40)] = "0533-0000000"
    """The phone number of that person."""
    attachment_bytes: Annotated[int, Whole(100_000, 20_000_000, "再小一张照片也放不下，再大一次发不上来")] = 10_000_000
    """Largest attachment, in bytes."""
    attachment_pixels: Annotated[int, Whole(1_000_000, 80_000_000, "再小手机照片也放不下，再大打开它会占满内存")] = (
        40_000_000
    )
    """Largest photograph, in pixels."""
    attachments_per_case: Annotated[int, Whole(1, 2_000, "再多，这件案子的页面就打不开了")] = 200
    """How many attachments one matter may hold."""
    trusted_proxies: Annotated[int, Whole(0, 9, "多写一层，访客就能冒充别的地址")] = 0
    """How many proxies of our own stand in front: so many addresses of ``X-Forwarded-For`` count, from the right.
    With 0 none does, only the peer's own address; behind a proxy 0 makes all visitors one source."""
    require_second_factor: Flag = True
    """Whether administrators, 司法所, leaders and the closed room must sign in with a code besides the password; never
    while the example town is loaded."""
    session_idle_hours: Annotated[int, Whole(1, 72, "再长，离开的人的电脑就一直开着门")] = 12
    """A session unused for so long ends."""
    session_days: Annotated[int, Whole(1, 31, "再长，丢了的手机就一直开着门")] = 7
    """No session lives longer than this."""
    first_password_hours: Annotated[int, Whole(1, 720, "再长，别人抽的密码就一直能用")] = 72
    """A password that somebody else drew, and was not used to sign in, is worth nothing after so long."""
    code_hours: Annotated[int, Whole(1, 720, "再长，打印出来的口令就一直能用")] = 72
    """How long the printed code for an account of the closed room may be typed."""
    code_tries: Annotated[int, Whole(1, 20, "再多就能一个一个地试出来")] = 5
    """Wrong codes after which a new sheet must be printed."""
    draft_days: Annotated[int, Whole(1, 3_650, "写了没有交的内容最多留十年")] = 90
    """What was typed and not sent is kept so long after the last word."""
    lock_wait_seconds: Annotated[int, Whole(1, 300, "再长，浏览器等不到回答")] = 30
    """How long a request that writes waits for others who are writing before it is told so."""
    soon_days: Annotated[int, Whole(0, 60, "最长的办理期限是 60 天，再早，临期的灯就一直亮着")] = 3
    """From how many days before its unrolled end a period shows the light 临期."""
    soon_hours: Annotated[int, Whole(0, 240, "再早，临期的灯就一直亮着")] = 6
    """From how many hours before its end a period of hours shows the light 临期."""
    number_book_days: Annotated[int, Whole(0, 90, "再长，去年的编号簿就一直合不上")] = 15
    """How many days into a year the number book of the year before is still open for what was accepted in it."""
    public_url: Annotated[str, Line(200)] = ""
    """Address at which people reach the system; it stands on papers, in messages and in the link of the calendar feed.

    Empty means ``http://`` with host and port; while nobody but this machine could open it, 还没设网址 stands there.
    """
    trusted_hosts: Address = ""
    """Further names or addresses people type for this system, separated by commas; the one in ``public_url`` and this
    machine's own are known."""
    digest_hour: Annotated[int, Whole(0, 23, "一天里的几点钟")] = 8
    """Hour in Shanghai from which the daily digest goes out."""
    smtp_host: Annotated[str, Line(255)] = ""
    """Mail server for outgoing messages; empty means that e-mail is not offered."""
    smtp_port: Port = 587
    """Its port: 465 speaks TLS from the first byte, every other port STARTTLS when ``smtp_tls`` is set."""
    smtp_user: Annotated[str, Line(255)] = ""
    """Sign-in name at the mail server; empty means none is needed."""
    smtp_password: Secret = ""
    """Password at the mail server."""
    smtp_from: Annotated[str, Line(255)] = ""
    """Sender of the messages, such as ``jieyou@example.cn``; without it e-mail is not offered."""
    smtp_tls: Flag = True
    """Whether the mail server is spoken to in TLS; it can be switched off only for a server on the same machine."""
    sms_webhook_url: Address = ""
    """Address (https) of the SMS gateway that takes our signed JSON; empty means that SMS is not offered."""
    sms_webhook_secret: Secret = ""
    """Secret with which messages to the SMS gateway are signed (HMAC-SHA256); without it SMS is not offered."""
    wecom_webhook_url: Address = ""
    """Address (https) of the 企业微信 group robot; empty means that it is not offered."""
    wecom_webhook_secret: Secret = ""
    """Secret with which its messages are signed; any long random text when the receiver does not check it."""
    backup_recipients: Annotated[str, Line(10_000)] = ""
    """Backup keys (``age1…``, with commas between) for whose holders `flask backup` locks; empty: a passphrase."""
    pretend_date: Annotated[str, Line(20)] = ""
    """Training with the example town only: the day it shall be (2026-12-20); time goes on from there."""
    lease_seconds: Annotated[int, Whole(1, 86_400, "再短一封信会发两次，再长断了的发送第二天才接上")] = 300
    """How long a sweep keeps the messages it took; those of a sweep that died come back afterwards."""


_SETTINGS = TypeAdapter(Settings)


def limits() -> dict[str, Whole | Line | OnOff]:
    """What each setting may be, by its name."""
    return {field.name: get_args(field.type)[1] for field in fields(Settings)}


def shown_host(host: str) -> str:
    """A host as it stands in an address; one that means every network is reached on this machine as itself."""
    seen = {"": "127.0.0.1", "0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)
    return f"[{seen}]" if ":" in seen else seen


def _public_url(text: str, host: str, port: int) -> str:
    """The address people use, without a slash at its end."""
    if not text:
        return f"http://{shown_host(host)}" + ("" if port == HTTP_PORT else f":{port}")
    try:
        parts = urlsplit(text)
        is_address = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        is_address = False
    if not is_address or parts.query or parts.fragment or not text.isprintable() or " " in text:
        raise SettingRefused(f"JIEYOU_PUBLIC_URL 要写成 https://jieyou.example.cn 这样的网址，现在是“{text}”")
    return text.rstrip("/")


def _database_address(text: str, folder: Path) -> str:
    """The database's address for SQLAlchemy; PostgreSQL's own way to write it is understood."""
    if not text:
        return f"sqlite:///{folder / 'jieyou.db'}"
    try:
        url = make_url(text)
    except (ArgumentError, ValueError):
        raise SettingRefused(f"JIEYOU_DATABASE_URL 看不懂。{DATABASE_WAYS}") from None
    if url.drivername in {"postgres", "postgresql", "postgresql+psycopg"}:
        url = url.set(drivername="postgresql+psycopg")
    elif url.drivername not in {"sqlite", "sqlite+pysqlite"}:
        raise SettingRefused(f"JIEYOU_DATABASE_URL 里的“{url.drivername}”不是能用的数据库。{DATABASE_WAYS}")
    elif url.database in {None, "", ":memory:"}:
        raise SettingRefused(f"JIEYOU_DATABASE_URL 没有写数据库文件，关机就什么都没有了。{DATABASE_WAYS}")
    return url.render_as_string(hide_password=False)


def _pretended(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise SettingRefused(f"JIEYOU_PRETEND_DATE 要写成 2026-12-20 这样，现在是“{text}”") from None


def read_settings(environment: Mapping[str, str] | None = None) -> Settings:
    """Settings from `environment` (default: the process's own).

    Raises `SettingRefused` with a sentence for each value that cannot be used.
    """
    given = os.environ if environment is None else environment
    known = {f"{PREFIX}{field.name.upper()}": field.name for field in fields(Settings)}
    _only_known([name for name in given if name.startswith(PREFIX)], list(known))
    texts = {field: given[name] for name, field in known.items() if name in given}
    try:
        settings = _SETTINGS.validate_python(texts)
    except ValidationError as error:
        wrong = dict.fromkeys(str(fault["loc"][0]) for fault in error.errors(include_url=False))
        raise SettingRefused("\n".join(_fault(name, texts[name]) for name in wrong)) from None
    _nothing_leaves_in_clear(settings)
    return settings


def _only_known(names: list[str], known: list[str]) -> None:
    """A name that is none is a slip of the hand, and what it was to set is not set.  Raises `SettingRefused`."""
    for name in names:
        if name not in known:
            near = get_close_matches(name, known, n=1)
            meant = f"是不是要写 {near[0]}？" if near else "请删去。"
            raise SettingRefused(f"没有 {name} 这个设置，{meant}全部设置见 docs/settings.md。")


def _fault(name: str, text: str) -> str:
    limit = limits()[name]
    now = f"，现在是“{text[:SHOWN]}”" if not isinstance(limit, Line) or not limit.is_secret else ""
    return f"{PREFIX}{name.upper()} 要写{limit.wanted}{now}"


def _nothing_leaves_in_clear(settings: Settings) -> None:
    """Telephone numbers, addresses and passwords leave this machine in TLS or not at all (个人信息保护法 第51条;
    OWASP ASVS 5.0, 12.3.1).  Raises `SettingRefused`."""
    for name in ("sms_webhook_url", "wecom_webhook_url"):
        address = urlsplit(str(getattr(settings, name)))
        if (
            address.geturl()
            and address.scheme != "https"
            and not (address.scheme == "http" and _is_here(address.hostname))
        ):
            raise SettingRefused(
                f"JIEYOU_{name.upper()} 要以 https:// 开头，电话号码不能明着在网上走；"
                "只有同一台机器上的网关可以写 http://127.0.0.1。"
            )
    if settings.smtp_host and not settings.smtp_tls and not _is_here(settings.smtp_host):
        raise SettingRefused(
            "JIEYOU_SMTP_TLS=0 只能用于同一台机器上的邮件服务器：密码和邮件地址不能明着在网上走。请改成 1。"
        )


def _is_here(host: str | None) -> bool:
    """Whether a host is this machine by its loopback name or address."""
    with suppress(ValueError):
        return ip_address(host or "").is_loopback
    return host == "localhost"


def known_hosts(public_url: str, host: str, further: str) -> frozenset[str]:
    """The names under which this system may be asked: its public one, those in the setting, this machine's own.

    Raises `SettingRefused` for a public address without a name.
    """
    try:
        public = urlsplit(public_url).hostname or ""
    except ValueError:
        public = ""
    if not public:
        raise SettingRefused(f"JIEYOU_PUBLIC_URL 要写成 http://jieyou.example.cn:8000 这样，现在是“{public_url}”")
    names = [name.strip().strip("[]").lower() for name in further.replace("，", ",").split(",")]
    own = set() if host in ANY_ADDRESS else {host.lower()}
    return LOOPBACK | own | {public.lower()} | {name for name in names if name}


def _kept_or_drawn(path: Path) -> KeyRing:
    try:
        return KeyRing.read(path) or KeyRing.draw()
    except KeyFileBroken:
        raise SettingRefused(
            f"密钥文件 {path} 是空的，或者内容坏了。没有动任何东西。请把另抄的那一份 keys.json 放回这个位置再运行；"
            "没有它，已经存好的身份证号和电话打不开。"
        ) from None
    except OSError as error:
        raise SettingRefused(f"密钥文件 {path} 读不出来：{error.strerror}。请检查文件和文件夹的主人、权限。") from None


def load_settings(overrides: Mapping[str, object] | None = None) -> dict[str, object]:
    """The Flask configuration: upper-case settings, the database address and the secrets.

    Makes the data folder.  Without a key file fresh keys are drawn, in memory: they are kept when something is first
    sealed with them, never over sealed values (`app.core.key_check`).  `overrides` (upper-case) win.
    Raises `SettingRefused`, also for a key file that cannot be read.
    """
    settings = read_settings()
    config: dict[str, object] = {field.name.upper(): getattr(settings, field.name) for field in fields(Settings)}
    config.update(overrides or {})
    folder = Path(str(config["DATA_FOLDER"]))
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    keys = _kept_or_drawn(folder / KEY_FILE)
    config["PRETEND_DATE"] = _pretended(str(config["PRETEND_DATE"]))
    config["PUBLIC_URL"] = _public_url(str(config["PUBLIC_URL"]), str(config["HOST"]), int(str(config["PORT"])))
    config.setdefault("SQLALCHEMY_DATABASE_URI", _database_address(str(config["DATABASE_URL"]), folder))
    config["KNOWN_HOSTS"] = known_hosts(*(str(config[name]) for name in ("PUBLIC_URL", "HOST", "TRUSTED_HOSTS")))
    config.update(
        KEY_RING=keys,
        KEY_FILE=str(folder / KEY_FILE),
        SECRET_KEY=keys.cookie_secret,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=config["HTTPS"],
        SESSION_COOKIE_NAME="__Host-session" if config["HTTPS"] else "session",
        TRUSTED_HOSTS=None,  # Flask's own check knows no IPv6 address; app/core/security.py asks KNOWN_HOSTS
        MAX_CONTENT_LENGTH=60_000_000,
        MAX_FORM_MEMORY_SIZE=2_000_000,
        MAX_FORM_PARTS=5_000,
        WTF_CSRF_TIME_LIMIT=None,
    )
    return config
