"""Whether a restored database can be relied on: each check is None, or a sentence on what is wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from sqlalchemy import Connection, RowMapping, inspect, or_, select, text

from app.audit.actions.old_chain import old_chain_fault
from app.audit.actions.verify import verify
from app.cli.archive import Manifest
from app.cli.kept_files import kept_files
from app.cli.snapshot import SQLITE, count_rows
from app.core.files import opened
from app.core.key_ring import KeyRing, SealBroken
from app.core.sealed_columns import AT_ONCE, ENDING, SealedColumn, sealed_columns_in
from app.core.sealed_files import OtherKey

Stored = Callable[[str], bytes | None]
"""The bytes that lie under a file's name; None when there is no such file."""
OTHER_KEYS = "现在的密钥文件不是备份时的那一份，请把那一份放回来（也可以用 --keys 指给它）"


def faults(
    connection: Connection, manifest: Manifest, keys: KeyRing, stored: Stored
) -> Iterable[tuple[str, str | None]]:
    """Every check by its Chinese name, with the sentence on what is wrong or None; lazily, in order.

    Every sealed value and every attachment is opened, one at a time.
    """
    yield "数据库完好", _integrity(connection)
    yield "表与表对得上", _foreign_keys(connection)
    yield "行数和备份时一样", _counts(connection, manifest)
    yield "加密的内容每一条都能打开", sealed_fault(connection, keys)
    yield "操作记录没有被改过", _chain(connection, keys)
    yield "附件都在，都能打开", _attachments(connection, keys, stored)


def _chain(connection: Connection, keys: KeyRing) -> str | None:
    """The chain and all it vouches for, or the chain alone in a backup from before it was sealed."""
    seen = inspect(connection)
    if not seen.has_table("audit_entry"):
        return None
    if "content_token" not in {one["name"] for one in seen.get_columns("audit_entry")}:
        return old_chain_fault(connection)
    return next(iter(verify(connection, keys, is_living=False)), None)


def _integrity(connection: Connection) -> str | None:
    if connection.dialect.name != SQLITE:
        return None  # pg_restore has rebuilt every index and constraint
    said = connection.scalar(text("PRAGMA integrity_check"))
    return None if said == "ok" else f"数据库文件坏了：{said}"


def _foreign_keys(connection: Connection) -> str | None:
    if connection.dialect.name == SQLITE:
        row = connection.execute(text("PRAGMA foreign_key_check")).first()
        return None if row is None else f"{row[0]} 表里有一行指向 {row[2]} 表里不存在的行。"
    unchecked = text("SELECT conrelid::regclass::text FROM pg_constraint WHERE contype = 'f' AND NOT convalidated")
    name = connection.scalar(unchecked)
    return None if name is None else f"{name} 表的引用没有核对过。"


def _counts(connection: Connection, manifest: Manifest) -> str | None:
    found = count_rows(connection)
    for name in sorted(found.keys() | manifest.rows.keys()):
        if found.get(name) != manifest.rows.get(name):
            return f"{name} 表应有 {manifest.rows.get(name, '0')} 行，恢复出来 {found.get(name, '0')} 行。"
    return None


def sealed_fault(connection: Connection, keys: KeyRing) -> str | None:
    """Open every sealed value in its place: one that was copied to another row, or spoilt, does not open.

    Where an index of it is kept beside, it must be the value's own: one taken away, or an older one put back, is not.
    """
    for one in sealed_columns_in(connection):
        for row in one.all_rows(connection):
            if not keys.holds(row[one.column.name]):
                return f"{one.table.name} 表里加密的内容打不开：{OTHER_KEYS}。"
            if not one.opens(keys, row):
                return f"{one.name}（编号 {_number(one, row)}）打不开：它被改动过，或者是从别的一行抄来的。"
        fault = _index_fault(connection, one, keys)
        if fault is not None:
            return fault
    return None


def _index_fault(connection: Connection, one: SealedColumn, keys: KeyRing) -> str | None:
    plain = one.column.name.removesuffix(ENDING)
    index = one.table.c.get(f"{plain}_index")
    if index is None:
        return None
    key, bound = list(one.table.primary_key), [one.table.c[name] for name in one.bound_to]
    asked = select(*key, *bound, one.column, index).where(or_(one.column.is_not(None), index.is_not(None)))
    with connection.execute(asked, execution_options={"yield_per": AT_ONCE}) as rows:
        for row in rows.mappings():
            token = row[one.column.name]
            found = keys.blind_index(keys.open(token, one.place(row)), plain) if token is not None else None
            if found != row[index.name]:
                return f"{one.name}（编号 {_number(one, row)}）跟它的索引对不上：被拿掉过，或者换过。"
    return None


def _number(one: SealedColumn, row: RowMapping) -> str:
    return "、".join(str(row[key.name]) for key in one.table.primary_key.columns)


def _attachments(connection: Connection, keys: KeyRing, stored: Stored) -> str | None:
    for kept in kept_files(connection):
        content = stored(kept.stored_as)
        if content is None:
            return f"{kept.words}的文件不在备份里。"
        try:
            opened(keys, content, kept.stored_as, kept.content_mac, kept.matter)
        except OtherKey:
            return f"{kept.words}打不开：{OTHER_KEYS}。"
        except SealBroken:
            return f"{kept.words}的内容变过。"
    return None
