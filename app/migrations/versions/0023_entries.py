"""entries: what happened in matters, filled by the start that follows."""

import sqlalchemy as sa
from alembic import op

revision = '0023'
down_revision = '0022'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables here from the revision before."""
    op.create_table('entry',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=12), nullable=False, server_default=''),
    sa.Column('subject_kind', sa.String(length=40), nullable=False),
    sa.Column('subject_id', sa.Integer(), nullable=False),
    sa.Column('word', sa.String(length=70), nullable=False),
    sa.Column('title', sa.String(length=200), nullable=False),
    sa.Column('outcome', sa.Text(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('occurred_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('only_day', sa.Boolean(), nullable=False),
    sa.Column('entered_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('spoken_by', sa.String(length=100), nullable=False),
    sa.Column('typed_by_id', sa.Integer(), nullable=True),
    sa.Column('acting_for_id', sa.Integer(), nullable=True),
    sa.Column('audience', sa.String(length=40), nullable=False),
    sa.Column('row_kind', sa.String(length=40), nullable=False),
    sa.Column('row_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['acting_for_id'], ['account.id'], name=op.f('fk_entry_acting_for_id')),
    sa.ForeignKeyConstraint(['typed_by_id'], ['account.id'], name=op.f('fk_entry_typed_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_entry')),
    sa.UniqueConstraint('row_kind', 'row_id', 'word', name=op.f('uq_entry_row_kind_row_id_word')),
    )
    with op.batch_alter_table('entry') as batch_op:
        batch_op.create_index(op.f('ix_entry_public_id'), ['public_id'], unique=True)
        batch_op.create_index('ix_entry_subject', ['subject_kind', 'subject_id', 'occurred_at', 'entered_at', 'id'])


def downgrade() -> None:
    """Bring the tables back to the revision before."""
    op.drop_table('entry')
