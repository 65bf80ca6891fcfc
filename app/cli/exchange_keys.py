"""Exchange the field key: draw a new one, seal every value and every file anew, and only then let the old one go.

At every moment the ring in `keys.json` opens everything there is: it holds both keys from before the first value is
sealed anew until after the last one was.  Interrupted anywhere, the next run finds two keys and goes on
(OWASP ASVS 5.0, 11.2.2).
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from flask import current_app
from sqlalchemy import literal, tuple_, update
from sqlalchemy.engine import RowMapping

from app.cli.kept_files import kept_files
from app.cli.refusal import Refused
from app.cli.town import leave_no_trace
from app.core import files
from app.core.clock import local
from app.core.crypto import sealing_keys
from app.core.db import db
from app.core.key_check import KeyRingName, WrongKeys, belongs
from app.core.key_ring import KEY_BYTES, KeyFileBroken, KeyRing, SealBroken
from app.core.sealed_columns import SealedColumn, sealed_columns
from app.core.sealed_files import LONGEST_HEAD, key_of, open_file, seal_file
from app.core.transaction import transaction

BATCH = 500
"""Values that are sealed anew in one transaction."""
HALF_WRITTEN_KEYS = re.compile(r"\.[0-9a-f]{8}")
HALF_WRITTEN_FILE = re.compile(r"(?:[0-9a-f]{32}|[0-9a-f]{64})\.[0-9a-f]{8}")
"""Passing names of our own writers; whatever else people laid there is theirs."""
Say = Callable[[str], object]


@dataclass
class Exchange:
    """What was sealed anew, what opens with no key or does not lie here, and where the old key was put aside."""

    values: int = 0
    files: int = 0
    broken: int = 0
    elsewhere: int = 0
    put_aside: Path | None = None


def exchange_keys(*, now: datetime, new_cookies: bool, say: Say, are_lost: bool = False) -> Exchange:
    """Carry an exchange to its end, a new one or one that was interrupted.  Nothing else may use the data meanwhile.

    What opens with no key stays as it is and keeps the old key in the ring; so does a file that does not lie here, for
    it may lie with another server of the same database, unless missing files `are_lost`.

    Raises `Refused` without a key file, `WrongKeys`, `OSError`, `DatabaseError`.
    """
    place = Path(str(current_app.config["KEY_FILE"]))
    _sweep_up(place)
    ring = _with_new_key(_ring_at(place), place, say)
    use(ring)
    with transaction():
        sealing_keys()
        db.session.execute(update(KeyRingName).values(sealing_key=ring.sealing_key))
    done = Exchange()
    for column in sealed_columns():
        _seal_column(column, ring, done)
    say(f"数据库里的都换好了：{done.values} 条。")
    _seal_files(ring, done)
    say(f"附件都换好了：{done.files} 个。")
    done.elsewhere = 0 if are_lost else _missing()
    if done.broken or done.elsewhere:
        return done
    leave_no_trace()
    done.put_aside = put_aside(ring, place, now)
    cookie_secret = secrets.token_urlsafe(48) if new_cookies else ring.cookie_secret
    last = replace(ring, fields={ring.sealing_key: ring.fields[ring.sealing_key]}, cookie_secret=cookie_secret)
    last.replace(place)
    use(last)
    return done


def use(ring: KeyRing) -> None:
    """Let this process go on with another ring."""
    current_app.config["KEY_RING"] = ring


def _ring_at(place: Path) -> KeyRing:
    """The ring as its file has it now, proven to be the database's.  Raises `Refused`, `WrongKeys`."""
    ring = KeyRing.read(place)
    if ring is None:
        raise Refused(f"还没有密钥文件 {place}：没有东西可换。请先运行一次 make run。")
    with db.engine.connect() as connection:
        if not belongs(connection, ring):
            raise WrongKeys
    return ring


def _with_new_key(ring: KeyRing, place: Path, say: Say) -> KeyRing:
    if len(ring.fields) > 1:
        say("上一次换密钥没有换完，接着换。")
        return ring
    new = {secrets.token_hex(4): secrets.token_bytes(KEY_BYTES)}
    both = replace(ring, fields={**ring.fields, **new})
    both.replace(place)
    return both


def _sweep_up(place: Path) -> None:
    """What a killed writer left half-written: a key file among them would be a key lying about."""
    for left in place.parent.glob(f"{place.name}.*"):
        if HALF_WRITTEN_KEYS.fullmatch(left.name.removeprefix(place.name)):
            left.unlink()
    for left in files.folder().iterdir():
        if HALF_WRITTEN_FILE.fullmatch(left.name):
            left.unlink()


def _seal_column(one: SealedColumn, ring: KeyRing, done: Exchange) -> None:
    key = list(one.table.primary_key.columns)
    wanted = one.rows().where(~one.column.startswith(f"v1.{ring.sealing_key}.", autoescape=True)).limit(BATCH)
    following = wanted
    while True:
        with transaction():
            rows = db.session.execute(following).mappings().all()
            for row in rows:
                _seal_value(one, row, ring, done)
        if not rows:
            return
        last = tuple_(*(literal(rows[-1][part.name], part.type) for part in key))
        following = wanted.where(tuple_(*key) > last)


def _seal_value(one: SealedColumn, row: RowMapping, ring: KeyRing, done: Exchange) -> None:
    token, place = row[one.column.name], one.place(row)
    try:
        anew = ring.seal(ring.open(token, place), place)
    except SealBroken:
        done.broken += 1
        return
    here = [part == row[part.name] for part in one.table.primary_key.columns]
    db.session.execute(update(one.table).where(*here, one.column == token).values({one.column.name: anew}))
    done.values += 1


def _seal_files(ring: KeyRing, done: Exchange) -> None:
    """Each under its own name, whole or not at all; one that still lies plain is no matter of keys."""
    for path in sorted(path for path in files.folder().iterdir() if path.is_file()):
        with path.open("rb") as file:
            start = file.read(LONGEST_HEAD)
        if key_of(start) in (None, ring.sealing_key):
            continue
        try:
            content = open_file(ring, path.read_bytes(), path.name)
        except SealBroken:
            done.broken += 1
            continue
        files.write_whole(path, seal_file(ring, content, path.name))
        done.files += 1


def _missing() -> int:
    with db.engine.connect() as connection:
        return sum(one.content_mac is not None and not files.is_there(one.stored_as) for one in kept_files(connection))


def put_aside(ring: KeyRing, place: Path, now: datetime) -> Path | None:
    """Keep the old keys in a dated file beside the ring, which older backups need; None when there is no old one."""
    old = {name: key for name, key in ring.fields.items() if name != ring.sealing_key}
    if not old:
        return None
    for path, kept in set_aside_in(place):
        if old.items() <= kept.fields.items():
            return path
    target = place.with_name(f"{place.stem}-{local(now):%Y%m%d-%H%M%S}-{secrets.token_hex(2)}{place.suffix}")
    replace(ring, fields=old).keep(target)
    return target


def set_aside_in(place: Path) -> Iterable[tuple[Path, KeyRing]]:
    """The rings that were put aside beside a key file, the oldest first."""
    for path in sorted(place.parent.glob(f"{place.stem}-*{place.suffix}")):
        with suppress(KeyFileBroken):
            ring = KeyRing.read(path)
            if ring is not None:
                yield path, ring
