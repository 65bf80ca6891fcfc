"""termination.told_routes: which ways besides the law's own a notice tells; of those before nothing was kept here."""

import sqlalchemy as sa
from alembic import op

revision = '0038'
down_revision = '0037'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables here from the revision before."""
    with op.batch_alter_table('termination') as batch_op:
        batch_op.add_column(sa.Column('told_routes', sa.String(length=200), nullable=False, server_default=''))
    with op.batch_alter_table('termination') as batch_op:
        batch_op.alter_column('told_routes', server_default=None)


def downgrade() -> None:
    """Bring the tables back to the revision before."""
    with op.batch_alter_table('termination') as batch_op:
        batch_op.drop_column('told_routes')
