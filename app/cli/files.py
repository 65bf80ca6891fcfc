"""`flask files`: files without a row, rows without a file, and how what is missing comes back from a backup."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext

from app.cli.archive import FILES, stored_in
from app.cli.backup import ring_in
from app.cli.backup_file import opened_backup
from app.cli.backup_lock import Openers
from app.cli.kept_files import KeptFile, kept_files
from app.cli.refusal import Refused, in_sentences
from app.cli.scratch import scratch_folder
from app.core import clock, files
from app.core.crypto import keys
from app.core.db import db
from app.core.key_ring import KeyRing, SealBroken
from app.core.sealed_files import OtherKey, content_mac, seal_file

YOUNG = 24 * 3600
"""Seconds within which a file may belong to somebody whose transaction is not at its end."""
ORPHANS = "没有记录的文件\t{count} 个（没办成的事留下的，不影响什么）"
OLD_KEYS = "这份备份是用旧密钥加密的。请加上 --keys，指给备份那时候的密钥文件（keys-日期-….json）。"
PUT_BACK = "请运行 .venv/bin/flask files put-back 备份文件，从备份里补回来。"


@dataclass
class Found:
    """What does not fit: rows whose file is missing, was changed or is sealed with other keys, files without a row."""

    missing: list[KeptFile] = field(default_factory=list)
    changed: list[KeptFile] = field(default_factory=list)
    strange: list[KeptFile] = field(default_factory=list)
    orphans: list[Path] = field(default_factory=list)
    sound: int = 0
    """Small pictures are not counted."""

    @property
    def lost(self) -> list[KeptFile]:
        """Rows that a backup may help."""
        return [*self.missing, *self.changed]


@click.group("files")
def files_group() -> None:
    """附件的文件：核对，补回，清理。"""


@files_group.command("check")
@click.option("--remove-orphans", is_flag=True, help="没有记录、放了一天以上的文件，删掉。")
@click.option("--yes", is_flag=True, help="真的删，不再问。")
@with_appcontext
def check(remove_orphans: bool, yes: bool) -> None:
    """每个附件都打开看一遍：缺了的、坏了的、没有记录的，列出来。"""
    with in_sentences():
        found = look_through()
        click.echo("\n".join(_lines(found)))
        if remove_orphans:
            click.echo(_remove(found.orphans, is_sure=yes))
    if found.lost or found.strange:
        raise SystemExit(1)


@files_group.command("put-back")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--identity", type=click.Path(dir_okay=False, path_type=Path), help="备份密钥写在这个文件里。")
@click.option("--passphrase-file", type=click.Path(dir_okay=False, path_type=Path), help="口令写在这个文件的第一行。")
@click.option("--keys", "key_file", type=click.Path(dir_okay=False, path_type=Path), help="备份那时候的密钥文件。")
@with_appcontext
def put_back(file: Path, identity: Path | None, passphrase_file: Path | None, key_file: Path | None) -> None:
    """缺了的、坏了的附件，从一份备份里补回来；别的都不动（系统开着也可以）。"""
    with in_sentences():
        lost = look_through().lost
        if not lost:
            click.echo("附件一个不缺，都能打开，不用补。")
            return
        ring = ring_in(key_file) if key_file is not None else keys()
        folder = Path(str(current_app.config["DATA_FOLDER"]))
        with (
            scratch_folder(folder) as room,
            opened_backup(file, Openers(identity, passphrase_file), room) as (
                archive,
                _manifest,
            ),
        ):
            done = [one for one in lost if _put_back(one, archive, ring)]
    click.echo(f"补回来 {len(done)} 个附件。")
    rest = [one for one in lost if one not in done]
    if rest:
        raise Refused("\n".join([f"还有 {len(rest)} 个这份备份里没有，请换更早的备份再补：", *map(_line, rest)]))


def look_through() -> Found:
    """Open every kept file, one at a time.  Raises `WrongKeys`, `OSError`."""
    found, named, ring = Found(), set(), keys()
    with db.engine.connect() as connection:
        for one in kept_files(connection):
            named.add(one.stored_as)
            _judge(one, ring, found)
    found.orphans = [path for path in sorted(files.folder().iterdir()) if path.name not in named]
    return found


def _judge(one: KeptFile, ring: KeyRing, found: Found) -> None:
    try:
        stored = (files.folder() / one.stored_as).read_bytes()
        files.opened(ring, stored, one.stored_as, one.content_mac, one.matter)
    except FileNotFoundError:
        found.missing.append(one)
    except OtherKey:
        found.strange.append(one)
    except SealBroken:
        found.changed.append(one)
    else:
        found.sound += not one.is_thumbnail


def _put_back(one: KeptFile, archive: zipfile.ZipFile, ring: KeyRing) -> bool:
    """Whether the backup holds the very content of this row, under its name, or plain from before; it is then back."""
    content = _content_in(archive, one, ring)
    if content is None:
        return False
    place = files.folder() / one.stored_as
    files.write_whole(place, content if one.content_mac is None else seal_file(keys(), content, place.name))
    return True


def _content_in(archive: zipfile.ZipFile, one: KeptFile, ring: KeyRing) -> bytes | None:
    stored = stored_in(archive)(one.stored_as)
    if stored is not None:
        try:
            return files.opened(ring, stored, one.stored_as, one.content_mac, one.matter)
        except OtherKey:
            raise Refused(OLD_KEYS) from None
        except SealBroken:
            return None
    for name in archive.namelist():
        if len(name) == len(FILES) + 1 + files.PLAIN_NAME and one.content_mac is not None:
            content = archive.read(name)
            if content_mac(ring, content, one.matter) == one.content_mac:
                return content
    return None


def _lines(found: Found) -> Iterator[str]:
    yield f"完好的附件\t{found.sound} 个"
    for words, rows in (("缺了文件的", found.missing), ("坏了的", found.changed), ("另一份密钥加密的", found.strange)):
        if rows:
            yield f"{words}\t{len(rows)} 个"
            yield from map(_line, rows)
    if found.lost:
        yield PUT_BACK
    yield ORPHANS.format(count=len(found.orphans))
    yield from (f"  {path.name}" for path in found.orphans)


def _line(one: KeptFile) -> str:
    return f"  {one.words}"


def _remove(orphans: list[Path], *, is_sure: bool) -> str:
    now = clock.now().timestamp()
    old = [path for path in orphans if now - path.stat().st_mtime > YOUNG]
    if not old:
        return "没有放了一天以上的，什么也没删。"
    if not is_sure:
        return f"其中 {len(old)} 个放了一天以上，可以删。确定要删，请加上 --yes 再运行一次。"
    for path in old:
        path.unlink()
    return f"删了 {len(old)} 个。"


commands = (files_group,)
