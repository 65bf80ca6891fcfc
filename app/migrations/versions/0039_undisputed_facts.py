"""termination.undisputed_facts: what all parties agreed to have written into the notice; of those before there is none."""

import sqlalchemy as sa
from alembic import op

revision = '0039'
down_revision = '0038'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables here from the revision before."""
    with op.batch_alter_table('termination') as batch_op:
        batch_op.add_column(sa.Column('undisputed_facts', sa.Text(), nullable=False, server_default=''))
    with op.batch_alter_table('termination') as batch_op:
        batch_op.alter_column('undisputed_facts', server_default=None)


def downgrade() -> None:
    """Bring the tables back to the revision before."""
    with op.batch_alter_table('termination') as batch_op:
        batch_op.drop_column('undisputed_facts')
