"""A database names the key ring that seals its values."""

import sqlalchemy as sa
from alembic import op

revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables here from the revision before."""
    op.create_table('key_ring',
    sa.Column('fingerprint', sa.String(length=32), nullable=False),
    sa.Column('named_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('fingerprint', name=op.f('pk_key_ring'))
    )


def downgrade() -> None:
    """Bring the tables back to the revision before."""
    op.drop_table('key_ring')
