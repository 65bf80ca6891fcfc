"""Whether a restored database can be relied on: each check is None, or a sentence on what is wrong."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, inspect, select, text

from app.audit.verify import verify_chain
from app.cases.records import Attachment
from app.cli.archive import FILES, Manifest
from app.cli.snapshot import SQLITE, count_rows
from app.core.crypto import SealedIdentity
from app.core.db import Model
from app.core.key_ring import KeyRing, SealBroken

SEALED = ("id_number", "phone")


def faults(connection: Connection, manifest: Manifest, keys: KeyRing) -> Iterable[tuple[str, str | None]]:
    """Every check by its Chinese name, with the sentence on what is wrong or None; lazily, in order."""
    yield "数据库完好", _integrity(connection)
    yield "表与表对得上", _foreign_keys(connection)
    yield "行数和备份时一样", _counts(connection, manifest)
    yield "附件都在", _attachments(connection, manifest)
    yield "加密的内容能打开", _sealed(connection, keys)
    yield "操作记录没有被改过", verify_chain(connection, keys) if inspect(connection).has_table("audit_entry") else None


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


def _attachments(connection: Connection, manifest: Manifest) -> str | None:
    if not inspect(connection).has_table(Attachment.__tablename__):
        return None
    kept = {value for name, value in manifest.hashes.items() if name.startswith(f"{FILES}/")}
    for sha256, case_id in connection.execute(select(Attachment.sha256, Attachment.case_id)):
        if sha256 not in kept:
            return f"案件（编号 {case_id}）的一个附件不在备份里，或者内容变过。"
    return None


def _sealed(connection: Connection, keys: KeyRing) -> str | None:
    """Open one sealed value of every sealed column with the keys of this installation."""
    tables = {row.class_.__tablename__ for row in Model.registry.mappers if issubclass(row.class_, SealedIdentity)}
    for name in sorted(tables & set(inspect(connection).get_table_names())):
        for column in SEALED:
            sealed = f"{column}_sealed"
            sample = text(f"SELECT uid, {sealed} FROM {name} WHERE {sealed} IS NOT NULL LIMIT 1")
            row = connection.execute(sample).first()
            try:
                if row:
                    keys.open(row[1], f"{name}.{column}:{row[0]}")
            except SealBroken:
                return f"{name} 表里加密的内容打不开：现在的密钥文件不是备份时的那一份，请把那一份放回来。"
    return None
