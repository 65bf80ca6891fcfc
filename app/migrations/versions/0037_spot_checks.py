"""spot_check, spot_call: agreements that the 司法所 asks both sides about; of those before there is none."""

import sqlalchemy as sa
from alembic import op

revision = '0037'
down_revision = '0036'
branch_labels = None
depends_on = None

_OPEN = sa.text('finished_at IS NULL')


def upgrade() -> None:
    """Bring the tables here from the revision before."""
    op.create_table(
        'spot_check',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('agreement_id', sa.Integer(), nullable=False),
        sa.Column('reason', sa.String(length=40), nullable=False),
        sa.Column('opened_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('finished_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('result', sa.String(length=40), nullable=True),
        sa.Column('public_id', sa.String(length=12), server_default='', nullable=False),
        sa.ForeignKeyConstraint(['agreement_id'], ['agreement.id'], name=op.f('fk_spot_check_agreement_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_spot_check')),
        sa.UniqueConstraint('agreement_id', name=op.f('uq_spot_check_agreement_id')),
    )
    with op.batch_alter_table('spot_check') as batch_op:
        batch_op.create_index(op.f('ix_spot_check_public_id'), ['public_id'], unique=True)
        batch_op.create_index('ix_spot_check_open', ['opened_at'], unique=False, postgresql_where=_OPEN, sqlite_where=_OPEN)
    op.create_table(
        'spot_call',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('spot_check_id', sa.Integer(), nullable=False),
        sa.Column('party_id', sa.Integer(), nullable=False),
        sa.Column('answer', sa.String(length=40), nullable=False),
        sa.Column('note', sa.String(length=300), nullable=False),
        sa.Column('occurred_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('entered_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('spoken_by', sa.String(length=100), nullable=False),
        sa.Column('typed_by_id', sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(['party_id'], ['participant.id'], name=op.f('fk_spot_call_party_id')),
        sa.ForeignKeyConstraint(['spot_check_id'], ['spot_check.id'], name=op.f('fk_spot_call_spot_check_id')),
        sa.ForeignKeyConstraint(['typed_by_id'], ['account.id'], name=op.f('fk_spot_call_typed_by_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_spot_call')),
    )
    with op.batch_alter_table('spot_call') as batch_op:
        batch_op.create_index(op.f('ix_spot_call_spot_check_id'), ['spot_check_id'], unique=False)


def downgrade() -> None:
    """Bring the tables back to the revision before."""
    op.drop_table('spot_call')
    op.drop_table('spot_check')
