"""Every way to change the records past the program, and what `flask audit verify` says of each.

What only a head outside the house shows, and what nothing shows, stands at the end; `docs/security.md` says why.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path as FilePath

import pytest
from flask import Flask
from sqlalchemy import Connection, delete, insert, text

from app.audit.actions.access_stretches import sweep_access_log
from app.audit.actions.adopt import adopt_tables
from app.audit.actions.heads import give_out_head
from app.audit.actions.record import record
from app.audit.actions.verify import Copy, verify
from app.audit.models import HeadCopy, HeadWay
from app.audit.queries import Head, head
from app.cases.models import Case
from app.cases.models.records import MediationSession
from app.core.access_log import AccessLog
from app.core.append_only import lifted
from app.core.crypto import keys
from app.core.db import db
from app.core.files import Prepared
from app.core.transaction import transaction
from app.matters.actions.attach import attach_file
from tests import postgres
from tests.agreements.paths import Path
from tests.audit.tampering import (
    ROWS,
    TRAIL,
    Tampering,
    cut_quiet_tail,
    is_refused,
    passed_by,
    rewrite_with_key,
    tamper,
)
from tests.kept_rows import KeptRows
from tests.petitions.way import Way
from tests.town import NOW

_built: dict[str, Callable[[], bool]] = {}
"""What lays that town down again, by database, once it was built there; whether it could."""


def build_town_with_records() -> None:
    """An agreement in force with signatures and promises, an attachment, a letter served, looks that were closed."""
    with transaction():
        adopt_tables(NOW)
    path = Path().frozen().signed().sealed()
    Way().register().sort().decide("accepted").letter_out()
    with transaction():
        file = Prepared(b"%PDF-1.4 something", "application/pdf")
        told = {"kind": "evidence", "occurred_at": NOW, "spoken_by": "王甲"}
        attach_file(path.case, name="照片.pdf", file=file, actor=path.account("mediator"), now=NOW, **told)
        look = {"account_id": 1, "subject_kind": "case", "subject_id": path.case_id, "deed": "looked", "at": NOW}
        db.session.execute(insert(AccessLog), [look] * 3)
    sweep_access_log(NOW)


@pytest.fixture
def records(app: Flask, database: str, tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """That town; on either database it is built once and laid down again."""
    db.session.remove()
    db.engine.dispose()
    if database in _built and _built[database]():
        return app
    build_town_with_records()
    db.session.remove()
    db.engine.dispose()
    _built[database] = kept_file(tmp_path_factory.mktemp("records")) if database == "sqlite" else kept_rows()
    return app


def kept_rows() -> Callable[[], bool]:
    """Keeps the rows of the PostgreSQL database as they are now."""
    return KeptRows(postgres.plain_address(db.engine.url.render_as_string(hide_password=False))).put_back


def kept_file(folder: FilePath) -> Callable[[], bool]:
    """Keeps the SQLite file as it is now."""
    living = FilePath(str(db.engine.url.database))
    kept = shutil.copy(living, folder / "kept.db")

    def lay() -> bool:
        for left in living.parent.glob(f"{living.name}-*"):
            left.unlink()
        shutil.copy(kept, living)
        return True

    return lay


def findings(connection: Connection, *outside: Copy) -> list[str]:
    return verify(connection, keys(), outside)


@pytest.mark.both
def test_what_nobody_touched_is_whole(records: Flask) -> None:
    with passed_by() as connection:
        assert findings(connection) == []


@pytest.mark.parametrize("tampering", [*TRAIL, *ROWS], ids=lambda one: one.name)
def test_a_change_past_the_program_is_found_and_located(records: Flask, tampering: Tampering) -> None:
    with passed_by() as connection:
        tamper(connection, keys(), tampering.deed)
        found = findings(connection)
    assert any(tampering.said in one for one in found), found


@pytest.mark.both
@pytest.mark.only("postgresql")
def test_every_change_is_found_on_a_server_too(records: Flask) -> None:
    missed = []
    for tampering in (*TRAIL, *ROWS):
        with passed_by() as connection:
            tamper(connection, keys(), tampering.deed)
            found = findings(connection)
        if not any(tampering.said in one for one in found):
            missed.append((tampering.name, found))
    assert missed == []


def sign_in_at_the_end() -> Head:
    """An entry that vouches for no row, and the head as it is then."""
    with transaction():
        mediator = Path().account("mediator")
        record("account:signed_in", mediator, mediator, now=NOW)
    db.session.rollback()
    with db.engine.connect() as connection:
        found = head(connection)
    assert found is not None
    return found


@pytest.mark.both
@pytest.mark.parametrize("deed", [cut_quiet_tail, rewrite_with_key])
def test_what_a_printed_head_alone_shows(records: Flask, deed: Callable[..., None]) -> None:
    """The last entry was a sign-in; it was cut off, or all was written anew by somebody who has the keys as well."""
    printed = sign_in_at_the_end()
    copy = Copy(printed.number, printed.hash[:16], "封条")
    with passed_by() as connection:
        assert findings(connection, copy) == []
        tamper(connection, keys(), deed)
        assert findings(connection) == []
        (found,) = findings(connection, copy)
    assert "封条" in found
    assert "截掉" in found or "重写" in found


@pytest.mark.both
def test_a_copy_that_was_given_out_shows_it_unless_it_is_taken_away_too(records: Flask) -> None:
    sign_in_at_the_end()
    with transaction():
        give_out_head(HeadWay.DIGEST, now=NOW)
    with passed_by() as connection:
        tamper(connection, keys(), cut_quiet_tail)
        assert any("截掉" in one for one in findings(connection))
        with lifted(connection):
            connection.execute(delete(HeadCopy.__table__))
        assert findings(connection) == []


@pytest.mark.both
def test_a_head_of_another_town_is_refused_with_its_number(records: Flask) -> None:
    with passed_by() as connection:
        found = findings(connection, Copy(3, "0123456789abcdef", "封条"))
    assert found == ["封条（第 3 条）对不上：操作记录被人重写过。"]


@pytest.mark.both
def test_a_change_past_the_program_is_not_covered_up_by_the_next_honest_one(records: Flask) -> None:
    """Rows whose versions are counted: the program found there what it had not written, and the trail says so."""
    with transaction():
        db.session.execute(text("UPDATE account SET role = 'administrator' WHERE login_name = 'mediator'"))
    with transaction():
        mediator = Path().account("mediator")
        mediator.disabled_at = NOW
        record("account:disabled", mediator, mediator, now=NOW)
    with passed_by() as connection:
        (found,) = findings(connection)
    assert re.fullmatch(r"account 表第 \d+ 行在操作记录第 \d+ 条以后、第 \d+ 条以前被绕过系统改过。", found)


@pytest.mark.both
def test_two_who_write_different_columns_of_a_row_leave_no_false_alarm(records: Flask) -> None:
    """A sitting has no version: what stands in memory may be older than what stands in the table."""
    with transaction():
        sitting = db.session.query(MediationSession).first()
        assert sitting is not None
        assert sitting.place
        other = "UPDATE mediation_session SET place = '东街' WHERE id = :id"
        db.session.execute(text(other), {"id": sitting.id})
        sitting.result = "没有谈成。"
        record("case:corrected", db.session.get_one(Case, sitting.case_id), None, now=NOW)
    with passed_by() as connection:
        assert findings(connection) == []


@pytest.mark.both
def test_looks_since_the_last_stretch_are_not_covered_yet(records: Flask) -> None:
    """What nothing shows: a look of today, before the clockwork has closed the stretch."""
    look = {"account_id": 1, "subject_kind": "case", "subject_id": 1, "deed": "looked", "at": NOW}
    with transaction():
        db.session.execute(insert(AccessLog), [look])
    with passed_by() as connection:
        with lifted(connection):
            connection.execute(text("DELETE FROM access_log WHERE id = (SELECT max(id) FROM access_log)"))
        assert findings(connection) == []


@pytest.mark.both
def test_the_database_itself_refuses_to_change_what_only_grows(records: Flask) -> None:
    with transaction():
        give_out_head(HeadWay.SHEET, now=NOW)
    tables = ("audit_entry", "audit_head_copy", "access_log")
    tried = [one.format(table) for table in tables for one in ("DELETE FROM {}", "UPDATE {} SET id = id + 1000")]
    assert [statement for statement in tried if not is_refused(statement)] == []


@pytest.mark.both
def test_triggers_that_refuse_nothing_are_missed(records: Flask) -> None:
    hollow = {
        "sqlite": "CREATE TRIGGER access_log_keeps_rows BEFORE DELETE ON access_log BEGIN SELECT 1; END",
        "postgresql": "CREATE TRIGGER access_log_keeps_rows BEFORE DELETE ON access_log "
        "FOR EACH STATEMENT WHEN (false) EXECUTE FUNCTION refuse_change()",
    }
    with passed_by() as connection:
        on = " ON access_log" if connection.dialect.name == "postgresql" else ""
        connection.execute(text(f"DROP TRIGGER access_log_keeps_rows{on}"))
        connection.execute(text(hollow[connection.dialect.name]))
        assert findings(connection) == ["access_log 表的保护（不许改、不许删）被人拆掉了。"]


@pytest.mark.both
def test_triggers_that_somebody_dropped_are_missed(records: Flask) -> None:
    with passed_by() as connection:
        on = " ON access_log" if connection.dialect.name == "postgresql" else ""
        connection.execute(text(f"DROP TRIGGER access_log_keeps_rows{on}"))
        assert findings(connection) == ["access_log 表的保护（不许改、不许删）被人拆掉了。"]


@pytest.mark.both
def test_looks_are_closed_once_a_day_and_only_new_ones(records: Flask) -> None:
    assert sweep_access_log(NOW) == 0
    assert sweep_access_log(NOW + timedelta(days=1)) == 0
    look = {"account_id": 1, "subject_kind": "case", "subject_id": 1, "deed": "looked", "at": NOW}
    with transaction():
        db.session.execute(insert(AccessLog), [look] * 2)
    assert sweep_access_log(NOW + timedelta(days=1)) == 2
    with passed_by() as connection:
        assert findings(connection) == []
