"""flow_move: which flows were taken to another version of their diagrams, and where they stood before."""

import sqlalchemy as sa
from alembic import op

revision = '0031'
down_revision = '0030'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables here from the revision before."""
    op.create_table(
        'flow_move',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('process_id', sa.Integer(), nullable=False),
        sa.Column('from_definition_id', sa.Integer(), nullable=False),
        sa.Column('from_state', sa.LargeBinary(), nullable=False),
        sa.Column('to_definition_id', sa.Integer(), nullable=False),
        sa.Column('to_row_version', sa.Integer(), nullable=False),
        sa.Column('moved_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('undone_at', sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(['from_definition_id'], ['definition.id'], name=op.f('fk_flow_move_from_definition_id')),
        sa.ForeignKeyConstraint(['process_id'], ['process.id'], name=op.f('fk_flow_move_process_id')),
        sa.ForeignKeyConstraint(['to_definition_id'], ['definition.id'], name=op.f('fk_flow_move_to_definition_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_flow_move')),
    )
    with op.batch_alter_table('flow_move') as batch_op:
        batch_op.create_index(batch_op.f('ix_flow_move_process_id'), ['process_id'], unique=False)


def downgrade() -> None:
    """Bring the tables back to the revision before; what was moved stays in the version it was moved to."""
    op.drop_table('flow_move')
