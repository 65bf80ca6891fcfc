"""contact: what must be taken care of when somebody is met, and how they are reached safely."""

import sqlalchemy as sa
from alembic import op

revision = '0019'
down_revision = '0018'
branch_labels = None
depends_on = None

TABLES = ('party', 'petitioner')
COLUMNS = {'needs': 80, 'safe_contact': 200}


def upgrade() -> None:
    """Bring the tables here from the revision before."""
    for table in TABLES:
        for name, length in COLUMNS.items():
            op.add_column(table, sa.Column(name, sa.String(length=length), nullable=False, server_default=''))


def downgrade() -> None:
    """Bring the tables back to the revision before."""
    for table in TABLES:
        for name in COLUMNS:
            op.drop_column(table, name)
