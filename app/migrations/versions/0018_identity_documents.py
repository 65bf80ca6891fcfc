"""identity documents: of what kind the number of a party, a petitioner, an agent or a person is."""

import sqlalchemy as sa
from alembic import op

revision = '0018'
down_revision = '0017'
branch_labels = None
depends_on = None

TABLES = ('party', 'party_agent', 'person', 'petitioner')
SO_FAR = 'id_card'


def upgrade() -> None:
    """Bring the tables here from the revision before."""
    for name in TABLES:
        op.add_column(name, sa.Column('document_kind', sa.String(length=40), nullable=False, server_default=SO_FAR))


def downgrade() -> None:
    """Bring the tables back to the revision before."""
    for name in TABLES:
        op.drop_column(name, 'document_kind')
