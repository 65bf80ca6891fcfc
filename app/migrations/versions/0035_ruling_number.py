"""confirmation.ruling_number: a claim is a title with the ruling's own number; older rows bear none."""

import sqlalchemy as sa
from alembic import op

revision = '0035'
down_revision = '0034'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables here from the revision before."""
    with op.batch_alter_table('confirmation') as batch_op:
        batch_op.add_column(sa.Column('ruling_number', sa.String(length=60), nullable=False, server_default=''))
    with op.batch_alter_table('confirmation') as batch_op:
        batch_op.alter_column('ruling_number', server_default=None)


def downgrade() -> None:
    """Bring the tables back to the revision before."""
    with op.batch_alter_table('confirmation') as batch_op:
        batch_op.drop_column('ruling_number')
