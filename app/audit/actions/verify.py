"""`flask audit verify`: does the chain hold, and do today's rows still say what it vouches for?

Everything is read in streams; nothing is written.  A finding names where: the entry's number, or table and row.  The
connection must see one moment (a snapshot), for others go on writing meanwhile.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, select

from app.audit.actions.access_stretches import stretch_faults
from app.audit.actions.heard import STREAMED, UNREADABLE, Heard, read_chain
from app.audit.models import AuditHead, HeadCopy
from app.audit.models.witness import covered, digest_of, key_of, label_of, table_of, witnessed_tables
from app.core.append_only import missing_triggers
from app.core.db import Model
from app.core.key_ring import KeyRing


@dataclass(frozen=True)
class Copy:
    """A head as it stands on paper, in a message or on a backup: entry and the first digits of its hash."""

    number: int
    hash: str
    where: str


def verify(connection: Connection, ring: KeyRing, outside: Sequence[Copy] = (), *, is_living: bool = True) -> list[str]:
    """Every finding as a sentence; none when the chain is whole and all it vouches for stands as it was.

    A backup (`is_living` false) may be of an older version: tables it covers in other columns are passed over.
    """
    copies = [*_copies(connection), *outside]
    heard = read_chain(connection, ring, {copy.number for copy in copies})
    return [
        *heard.faults,
        *_head_faults(connection, heard),
        *(fault for copy in copies if (fault := _copy_fault(copy, heard))),
        *_row_faults(connection, ring, heard, is_living=is_living),
        *stretch_faults(connection, ring.chain_key, heard.stretches),
        *(f"{name} 表的保护（不许改、不许删）被人拆掉了。" for name in missing_triggers(connection)),
    ]


def _head_faults(connection: Connection, heard: Heard) -> list[str]:
    row = connection.execute(select(AuditHead.entry_id, AuditHead.hash)).first()
    if row is None:
        return [] if heard.last == 0 else ["操作记录的末尾标记不见了。"]
    same = (row.entry_id, row.hash) == (heard.last, heard.last_hash)
    return [] if same else ["操作记录的末尾对不上：有人删过或者添过。"]


def _copies(connection: Connection) -> list[Copy]:
    found = select(HeadCopy.entry_id, HeadCopy.hash, HeadCopy.given_at).order_by(HeadCopy.id)
    return [Copy(row.entry_id, row.hash, f"{row.given_at:%Y-%m-%d} 发出的校验码") for row in connection.execute(found)]


def _copy_fault(copy: Copy, heard: Heard) -> str | None:
    found = heard.hashes.get(copy.number)
    if found is None:
        return f"{copy.where}（第 {copy.number} 条）在操作记录里找不到：末尾被人截掉了。"
    return None if found.startswith(copy.hash) else f"{copy.where}（第 {copy.number} 条）对不上：操作记录被人重写过。"


def _row_faults(connection: Connection, ring: KeyRing, heard: Heard, *, is_living: bool) -> Iterator[str]:
    """Rows that differ from what the chain vouches for, that it never heard of, and that are no longer there."""
    known = set(heard.adopted)
    twice = sorted({label for label in heard.adopted if heard.adopted.count(label) > 1})
    yield from (f"{label.partition(':')[0]} 表被重新登记过一次：有人动过登记表。" for label in twice)
    for model in witnessed_tables():
        label = label_of(model)
        if known and label not in known:
            if is_living:
                yield f"{model.__tablename__} 表还没有登记进操作记录。请先运行一次 make run，再核对。"
            continue
        yield from _faults_of(connection, ring, model, dict(heard.digests.get(label, {})))


def _faults_of(
    connection: Connection, ring: KeyRing, model: type[Model], known: dict[str, tuple[int, str]]
) -> Iterator[str]:
    table, last = model.__tablename__, "0"
    asked = select(*covered(model)).order_by(*table_of(model).primary_key)
    try:
        with connection.execute(asked, execution_options=STREAMED) as rows:
            for row in rows.mappings():
                last, digest = key_of(model, row), digest_of(ring.chain_key, model, row)
                entry, vouched = known.pop(last, (0, None))
                if digest != vouched:
                    yield _said(table, last, entry)
    except UNREADABLE:
        yield f"{table} 表第 {last} 行后面的一行认不得：是绕过系统写进去的。"
        return
    yield from (
        f"{table} 表第 {key} 行（操作记录第 {entry} 条登记过）被绕过系统删掉了。"
        for key, (entry, _) in sorted(known.items())
    )


def _said(table: str, key: str, entry: int) -> str:
    if entry == 0:
        return f"{table} 表第 {key} 行没有登记过：是绕过系统添进去的。"
    return f"{table} 表第 {key} 行在操作记录第 {entry} 条以后被绕过系统改过。"
