"""voided_matter: registrations that were wrong or double."""

import sqlalchemy as sa
from alembic import op

revision = '0025'
down_revision = '0024'
branch_labels = None
depends_on = None
VOID = 'the version before knows no void registration: what stands in voided_matter would run again'


def upgrade() -> None:
    """Bring the tables here from the revision before."""
    op.create_table(
        'voided_matter',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('subject_kind', sa.String(length=40), nullable=False),
        sa.Column('subject_id', sa.Integer(), nullable=False),
        sa.Column('reason', sa.Text(), nullable=False),
        sa.Column('instead_kind', sa.String(length=40), nullable=True),
        sa.Column('instead_id', sa.Integer(), nullable=True),
        sa.Column('occurred_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('entered_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('spoken_by', sa.String(length=100), nullable=False),
        sa.Column('typed_by_id', sa.Integer(), nullable=False),
        sa.CheckConstraint(
            '(instead_kind IS NULL) = (instead_id IS NULL)', name=op.f('ck_voided_matter_instead_is_one_matter')
        ),
        sa.ForeignKeyConstraint(['typed_by_id'], ['account.id'], name=op.f('fk_voided_matter_typed_by_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_voided_matter')),
        sa.UniqueConstraint('subject_kind', 'subject_id', name=op.f('uq_voided_matter_subject_kind_subject_id')),
    )
    op.create_index('ix_voided_matter_instead', 'voided_matter', ['instead_kind', 'instead_id'])


def downgrade() -> None:
    """Bring the tables back to the revision before; refused while a registration is void, which it cannot say."""
    if op.get_bind().scalar(sa.text('SELECT count(*) FROM voided_matter')):
        raise RuntimeError(VOID)
    op.drop_index('ix_voided_matter_instead', table_name='voided_matter')
    op.drop_table('voided_matter')
