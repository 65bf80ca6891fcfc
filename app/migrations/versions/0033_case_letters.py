"""case_letter: what a committee sends about a dispute; of what went before there is none."""

import sqlalchemy as sa
from alembic import op

revision = '0033'
down_revision = '0032'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables here from the revision before."""
    op.create_table(
        'case_letter',
        sa.Column('case_id', sa.Integer(), nullable=False),
        sa.Column('kind', sa.String(length=40), nullable=False),
        sa.Column('body_id', sa.Integer(), nullable=False),
        sa.Column('move_id', sa.Integer(), nullable=True),
        sa.Column('party_id', sa.Integer(), nullable=True),
        sa.Column('number', sa.String(length=60), nullable=True),
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('content_json', sa.Text(), nullable=False),
        sa.Column('drafted_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('drafted_by_id', sa.Integer(), nullable=False),
        sa.Column('returned_reason', sa.Text(), nullable=False),
        sa.Column('signed_off_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('signed_off_by_id', sa.Integer(), nullable=True),
        sa.Column('signed_off_name', sa.String(length=60), nullable=False),
        sa.Column('year', sa.Integer(), nullable=True),
        sa.Column('sequence', sa.Integer(), nullable=True),
        sa.Column('sealed_on', sa.Date(), nullable=True),
        sa.Column('sealed_by_id', sa.Integer(), nullable=True),
        sa.Column('copies', sa.Integer(), nullable=False),
        sa.Column('frozen_json', sa.Text(), nullable=False),
        sa.Column('digest', sa.String(length=64), nullable=False),
        sa.Column('served_on', sa.Date(), nullable=True),
        sa.Column('method', sa.String(length=40), nullable=True),
        sa.Column('receiver', sa.String(length=60), nullable=False),
        sa.Column('refusal', sa.Text(), nullable=False),
        sa.Column('witness', sa.String(length=60), nullable=False),
        sa.Column('place', sa.String(length=100), nullable=False),
        sa.Column('left_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('row_version', sa.Integer(), nullable=False),
        sa.Column('public_id', sa.String(length=12), server_default='', nullable=False),
        sa.CheckConstraint('(move_id IS NULL) <> (party_id IS NULL)', name=op.f('ck_case_letter_to_one_receiver')),
        sa.CheckConstraint('(sealed_on IS NULL) = (number IS NULL)', name=op.f('ck_case_letter_numbered_when_sealed')),
        sa.CheckConstraint('served_on IS NULL OR sealed_on IS NOT NULL', name=op.f('ck_case_letter_sealed_before_serving')),
        sa.ForeignKeyConstraint(['body_id'], ['body.id'], name=op.f('fk_case_letter_body_id')),
        sa.ForeignKeyConstraint(['case_id'], ['mediation_case.id'], name=op.f('fk_case_letter_case_id')),
        sa.ForeignKeyConstraint(['drafted_by_id'], ['account.id'], name=op.f('fk_case_letter_drafted_by_id')),
        sa.ForeignKeyConstraint(['move_id'], ['move.id'], name=op.f('fk_case_letter_move_id')),
        sa.ForeignKeyConstraint(['party_id'], ['participant.id'], name=op.f('fk_case_letter_party_id')),
        sa.ForeignKeyConstraint(['sealed_by_id'], ['account.id'], name=op.f('fk_case_letter_sealed_by_id')),
        sa.ForeignKeyConstraint(['signed_off_by_id'], ['account.id'], name=op.f('fk_case_letter_signed_off_by_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_case_letter')),
        sa.UniqueConstraint('move_id', name=op.f('uq_case_letter_move_id')),
    )
    with op.batch_alter_table('case_letter') as batch_op:
        batch_op.create_index(op.f('ix_case_letter_case_id'), ['case_id'], unique=False)
        batch_op.create_index(op.f('ix_case_letter_public_id'), ['public_id'], unique=True)


def downgrade() -> None:
    """Bring the tables back to the revision before."""
    with op.batch_alter_table('case_letter') as batch_op:
        batch_op.drop_index(op.f('ix_case_letter_public_id'))
        batch_op.drop_index(op.f('ix_case_letter_case_id'))
    op.drop_table('case_letter')
