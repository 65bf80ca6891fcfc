"""second person: accounts of the closed room wait for somebody to confirm them; first passwords end."""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = '0009'
down_revision = '0008'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables here from the revision before; whoever is in the closed room already stays in it."""
    with op.batch_alter_table('account', schema=None) as batch_op:
        batch_op.add_column(sa.Column('is_waiting', sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column('is_discipline_head', sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column('first_password_until', sa.DateTime(timezone=True), nullable=True))
    with op.batch_alter_table('account', schema=None) as batch_op:
        batch_op.alter_column('is_waiting', server_default=None)
        batch_op.alter_column('is_discipline_head', server_default=None)

    op.create_table('account_confirmation',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('asked_for', sa.String(length=40), nullable=False),
    sa.Column('asked_by_id', sa.Integer(), nullable=True),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('as_head', sa.Boolean(), nullable=False),
    sa.Column('code_hash', sa.String(length=200), nullable=True),
    sa.Column('code_until', sa.DateTime(timezone=True), nullable=True),
    sa.Column('wrong_codes', sa.Integer(), nullable=False),
    sa.Column('outcome', sa.String(length=40), nullable=True),
    sa.Column('decided_by_id', sa.Integer(), nullable=True),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('reason', sa.String(length=200), nullable=False),
    sa.Column('row_version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_account_confirmation_account_id')),
    sa.ForeignKeyConstraint(['asked_by_id'], ['account.id'], name=op.f('fk_account_confirmation_asked_by_id')),
    sa.ForeignKeyConstraint(['decided_by_id'], ['account.id'], name=op.f('fk_account_confirmation_decided_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_account_confirmation'))
    )
    with op.batch_alter_table('account_confirmation', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_account_confirmation_account_id'), ['account_id'], unique=False)
        batch_op.create_index('uq_account_confirmation_open', ['account_id'], unique=True, postgresql_where=sa.text('outcome IS NULL'), sqlite_where=sa.text('outcome IS NULL'))
    _note_who_was_there_before()


def downgrade() -> None:
    """Bring the tables back to the revision before, which knows neither waiting nor the Party secretary.

    What waits there would be open: such accounts are closed.  A Party secretary's account is closed, too, under the
    role of a handler without an office, who sees nothing.
    """
    now = datetime.now(UTC)
    account = sa.table('account', sa.column('is_waiting', sa.Boolean()), sa.column('role', sa.String()),
                       sa.column('disabled_at', sa.DateTime(timezone=True)))
    bind = op.get_bind()
    closing = sa.or_(account.c.is_waiting, account.c.role == 'party_secretary')
    bind.execute(sa.update(account).where(closing, account.c.disabled_at.is_(None)).values(disabled_at=now))
    bind.execute(sa.update(account).where(account.c.role == 'party_secretary').values(role='handler'))
    op.drop_table('account_confirmation')
    with op.batch_alter_table('account', schema=None) as batch_op:
        batch_op.drop_column('first_password_until')
        batch_op.drop_column('is_discipline_head')
        batch_op.drop_column('is_waiting')


def _note_who_was_there_before() -> None:
    """Officers of the closed room from before the rule: nobody confirmed them, and they stay."""
    bind, now = op.get_bind(), datetime.now(UTC)
    officers = bind.execute(sa.text("SELECT id FROM account WHERE role = 'discipline_officer' ORDER BY id")).scalars().all()
    kept = sa.table('account_confirmation', *(sa.column(name) for name in (
        'account_id', 'asked_for', 'as_head', 'wrong_codes', 'outcome', 'reason', 'row_version')),
        sa.column('asked_at', sa.DateTime(timezone=True)), sa.column('decided_at', sa.DateTime(timezone=True)))
    rows = [
        {'account_id': one, 'asked_for': 'before_rule', 'as_head': False, 'wrong_codes': 0, 'outcome': 'before_rule',
         'reason': '', 'row_version': 1, 'asked_at': now, 'decided_at': now}
        for one in officers
    ]
    if rows:
        bind.execute(sa.insert(kept), rows)
