"""matters: one row for every matter, filled by the start that follows."""

import sqlalchemy as sa
from alembic import op

revision = '0015'
down_revision = '0014'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables here from the revision before."""
    op.create_table('matter',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=12), nullable=False),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('subject_id', sa.Integer(), nullable=False),
    sa.Column('parent_id', sa.Integer(), nullable=True),
    sa.Column('number', sa.String(length=60), nullable=False),
    sa.Column('title', sa.String(length=200), nullable=False),
    sa.Column('category', sa.String(length=40), nullable=False),
    sa.Column('source', sa.String(length=40), nullable=False),
    sa.Column('region', sa.String(length=12), nullable=False),
    sa.Column('village_id', sa.Integer(), nullable=True),
    sa.Column('committee_id', sa.Integer(), nullable=True),
    sa.Column('office_id', sa.Integer(), nullable=True),
    sa.Column('status', sa.String(length=40), nullable=False),
    sa.Column('outcome', sa.String(length=40), nullable=False),
    sa.Column('accepted_on', sa.Date(), nullable=True),
    sa.Column('opened_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ended_on', sa.Date(), nullable=True),
    sa.Column('deadline_id', sa.Integer(), nullable=True),
    sa.Column('period_code', sa.String(length=10), nullable=False),
    sa.Column('unrolled_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('due_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['committee_id'], ['body.id'], name=op.f('fk_matter_committee_id')),
    sa.ForeignKeyConstraint(['office_id'], ['office.id'], name=op.f('fk_matter_office_id')),
    sa.ForeignKeyConstraint(['parent_id'], ['matter.id'], name=op.f('fk_matter_parent_id')),
    sa.ForeignKeyConstraint(['village_id'], ['village.id'], name=op.f('fk_matter_village_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_matter')),
    sa.UniqueConstraint('kind', 'subject_id', name=op.f('uq_matter_kind_subject_id')),
    sa.UniqueConstraint('public_id', name=op.f('uq_matter_public_id')),
    )
    with op.batch_alter_table('matter') as batch_op:
        batch_op.create_index('ix_matter_nearest', ['kind', 'unrolled_at', 'id'])
        batch_op.create_index('ix_matter_number', ['number'])
        batch_op.create_index('ix_matter_opened', ['kind', 'opened_at', 'id'])
        batch_op.create_index('ix_matter_parent_id', ['parent_id'])


def downgrade() -> None:
    """Bring the tables back to the revision before."""
    op.drop_table('matter')
