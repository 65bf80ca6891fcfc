"""claim_objection_answer: what the transferring body answered, which is waited for and asked of nobody here."""

import sqlalchemy as sa
from alembic import op

revision = '0030'
down_revision = '0029'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables here from the revision before."""
    op.create_table(
        'claim_objection_answer',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('claim_id', sa.Integer(), nullable=False),
        sa.Column('is_agreed', sa.Boolean(), nullable=False),
        sa.Column('answered_by', sa.String(length=100), nullable=False),
        sa.Column('text', sa.Text(), nullable=False),
        sa.Column('occurred_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('entered_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('spoken_by', sa.String(length=100), nullable=False),
        sa.Column('typed_by_id', sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(['claim_id'], ['claim.id'], name=op.f('fk_claim_objection_answer_claim_id')),
        sa.ForeignKeyConstraint(['typed_by_id'], ['account.id'], name=op.f('fk_claim_objection_answer_typed_by_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_claim_objection_answer')),
    )
    with op.batch_alter_table('claim_objection_answer') as batch_op:
        batch_op.create_index(batch_op.f('ix_claim_objection_answer_claim_id'), ['claim_id'], unique=False)


def downgrade() -> None:
    """Bring the tables back to the revision before."""
    op.drop_table('claim_objection_answer')
