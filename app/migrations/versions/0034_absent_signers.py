"""absent_signer, acknowledgement: a fixed text goes on without who does not sign it."""

import sqlalchemy as sa
from alembic import op

revision = '0034'
down_revision = '0033'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables here from the revision before."""
    op.create_table(
        'absent_signer',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('agreement_id', sa.Integer(), nullable=False),
        sa.Column('party_id', sa.Integer(), nullable=False),
        sa.Column('reason', sa.Text(), nullable=False),
        sa.Column('occurred_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('entered_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('spoken_by', sa.String(length=100), nullable=False),
        sa.Column('typed_by_id', sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(['agreement_id'], ['agreement.id'], name=op.f('fk_absent_signer_agreement_id')),
        sa.ForeignKeyConstraint(['party_id'], ['participant.id'], name=op.f('fk_absent_signer_party_id')),
        sa.ForeignKeyConstraint(['typed_by_id'], ['account.id'], name=op.f('fk_absent_signer_typed_by_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_absent_signer')),
        sa.UniqueConstraint('agreement_id', 'party_id', name=op.f('uq_absent_signer_agreement_id_party_id')),
    )
    with op.batch_alter_table('absent_signer') as batch_op:
        batch_op.create_index(op.f('ix_absent_signer_agreement_id'), ['agreement_id'], unique=False)
    op.create_table(
        'acknowledgement',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('agreement_id', sa.Integer(), nullable=False),
        sa.Column('party_id', sa.Integer(), nullable=False),
        sa.Column('written_on', sa.Date(), nullable=False),
        sa.Column('occurred_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('entered_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('spoken_by', sa.String(length=100), nullable=False),
        sa.Column('typed_by_id', sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(['agreement_id'], ['agreement.id'], name=op.f('fk_acknowledgement_agreement_id')),
        sa.ForeignKeyConstraint(['party_id'], ['participant.id'], name=op.f('fk_acknowledgement_party_id')),
        sa.ForeignKeyConstraint(['typed_by_id'], ['account.id'], name=op.f('fk_acknowledgement_typed_by_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_acknowledgement')),
        sa.UniqueConstraint('agreement_id', 'party_id', name=op.f('uq_acknowledgement_agreement_id_party_id')),
    )
    with op.batch_alter_table('acknowledgement') as batch_op:
        batch_op.create_index(op.f('ix_acknowledgement_agreement_id'), ['agreement_id'], unique=False)


def downgrade() -> None:
    """Bring the tables back to the revision before."""
    with op.batch_alter_table('acknowledgement') as batch_op:
        batch_op.drop_index(op.f('ix_acknowledgement_agreement_id'))
    op.drop_table('acknowledgement')
    with op.batch_alter_table('absent_signer') as batch_op:
        batch_op.drop_index(op.f('ix_absent_signer_agreement_id'))
    op.drop_table('absent_signer')
