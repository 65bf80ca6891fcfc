"""`flask audit verify`: does the chain hold, and do today's rows still say what it vouches for?

Everything is read in streams; nothing is written.  A finding names where: the entry's number, or table and row.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection, RowMapping, select

from app.audit.access_stretches import STRETCH, stretch_faults
from app.audit.content import open_with
from app.audit.erase import ERASED
from app.audit.models import AdoptedTable, AuditEntry, AuditHead, HeadCopy
from app.audit.rules import FIRST, entry_hash
from app.audit.witness import covered, digest_of, key_of, label_of, witnessed_tables
from app.core.append_only import missing_triggers
from app.core.db import Model
from app.core.key_ring import KeyRing, SealBroken

COVERED = (
    *("deed", "subject_kind", "subject_id", "account_id"),
    *("occurred_at", "entered_at", "content_token", "digests"),
)
BEGUN, ADOPTED = "audit:chain_begun", "audit:adopted"
STREAMED = {"yield_per": 1_000}


@dataclass
class Heard:
    """What the chain says, gathered in one reading."""

    faults: list[str] = field(default_factory=list)
    digests: dict[str, dict[str, tuple[int, str]]] = field(default_factory=dict)
    """For every label and row the last entry that vouches for it and the digest; taken out when the row was."""
    hashes: dict[int, str] = field(default_factory=dict)
    """The hashes of the entries that a copy of the head names."""
    stretches: list[dict[str, object]] = field(default_factory=list)
    adopted: list[str] = field(default_factory=list)
    roots: set[str] = field(default_factory=lambda: {FIRST})
    """What a first entry may follow: nothing, or the head of the chain before this one."""
    last: int = 0
    last_hash: str = FIRST


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
        *row_faults(connection, ring, heard, is_living=is_living),
        *stretch_faults(connection, ring.chain_key, heard.stretches),
        *(f"{name} 表的保护（不许改、不许删）被人拆掉了。" for name in missing_triggers(connection)),
    ]


def read_chain(connection: Connection, ring: KeyRing, wanted: set[int]) -> Heard:
    """Follow the chain from its first entry; `wanted` are the entries whose hashes are asked for later."""
    heard, erased = Heard(), {}
    table = AuditEntry.__table__
    rows = connection.execute(select(table).order_by(table.c.id), execution_options=STREAMED).mappings()
    expected = first = None
    for row in rows:
        first = first or row["previous_hash"]
        fault = _link_fault(row, expected, ring)
        if fault:
            heard.faults.append(fault)
        if row["key_sealed"] is None:
            erased[row["id"]] = (row["subject_kind"], row["subject_id"])
        elif row["deed"] == ERASED:
            gone = (row["subject_kind"], row["subject_id"])
            erased = {entry: subject for entry, subject in erased.items() if subject != gone}
        _hear(row, ring, heard)
        if row["id"] in wanted:
            heard.hashes[row["id"]] = row["hash"]
        expected, heard.last, heard.last_hash = row["hash"], row["id"], row["hash"]
    if first is not None and first not in heard.roots:
        heard.faults.append("操作记录的开头被人删掉了。")
    heard.faults += [f"操作记录第 {entry} 条的内容没有了，可是没有人登记过要抹去它。" for entry in sorted(erased)]
    return heard


def _link_fault(row: RowMapping, expected: str | None, ring: KeyRing) -> str | None:
    """Whether the entry follows the one before it, and its hash follows from both."""
    values = {name: row[name] for name in COVERED}
    follows = expected in (None, row["previous_hash"])
    if follows and row["hash"] == entry_hash(ring.chain_key, row["previous_hash"], values):
        return None
    return f"操作记录第 {row['id']} 条对不上：它或它前面的一条被改过、删过。"


def _hear(row: RowMapping, ring: KeyRing, heard: Heard) -> None:
    for label, rows in json.loads(row["digests"] or "{}").items():
        known = heard.digests.setdefault(label, {})
        for key, digest in rows.items():
            if digest is None:
                known.pop(key, None)
            else:
                known[key] = (row["id"], digest)
    if row["key_sealed"] is None:
        return
    try:
        content = open_with(ring, row["content_token"], row["key_sealed"], row["previous_hash"])
    except SealBroken:
        heard.faults.append(f"操作记录第 {row['id']} 条的内容打不开：密钥不对，或者被改过。")
        return
    if row["deed"] == STRETCH:
        heard.stretches.append({**content.detail, "entry": row["id"]})
    elif row["deed"] == ADOPTED and content.detail["part"] == 1:
        heard.adopted.append(str(content.detail["label"]))
    elif row["deed"] == BEGUN:
        heard.roots.add(str(content.detail["old_hash"]))


def _head_faults(connection: Connection, heard: Heard) -> list[str]:
    row = connection.execute(select(AuditHead.entry_id, AuditHead.hash)).first()
    if row is None:
        return [] if heard.last == 0 else ["操作记录的末尾标记不见了。"]
    same = (row.entry_id, row.hash) == (heard.last, heard.last_hash)
    return [] if same else ["操作记录的末尾对不上：有人删过或者添过。"]


def _copies(connection: Connection) -> list[Copy]:
    found = select(HeadCopy.entry_id, HeadCopy.hash, HeadCopy.way, HeadCopy.given_at).order_by(HeadCopy.id)
    return [Copy(row.entry_id, row.hash, f"{row.given_at:%Y-%m-%d} 发出的校验码") for row in connection.execute(found)]


def _copy_fault(copy: Copy, heard: Heard) -> str | None:
    found = heard.hashes.get(copy.number)
    if found is None:
        return f"{copy.where}（第 {copy.number} 条）在操作记录里找不到：末尾被人截掉了。"
    return None if found.startswith(copy.hash) else f"{copy.where}（第 {copy.number} 条）对不上：操作记录被人重写过。"


def row_faults(connection: Connection, ring: KeyRing, heard: Heard, *, is_living: bool) -> Iterator[str]:
    """Rows that differ from what the chain vouches for, that it never heard of, and that are no longer there."""
    known = set(connection.scalars(select(AdoptedTable.label)))
    twice = sorted({label for label in heard.adopted if heard.adopted.count(label) > 1})
    yield from (f"{label.split(':')[0]} 表被重新登记过一次：有人动过登记表。" for label in twice)
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
    table = model.__tablename__
    for row in connection.execute(select(*covered(model)), execution_options=STREAMED).mappings():
        key, digest = key_of(model, row), digest_of(ring.chain_key, model, row)
        entry, vouched = known.pop(key, (0, None))
        if digest == vouched:
            continue
        if vouched is None:
            yield f"{table} 表第 {key} 行没有登记过：是绕过系统添进去的。"
        else:
            yield f"{table} 表第 {key} 行在操作记录第 {entry} 条以后被绕过系统改过。"
    yield from (
        f"{table} 表第 {key} 行（操作记录第 {entry} 条登记过）被绕过系统删掉了。"
        for key, (entry, _) in sorted(known.items())
    )
