"""The audit trail says names and details under seal; its hashes are keyed, and it vouches for rows.

Every old entry is sealed, and a new chain is built over all of them that follows the head of the old one.  Whether the
old chain was whole is judged first and kept in the new chain's own first entry: it cannot be judged afterwards.
"""

import base64
import hashlib
import hmac
import json
import secrets
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from alembic import op
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from flask import current_app

revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None

FIRST, BEGUN = "0" * 64, "audit:chain_begun"
OLD = ("deed", "subject_kind", "subject_id", "account_id", "spoken_by", "occurred_at", "entered_at", "detail")
COVERED = (
    *("deed", "subject_kind", "subject_id", "account_id"),
    *("occurred_at", "entered_at", "content_token", "digests"),
)
GROWING = ("audit_entry", "audit_head_copy", "access_log")
CHANGEABLE = "key_sealed"
ENTRY = sa.table(
    "audit_entry",
    sa.column("id", sa.Integer),
    sa.column("deed", sa.String),
    sa.column("subject_kind", sa.String),
    sa.column("subject_id", sa.Integer),
    sa.column("account_id", sa.Integer),
    sa.column("spoken_by", sa.String),
    sa.column("occurred_at", sa.DateTime(timezone=True)),
    sa.column("entered_at", sa.DateTime(timezone=True)),
    sa.column("detail", sa.Text),
    sa.column("content_token", sa.Text),
    sa.column("key_sealed", sa.String),
    sa.column("digests", sa.Text),
    sa.column("previous_hash", sa.String),
    sa.column("hash", sa.String),
)
HEAD = sa.table("audit_head", sa.column("id", sa.Integer), sa.column("entry_id", sa.Integer), sa.column("hash", sa.String))


