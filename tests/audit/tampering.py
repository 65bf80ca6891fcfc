"""What somebody does who can write the database: each changes rows past the program, on a connection of its own.

The triggers are taken away first and put back afterwards, as whoever knows the file would.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import Connection, delete, select, text, update
from sqlalchemy.exc import DBAPIError

from app.audit.actions.heard import COVERED
from app.audit.models import AuditEntry, AuditHead, HeadCopy
from app.audit.rules import FIRST, entry_hash
from app.core.append_only import REFUSAL, lifted
from app.core.db import db
from app.core.key_ring import KeyRing
from tests.town import NOW

ENTRY, HEAD = AuditEntry.__table__, AuditHead.__table__
Action = Callable[[Connection, KeyRing], None]


@dataclass(frozen=True)
class Tampering:
    """A deed past the program, and what must be said of it: a part of some finding."""

    name: str
    deed: Action
    said: str


@contextmanager
def passed_by() -> Iterator[Connection]:
    """A connection past the program, whose changes are not kept."""
    db.session.rollback()
    with db.engine.connect() as connection:
        yield connection
        connection.rollback()


def is_refused(statement: str) -> bool:
    """Whether the database says that such rows are not changed."""
    try:
        with passed_by() as connection:
            connection.execute(text(statement))
    except DBAPIError as error:
        return REFUSAL in str(error)
    return False


def sql(*statements: str) -> Action:
    """Plain statements."""

    def run(connection: Connection, _ring: KeyRing) -> None:
        for statement in statements:
            assert connection.execute(text(statement)).rowcount > 0, statement

    return run


def ids(connection: Connection) -> list[int]:
    return list(connection.scalars(select(ENTRY.c.id).order_by(ENTRY.c.id)))


def change_token(connection: Connection, _ring: KeyRing) -> None:
    third = ids(connection)[2]
    other = connection.scalar(select(ENTRY.c.content_token).where(ENTRY.c.id == third + 1))
    connection.execute(update(ENTRY).where(ENTRY.c.id == third).values(content_token=other))


def change_account(connection: Connection, _ring: KeyRing) -> None:
    connection.execute(update(ENTRY).where(ENTRY.c.id == ids(connection)[2]).values(account_id=7))


def change_moment(connection: Connection, _ring: KeyRing) -> None:
    moved = NOW - timedelta(days=1)
    connection.execute(update(ENTRY).where(ENTRY.c.id == ids(connection)[2]).values(occurred_at=moved))


def change_digests(connection: Connection, _ring: KeyRing) -> None:
    vouching = connection.scalars(select(ENTRY.c.id).where(ENTRY.c.digests != "")).first()
    connection.execute(update(ENTRY).where(ENTRY.c.id == vouching).values(digests=""))


def delete_one(connection: Connection, _ring: KeyRing) -> None:
    connection.execute(delete(ENTRY).where(ENTRY.c.id == ids(connection)[2]))


def delete_the_first(connection: Connection, _ring: KeyRing) -> None:
    connection.execute(delete(ENTRY).where(ENTRY.c.id.in_(ids(connection)[:3])))


def swap_two(connection: Connection, _ring: KeyRing) -> None:
    one, other = ids(connection)[2:4]
    for old, new in ((one, 9999), (other, one), (9999, other)):
        connection.execute(update(ENTRY).where(ENTRY.c.id == old).values(id=new))


def cut_tail(connection: Connection, _ring: KeyRing) -> None:
    connection.execute(delete(ENTRY).where(ENTRY.c.id.in_(ids(connection)[-5:])))


def cut_tail_and_set_head_back(connection: Connection, ring: KeyRing) -> None:
    cut_tail(connection, ring)
    _head_at_end(connection)


def rewrite_without_key(connection: Connection, _ring: KeyRing) -> None:
    _rewrite(connection, b"somebody else's key")


def rewrite_with_key(connection: Connection, ring: KeyRing) -> None:
    """Whoever has the key file as well: an entry goes, and all after it are hashed anew."""
    connection.execute(delete(ENTRY).where(ENTRY.c.id == _quiet(connection)))
    _rewrite(connection, ring.chain_key)


def cut_quiet_tail(connection: Connection, _ring: KeyRing) -> None:
    """The last entry, which vouches for no row, and the head set back."""
    connection.execute(delete(ENTRY).where(ENTRY.c.id == _quiet(connection)))
    _head_at_end(connection)


def _quiet(connection: Connection) -> int:
    last = ids(connection)[-1]
    assert connection.scalar(select(ENTRY.c.digests).where(ENTRY.c.id == last)) == ""
    return last


def empty_all(connection: Connection, _ring: KeyRing) -> None:
    for table in (ENTRY, HEAD, HeadCopy.__table__):
        connection.execute(delete(table))


def erase_content(connection: Connection, _ring: KeyRing) -> None:
    connection.execute(update(ENTRY).where(ENTRY.c.id == ids(connection)[2]).values(key_sealed=None))


def _rewrite(connection: Connection, key: bytes) -> None:
    previous = FIRST
    for row in connection.execute(select(ENTRY).order_by(ENTRY.c.id)).mappings().all():
        found = entry_hash(key, previous, {name: row[name] for name in COVERED})
        values = {"previous_hash": previous, "hash": found}
        connection.execute(update(ENTRY).where(ENTRY.c.id == row["id"]).values(**values))
        previous = found
    _head_at_end(connection)


def _head_at_end(connection: Connection) -> None:
    last = connection.execute(select(ENTRY.c.id, ENTRY.c.hash).order_by(ENTRY.c.id.desc()).limit(1)).one()
    connection.execute(update(HEAD).values(entry_id=last.id, hash=last.hash))


def tamper(connection: Connection, ring: KeyRing, deed: Action) -> None:
    """Carry out a deed with the triggers away."""
    with lifted(connection):
        deed(connection, ring)


def set_in(table: str, setting: str, where: str = "id = 1") -> Action:
    """One value of a row."""
    return sql(f"UPDATE {table} SET {setting} WHERE {where}")


LINK, END = "条对不上", "末尾对不上"
TRAIL = (
    Tampering("what an entry says is changed", change_token, LINK),
    Tampering("who did it is changed", change_account, LINK),
    Tampering("when it happened is changed", change_moment, LINK),
    Tampering("what it vouches for is changed", change_digests, LINK),
    Tampering("an entry is deleted", delete_one, LINK),
    Tampering("the first entries are deleted", delete_the_first, "开头被人删掉"),
    Tampering("two entries are swapped", swap_two, LINK),
    Tampering("the last five are deleted", cut_tail, END),
    Tampering("the last five are deleted and the head set back", cut_tail_and_set_head_back, "没有登记过"),
    Tampering("an entry and all hashes after it are rewritten", rewrite_without_key, LINK),
    Tampering("trail and head are emptied", empty_all, "没有登记过"),
    Tampering("an entry holds what is no list of digests", set_in("audit_entry", "digests = '{'", "id = 3"), LINK),
    Tampering("an entry holds a key that is cut off", set_in("audit_entry", "key_sealed = 'v1.x'", "id = 3"), "打不开"),
    Tampering("what an entry says is thrown away", erase_content, "没有人登记过要抹去"),
)
CHANGED, DELETED = "以后被绕过系统改过", "被绕过系统删掉了"
FROZEN_TOO = sql(
    "UPDATE clause SET amount = 30000 WHERE amount = 3000",
    "UPDATE agreement SET frozen_text = replace(frozen_text, '3000', '30000'), frozen_hash = frozen_hash",
)
GHOST = """
INSERT INTO account (login_name, password_hash, must_change_password, is_waiting, is_discipline_head, role, person_id,
                     text_size, row_version)
