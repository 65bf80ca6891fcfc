"""household_case: disputes of single households that belong to one of many people."""

import sqlalchemy as sa
from alembic import op

revision = '0027'
down_revision = '0026'
branch_labels = None
depends_on = None
DIVIDED = 'the version before knows no divided dispute: what was divided would run again'


def upgrade() -> None:
    """Bring the tables here from the revision before."""
    op.create_table(
        'household_case',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('case_id', sa.Integer(), nullable=False),
        sa.Column('series_id', sa.Integer(), nullable=False),
        sa.Column('side', sa.Integer(), nullable=False),
        sa.Column('taken_out_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('taken_out_by_id', sa.Integer(), nullable=True),
        sa.Column('occurred_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('entered_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('spoken_by', sa.String(length=100), nullable=False),
        sa.Column('typed_by_id', sa.Integer(), nullable=False),
        sa.CheckConstraint('case_id <> series_id', name=op.f('ck_household_case_not_its_own_series')),
        sa.CheckConstraint(
            '(taken_out_at IS NULL) = (taken_out_by_id IS NULL)', name=op.f('ck_household_case_taken_out_by_somebody')
        ),
        sa.ForeignKeyConstraint(['case_id'], ['mediation_case.id'], name=op.f('fk_household_case_case_id')),
        sa.ForeignKeyConstraint(['series_id'], ['mediation_case.id'], name=op.f('fk_household_case_series_id')),
        sa.ForeignKeyConstraint(['taken_out_by_id'], ['account.id'], name=op.f('fk_household_case_taken_out_by_id')),
        sa.ForeignKeyConstraint(['typed_by_id'], ['account.id'], name=op.f('fk_household_case_typed_by_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_household_case')),
    )
    op.create_index('ix_household_case_case_id', 'household_case', ['case_id'])
    op.create_index('ix_household_case_series_id', 'household_case', ['series_id'])
    standing = sa.text('taken_out_at IS NULL')
    op.create_index(
        'uq_household_case_standing',
        'household_case',
        ['case_id'],
        unique=True,
        postgresql_where=standing,
        sqlite_where=standing,
    )


def downgrade() -> None:
    """Bring the tables back to the revision before; refused while a dispute is divided, which it cannot say."""
    if op.get_bind().scalar(sa.text("SELECT count(*) FROM mediation_case WHERE status = 'divided'")):
        raise RuntimeError(DIVIDED)
    op.execute(sa.text("UPDATE matter SET parent_id = NULL WHERE kind = 'case'"))
    op.drop_table('household_case')