def upgrade() -> None:
    """Bring the tables here from the revision before."""
    op.create_table('audit_head_copy',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('entry_id', sa.Integer(), nullable=False),
    sa.Column('hash', sa.String(length=64), nullable=False),
    sa.Column('way', sa.String(length=40), nullable=False),
    sa.Column('given_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_audit_head_copy'))
    )
    op.create_table('audit_adopted_table',
    sa.Column('label', sa.String(length=80), nullable=False),
    sa.Column('adopted_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('label', name=op.f('pk_audit_adopted_table'))
    )
    with op.batch_alter_table('audit_entry', schema=None) as batch_op:
        batch_op.add_column(sa.Column('content_token', sa.Text(), nullable=True))
        batch_op.add_column(sa.Column('key_sealed', sa.String(length=200), nullable=True))
        batch_op.add_column(sa.Column('digests', sa.Text(), nullable=True))
    _seal()
    with op.batch_alter_table('audit_entry', schema=None) as batch_op:
        batch_op.alter_column('content_token', existing_type=sa.Text(), nullable=False)
        batch_op.alter_column('digests', existing_type=sa.Text(), nullable=False)
        batch_op.drop_column('spoken_by')
        batch_op.drop_column('detail')
        batch_op.create_unique_constraint(batch_op.f('uq_audit_entry_previous_hash'), ['previous_hash'])
    for table in GROWING:
        _make_triggers(table)


def downgrade() -> None:
    """Bring the tables back to the revision before: everything is opened, and chained as it was before."""
    for table in GROWING:
        _drop_triggers(table)
    with op.batch_alter_table('audit_entry', schema=None) as batch_op:
        batch_op.add_column(sa.Column('spoken_by', sa.String(length=100), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('detail', sa.Text(), nullable=False, server_default='{}'))
    _open()
    with op.batch_alter_table('audit_entry', schema=None) as batch_op:
        batch_op.alter_column('spoken_by', existing_type=sa.String(length=100), server_default=None)
        batch_op.alter_column('detail', existing_type=sa.Text(), server_default=None)
        batch_op.drop_constraint(batch_op.f('uq_audit_entry_previous_hash'), type_='unique')
        batch_op.drop_column('digests')
        batch_op.drop_column('key_sealed')
        batch_op.drop_column('content_token')
    op.drop_table('audit_adopted_table')
    op.drop_table('audit_head_copy')


def _seal() -> None:
    bind = op.get_bind()
    head = bind.execute(sa.select(HEAD.c.entry_id, HEAD.c.hash)).first()
    ends = [head] if head is not None else []
    ends += bind.execute(sa.select(ENTRY.c.id, ENTRY.c.hash).order_by(ENTRY.c.id.desc()).limit(1)).all()
    if not ends:
        return
    fault, ring = _fault_of_old_chain(bind, head), _ring(bind)
    number, previous = ends[0]
    begun = {"old_entries": number, "old_hash": previous, "fault": fault or ""}
    last, moment = 0, datetime.now(UTC)
    for row in _in_order(bind):
        said = {"spoken_by": row["spoken_by"], "detail": _said(row["detail"])}
        values = {name: row[name] for name in COVERED[:6]}
        sealed = _chained(ring, previous, values, said)
        bind.execute(sa.update(ENTRY).where(ENTRY.c.id == row["id"]).values(**sealed))
        previous, last = sealed["hash"], row["id"]
    values = {"deed": BEGUN, "subject_kind": "audit", "subject_id": 1, "account_id": None}
    values |= {"occurred_at": moment, "entered_at": moment}
    sealed = _chained(ring, previous, values, {"spoken_by": "", "detail": begun})
    kept = {"spoken_by": "", "detail": "{}"}
    bind.execute(sa.insert(ENTRY).values(id=last + 1, **values, **sealed, **kept))
    if bind.dialect.name == "postgresql":
        bind.execute(sa.text("SELECT setval(pg_get_serial_sequence('audit_entry', 'id'), :last)"), {"last": last + 1})
    bind.execute(sa.delete(HEAD))
    bind.execute(sa.insert(HEAD).values(id=1, entry_id=last + 1, hash=sealed["hash"]))


def _in_order(bind: sa.Connection) -> Iterator[sa.RowMapping]:
    """Every entry, a thousand in memory at a time."""
    last = -1
    while rows := bind.execute(sa.select(ENTRY).where(ENTRY.c.id > last).order_by(ENTRY.c.id).limit(1_000)).mappings().all():
        yield from rows
        last = rows[-1]["id"]


def _said(detail: str) -> dict[str, object]:
    """The details of an old entry; what somebody made unreadable is kept as it stands, and the old chain says so."""
    try:
        return dict(json.loads(detail))
    except (ValueError, TypeError):
        return {"unreadable": detail}


def _open() -> None:
    bind = op.get_bind()
    head = bind.execute(sa.select(HEAD.c.entry_id, HEAD.c.hash)).first()
    if head is None:
        return
    ring, previous, last = _ring(bind), FIRST, 0
    bind.execute(sa.delete(ENTRY).where(ENTRY.c.deed == BEGUN))
    for row in _in_order(bind):
        said = _opened(ring, row)
        detail = json.dumps(said["detail"], ensure_ascii=False, sort_keys=True)
        values = {name: row[name] for name in OLD} | {"spoken_by": said["spoken_by"], "detail": detail}
        found = _old_hash(previous, values)
        shown = {"spoken_by": said["spoken_by"], "detail": detail, "previous_hash": previous, "hash": found}
        bind.execute(sa.update(ENTRY).where(ENTRY.c.id == row["id"]).values(**shown))
        previous, last = found, row["id"]
    bind.execute(sa.update(HEAD).values(entry_id=last, hash=previous))


def _make_triggers(table: str) -> None:
    bind = op.get_bind()
    columns = [one["name"] for one in sa.inspect(bind).get_columns(table) if one["name"] != CHANGEABLE]
    fixed = ", ".join(f'"{name}"' for name in columns)
    if bind.dialect.name == "sqlite":
        refuse = "BEGIN SELECT RAISE(ABORT, 'this table only grows'); END"
        op.execute(f"CREATE TRIGGER {table}_keeps_rows BEFORE DELETE ON {table} {refuse}")
        op.execute(f"CREATE TRIGGER {table}_keeps_values BEFORE UPDATE OF {fixed} ON {table} {refuse}")
        return
    op.execute(
        "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'this table only grows'; END $$"
    )
    refuse = "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    op.execute(f"CREATE TRIGGER {table}_keeps_rows BEFORE DELETE OR TRUNCATE ON {table} {refuse}")
    op.execute(f"CREATE TRIGGER {table}_keeps_values BEFORE UPDATE OF {fixed} ON {table} {refuse}")


def _drop_triggers(table: str) -> None:
    on = f" ON {table}" if op.get_bind().dialect.name == "postgresql" else ""
    for trigger in ("keeps_rows", "keeps_values"):
        op.execute(f"DROP TRIGGER IF EXISTS {table}_{trigger}{on}")


# What follows is how an entry was sealed and chained on the day of this revision, and before it: a migration outlives
# the code of its day (app/audit/content.py, app/audit/rules.py, app/core/key_ring.py).


class _Ring:
    """The keys at hand as far as this revision needs them."""

    def __init__(self, fields: Mapping[str, bytes], index: bytes) -> None:
        self.fields = dict(fields)
        self.chain_key = hmac.new(index, b"key of the audit chain", hashlib.sha256).digest()

    def seal(self, text: str, place: str) -> str:
        name, nonce = list(self.fields)[-1], secrets.token_bytes(12)
        body = nonce + AESGCM(self.fields[name]).encrypt(nonce, text.encode(), place.encode())
        return f"v1.{name}.A256GCM.{base64.urlsafe_b64encode(body).decode()}"

    def open(self, token: str, place: str) -> str:
        _, name, _, text = token.split(".")
        body = base64.urlsafe_b64decode(text)
        return AESGCM(self.fields[name]).decrypt(body[:12], body[12:], place.encode()).decode()


def _ring(bind: sa.Connection) -> _Ring:
    """The keys of the key file, which this database names; kept and named when nothing was sealed with them before."""
    ring = current_app.config["KEY_RING"]
    named = bind.scalar(sa.text("SELECT fingerprint FROM key_ring"))
    if named is not None and named != ring.fingerprint:
        raise LookupError("the key file is not the one of this database")
    if named is None:
        ring.keep(Path(current_app.config["KEY_FILE"]))
        kept = sa.table("key_ring", sa.column("fingerprint", sa.String), sa.column("named_at", sa.DateTime(timezone=True)))
        bind.execute(sa.insert(kept).values(fingerprint=ring.fingerprint, named_at=datetime.now(UTC)))
    return _Ring(ring.fields, ring.index)


def _chained(ring: _Ring, previous: str, values: Mapping[str, object], said: Mapping[str, object]) -> dict[str, str]:
    own, nonce = secrets.token_bytes(32), secrets.token_bytes(12)
    text = json.dumps(said, ensure_ascii=False, sort_keys=True)
    body = nonce + AESGCM(own).encrypt(nonce, text.encode(), previous.encode())
    token = f"e1.A256GCM.{base64.urlsafe_b64encode(body).decode()}"
    key = ring.seal(base64.urlsafe_b64encode(own).decode(), f"audit_entry.key:{previous}")
    covered = {**values, "content_token": token, "digests": ""}
    found = hmac.new(ring.chain_key, f"{previous}\n{_canonical(covered)}".encode(), hashlib.sha256).hexdigest()
    return {"content_token": token, "key_sealed": key, "digests": "", "previous_hash": previous, "hash": found}


def _opened(ring: _Ring, row: sa.RowMapping) -> dict[str, object]:
    if row["key_sealed"] is None:
        return {"spoken_by": "", "detail": {}}
    own = base64.urlsafe_b64decode(ring.open(row["key_sealed"], f"audit_entry.key:{row['previous_hash']}"))
    body = base64.urlsafe_b64decode(row["content_token"].removeprefix("e1.A256GCM."))
    return dict(json.loads(AESGCM(own).decrypt(body[:12], body[12:], row["previous_hash"].encode())))


def _fault_of_old_chain(bind: sa.Connection, head: Any) -> str | None:
    previous, last = FIRST, 0
    for row in bind.execute(sa.select(*(ENTRY.c[name] for name in ("id", *OLD, "previous_hash", "hash"))).order_by(ENTRY.c.id)):
        values = {name: getattr(row, name) for name in OLD}
        if row.previous_hash != previous or row.hash != _old_hash(previous, values):
            return f"操作记录第 {row.id} 条对不上：它或它前面的一条被改过。"
        previous, last = row.hash, row.id
    return None if head is not None and (head.entry_id, head.hash) == (last, previous) else "操作记录的末尾对不上：有人删过或者添过。"


def _old_hash(previous: str, values: Mapping[str, object]) -> str:
    return hashlib.sha256(f"{previous}\n{_canonical(values)}".encode()).hexdigest()


def _canonical(values: Mapping[str, object]) -> str:
    return json.dumps({name: _plain(values[name]) for name in sorted(values)}, ensure_ascii=False, sort_keys=True)


def _plain(value: object) -> object:
    if not isinstance(value, datetime):
        return value
    aware = value.replace(tzinfo=UTC) if value.tzinfo is None else value
    return aware.astimezone(UTC).isoformat(timespec="microseconds")
