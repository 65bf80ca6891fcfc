"""matter_link: matters that have to do with each other."""

import sqlalchemy as sa
from alembic import op

revision = '0026'
down_revision = '0025'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables here from the revision before."""
    op.create_table(
        'matter_link',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('first_kind', sa.String(length=40), nullable=False),
        sa.Column('first_id', sa.Integer(), nullable=False),
        sa.Column('second_kind', sa.String(length=40), nullable=False),
        sa.Column('second_id', sa.Integer(), nullable=False),
        sa.Column('reason', sa.String(length=300), nullable=False),
        sa.Column('tied_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('tied_by_id', sa.Integer(), nullable=False),
        sa.Column('untied_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('untied_by_id', sa.Integer(), nullable=True),
        sa.Column('public_id', sa.String(length=12), server_default='', nullable=False),
        sa.CheckConstraint(
            '(untied_at IS NULL) = (untied_by_id IS NULL)', name=op.f('ck_matter_link_untied_by_somebody')
        ),
        sa.ForeignKeyConstraint(['tied_by_id'], ['account.id'], name=op.f('fk_matter_link_tied_by_id')),
        sa.ForeignKeyConstraint(['untied_by_id'], ['account.id'], name=op.f('fk_matter_link_untied_by_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_matter_link')),
    )
    op.create_index('ix_matter_link_public_id', 'matter_link', ['public_id'], unique=True)
    op.create_index('ix_matter_link_second', 'matter_link', ['second_kind', 'second_id'])
    standing = sa.text('untied_at IS NULL')
    op.create_index(
        'uq_matter_link_standing',
        'matter_link',
        ['first_kind', 'first_id', 'second_kind', 'second_id'],
        unique=True,
        postgresql_where=standing,
        sqlite_where=standing,
    )


def downgrade() -> None:
    """Bring the tables back to the revision before; ties have no place there."""
    op.drop_table('matter_link')
    op.execute(sa.text("DELETE FROM notice WHERE kind = 'link'"))
