"""sight: who sees a matter and what it is found by stand beside its row, filled by the start that follows.

Open steps and running periods get the indexes that their lists walk.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = '0016'
down_revision = '0015'
branch_labels = None
depends_on = None

STILL_OPEN = sa.text('closed_at IS NULL')
OPEN = (
    ('ix_task_open', ['region', 'committee_id', 'due_at'], ['committee_id', 'role']),
    ('ix_task_open_office', ['office_id', 'due_at'], ['office_id', 'role']),
)
"""Indexes of open steps, with their columns before and from now on."""
LONG_AGO = '1970-01-01 00:00:00+00:00'
ADDED: dict[str, tuple[Any, Any]] = {
    'is_provisional': (sa.Boolean(), sa.false()),
    'ends_at': (sa.DateTime(timezone=True), LONG_AGO),
    'found_by': (sa.String(length=16), ''),
}
"""Columns with what stands in them until the start that follows has written every row anew."""


def upgrade() -> None:
    """Bring the tables here from the revision before."""
    with op.batch_alter_table('matter') as batch_op:
        for name, (kind, meanwhile) in ADDED.items():
            batch_op.add_column(sa.Column(name, kind, nullable=False, server_default=meanwhile))
        batch_op.drop_index('ix_matter_nearest')
    with op.batch_alter_table('matter') as batch_op:
        for name, (kind, _) in ADDED.items():
            batch_op.alter_column(name, existing_type=kind, existing_nullable=False, server_default=None)
        batch_op.create_index('ix_matter_nearest', ['kind', 'ends_at', 'id'])
        batch_op.create_index('ix_matter_status', ['kind', 'status', 'opened_at', 'id'])
        batch_op.create_index('ix_matter_village', ['kind', 'village_id', 'opened_at', 'id'])
    op.create_table('matter_sight',
    sa.Column('matter_id', sa.Integer(), nullable=False),
    sa.Column('owner', sa.String(length=24), nullable=False),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('opened_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ends_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(
        ['matter_id'], ['matter.id'], name=op.f('fk_matter_sight_matter_id'), ondelete='CASCADE'
    ),
    sa.PrimaryKeyConstraint('matter_id', 'owner', name=op.f('pk_matter_sight')),
    sqlite_with_rowid=False
    )
    with op.batch_alter_table('matter_sight') as batch_op:
        batch_op.create_index('ix_matter_sight_nearest', ['owner', 'kind', 'ends_at', 'matter_id'])
        batch_op.create_index('ix_matter_sight_opened', ['owner', 'kind', 'opened_at', 'matter_id'])
    op.create_table('matter_piece',
    sa.Column('piece', sa.String(length=26), nullable=False),
    sa.Column('matter_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(
        ['matter_id'], ['matter.id'], name=op.f('fk_matter_piece_matter_id'), ondelete='CASCADE'
    ),
    sa.PrimaryKeyConstraint('piece', 'matter_id', name=op.f('pk_matter_piece')),
    sqlite_with_rowid=False
    )
    with op.batch_alter_table('matter_piece') as batch_op:
        batch_op.create_index('ix_matter_piece_matter_id', ['matter_id'])
    op.drop_table('name_gram')
    for name, _before, after in OPEN:
        with op.batch_alter_table('task') as batch_op:
            batch_op.drop_index(name)
            batch_op.create_index(name, after, sqlite_where=STILL_OPEN, postgresql_where=STILL_OPEN)
    with op.batch_alter_table('deadline') as batch_op:
        batch_op.create_index(
            'ix_deadline_unrolled_at', ['unrolled_at'], sqlite_where=STILL_OPEN, postgresql_where=STILL_OPEN
        )
    op.execute(sa.text("DELETE FROM town_fact WHERE name = 'matters_built'"))


def downgrade() -> None:
    """Bring the tables back to the revision before; cases are found by the pieces that revision 0005 makes of names."""
    with op.batch_alter_table('deadline') as batch_op:
        batch_op.drop_index('ix_deadline_unrolled_at')
    for name, before, _after in OPEN:
        with op.batch_alter_table('task') as batch_op:
            batch_op.drop_index(name)
            batch_op.create_index(name, before, sqlite_where=STILL_OPEN, postgresql_where=STILL_OPEN)
    op.create_table('name_gram',
    sa.Column('region', sa.String(length=12), nullable=False),
    sa.Column('gram', sa.String(length=4), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['case_id'], ['mediation_case.id'], name=op.f('fk_name_gram_case_id')),
    sa.PrimaryKeyConstraint('region', 'gram', 'case_id', name=op.f('pk_name_gram'))
    )
    running = op.get_context().environment_context
    assert running is not None
    running.script.get_revision('0005').module.find_cases_anew()
    op.drop_table('matter_piece')
    op.drop_table('matter_sight')
    with op.batch_alter_table('matter') as batch_op:
        batch_op.drop_index('ix_matter_village')
        batch_op.drop_index('ix_matter_status')
        batch_op.drop_index('ix_matter_nearest')
        batch_op.create_index('ix_matter_nearest', ['kind', 'unrolled_at', 'id'])
        for name in reversed(ADDED):
            batch_op.drop_column(name)
