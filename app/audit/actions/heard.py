"""What the chain says, gathered in one reading from its first entry to its last."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field

from sqlalchemy import Connection, RowMapping, select

from app.audit.actions.access_stretches import STRETCH
from app.audit.actions.erase import ERASED
from app.audit.models import AuditEntry
from app.audit.models.content import open_with
from app.audit.rules import FIRST, entry_hash
from app.core.key_ring import KeyRing, SealBroken

COVERED = (
    *("deed", "subject_kind", "subject_id", "account_id"),
    *("occurred_at", "entered_at", "content_token", "digests"),
)
BEGUN, ADOPTED = "audit:chain_begun", "audit:adopted"
STREAMED = {"yield_per": 1_000}
UNREADABLE = (ValueError, TypeError, ArithmeticError)
"""What reading a row raises that holds what the program never writes: a word, a day or a number that is none."""


@dataclass
class Heard:
    """The faults of the chain itself, and what it vouches for."""

    faults: list[str] = field(default_factory=list)
    digests: dict[str, dict[str, tuple[int, str]]] = field(default_factory=dict)
    """For every label and row the last entry that vouches for it and the digest; taken out when the row was."""
    hashes: dict[int, str] = field(default_factory=dict)
    """The hashes of the entries that a copy of the head names."""
    stretches: list[dict[str, object]] = field(default_factory=list)
    adopted: list[str] = field(default_factory=list)
    """Labels of the tables the chain covers, as its own entries say."""
    roots: set[str] = field(default_factory=lambda: {FIRST})
    """What a first entry may follow: nothing, or the head of the chain before this one."""
    erased: dict[int, tuple[str, int]] = field(default_factory=dict)
    """Entries without a content and what they are about, until an entry says that it was erased."""
    last: int = 0
    last_hash: str = FIRST


def read_chain(connection: Connection, ring: KeyRing, wanted: set[int]) -> Heard:
    """Follow the chain; `wanted` are the entries whose hashes are asked for later."""
    heard, table = Heard(), AuditEntry.__table__
    asked, expected, first = select(table).order_by(table.c.id), None, None
    try:
        with connection.execute(asked, execution_options=STREAMED) as rows:
            for row in rows.mappings():
                first = first or row["previous_hash"]
                _hear(row, expected, ring, heard)
                if row["id"] in wanted:
                    heard.hashes[row["id"]] = row["hash"]
                expected, heard.last, heard.last_hash = row["hash"], row["id"], row["hash"]
    except UNREADABLE:
        heard.faults.append(f"操作记录第 {heard.last} 条后面的一条读不出来：被人改过。")
    if first is not None and first not in heard.roots:
        heard.faults.append("操作记录的开头被人删掉了。")
    heard.faults += [f"操作记录第 {entry} 条的内容没有了，可是没有人登记过要抹去它。" for entry in sorted(heard.erased)]
    return heard


def _hear(row: RowMapping, expected: str | None, ring: KeyRing, heard: Heard) -> None:
    fault = _link_fault(row, expected, ring)
    if fault:
        heard.faults.append(fault)
    _hear_digests(row, heard)
    about = (row["subject_kind"], row["subject_id"])
    if row["key_sealed"] is None:
        heard.erased[row["id"]] = about
        return
    if row["deed"] == ERASED:
        heard.erased = {entry: subject for entry, subject in heard.erased.items() if subject != about}
    try:
        content = open_with(ring, row["content_token"], row["key_sealed"], row["previous_hash"])
    except SealBroken:
        heard.faults.append(f"操作记录第 {row['id']} 条的内容打不开：密钥不对，或者被改过。")
        return
    _hear_content(row, content.detail, heard)


def _link_fault(row: RowMapping, expected: str | None, ring: KeyRing) -> str | None:
    """Whether the entry follows the one before it, and its hash follows from both."""
    values = {name: row[name] for name in COVERED}
    follows = expected in (None, row["previous_hash"])
    if follows and row["hash"] == entry_hash(ring.chain_key, row["previous_hash"], values):
        return None
    return f"操作记录第 {row['id']} 条对不上：它或它前面的一条被改过、删过。"


def _hear_digests(row: RowMapping, heard: Heard) -> None:
    for label, key, digest, before in _vouched(row["digests"]):
        known = heard.digests.setdefault(label, {})
        entry, last = known.get(key, (0, None))
        if before is not None and last is not None and before != last:
            table = label.partition(":")[0]
            heard.faults.append(
                f"{table} 表第 {key} 行在操作记录第 {entry} 条以后、第 {row['id']} 条以前被绕过系统改过。"
            )
        if digest is None:
            known.pop(key, None)
        else:
            known[key] = (row["id"], digest)


def _vouched(digests: str) -> Iterator[tuple[str, str, str | None, str | None]]:
    """Label, key, digest, and the digest of what was found there before, where that is known."""
    try:
        told = [(label, dict(rows)) for label, rows in json.loads(digests or "{}").items()]
    except (ValueError, TypeError, AttributeError):
        return  # no entry of ours: its hash does not hold either
    for label, rows in told:
        for key, one in rows.items():
            digest, before = one if isinstance(one, list) else (one, None)
            yield label, key, digest, before


def _hear_content(row: RowMapping, detail: dict[str, object], heard: Heard) -> None:
    if row["deed"] == STRETCH:
        heard.stretches.append({**detail, "entry": row["id"]})
    elif row["deed"] == ADOPTED:
        labels = detail.get("labels")
        heard.adopted += [str(label) for label in labels] if isinstance(labels, list) else []
    elif row["deed"] == BEGUN:
        heard.adopted.clear()  # what stood before was adopted by an earlier chain
        heard.roots.add(str(detail["old_hash"]))
