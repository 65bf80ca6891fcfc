"""village in sight: a list of what an account sees in one village walks an index of just that."""

import sqlalchemy as sa
from alembic import op

revision = '0029'
down_revision = '0028'
branch_labels = None
depends_on = None
VILLAGE = 'SELECT matter.village_id FROM matter WHERE matter.id = matter_sight.matter_id'


def upgrade() -> None:
    """Bring the tables here from the revision before."""
    op.add_column('matter_sight', sa.Column('village_id', sa.Integer(), nullable=True))
    op.execute(f'UPDATE matter_sight SET village_id = ({VILLAGE})')
    op.create_index(
        'ix_matter_sight_village', 'matter_sight', ['village_id', 'owner', 'kind', 'opened_at', 'matter_id'], unique=False
    )


def downgrade() -> None:
    """Bring the tables back to the revision before."""
    op.drop_index('ix_matter_sight_village', table_name='matter_sight')
    op.drop_column('matter_sight', 'village_id')