SELECT 'ghost', '', false, false, false, 'administrator', person_id, 'standard', 1
FROM account WHERE login_name = 'admin'
"""


LAUNDERED = sql("UPDATE account SET role = 'administrator' WHERE id = 1", "DELETE FROM audit_adopted_table")
LETTER, CASE, SITTING = "petition_letter 表第 1 行", "mediation_case 表第 1 行", "mediation_session 表第 1 行"
FIRST_PERIOD = sql("UPDATE task SET deadline_id = NULL", "DELETE FROM deadline WHERE id = 1")
ROWS = (
    Tampering("a clause", set_in("clause", "amount = 30000", "amount = 3000"), "clause 表第 3 行在操作记录第"),
    Tampering("a clause with the frozen text", FROZEN_TOO, "agreement 表第 1 行在操作记录第"),
    Tampering("the day of a signature", set_in("signature", "signed_on = '2026-11-20'"), "signature 表第 1 行"),
    Tampering("the day of the seal", set_in("agreement", "sealed_on = '2026-11-20'"), CHANGED),
    Tampering("the day of effect", set_in("agreement", "in_force_on = '2026-11-30'"), CHANGED),
    Tampering("the last day of a period", set_in("deadline", "due_on = '2027-12-31'"), "deadline 表第 1 行"),
    Tampering("a period's row", FIRST_PERIOD, DELETED),
    Tampering("the text of a sealed letter", set_in("petition_letter", "frozen_json = '{}'"), LETTER),
    Tampering("the day of service", set_in("petition_letter", "served_on = '2026-11-24'"), LETTER),
    Tampering("when a case was registered", set_in("mediation_case", "registered_at = '2026-01-01 00:00:00'"), CASE),
    Tampering("the answers of a step", set_in("task", "answers = '{}'"), "task 表第 1 行"),
    Tampering("a step opened again", set_in("task", "closed_at = NULL"), "task 表第 1 行"),
    Tampering("the words of a sitting", set_in("mediation_session", "statements = '甲全认了。'"), SITTING),
    Tampering("who consented", set_in("consent", "state = 'refused'"), "consent 表第 1 行"),
    Tampering("the name of a party", set_in("participant", "name = '王丙'"), "participant 表第 1 行"),
    Tampering("an attachment's row", sql("DELETE FROM attachment"), "attachment 表第 1 行"),
    Tampering("a role", set_in("account", "role = 'administrator'"), "account 表第 1 行"),
    Tampering("a password", set_in("account", "password_hash = 'x'"), "account 表第 1 行"),
    Tampering("a role with the register of covered tables", LAUNDERED, "account 表第 1 行"),
    Tampering(
        "a word the program never writes", set_in("account", "role = 'boss'"), "account 表第 0 行后面的一行认不得"
    ),
    Tampering("an account that nobody opened", sql(GHOST), "没有登记过"),
    Tampering("the log of looks is emptied", sql("DELETE FROM access_log"), "查看记录第 1 到"),
    Tampering("a look is changed", set_in("access_log", "account_id = 2"), "查看记录第 1 到"),
)
