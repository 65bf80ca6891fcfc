"""task: the matter in whose work it stands; petition_letter: left as a draft; service_attempt: what did not arrive."""

import sqlalchemy as sa
from alembic import op

revision = '0032'
down_revision = '0031'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables here from the revision before: every step so far stands in the work of its own matter."""
    op.add_column('task', sa.Column('matter_kind', sa.String(length=40), nullable=False, server_default=''))
    op.add_column('task', sa.Column('matter_id', sa.Integer(), nullable=False, server_default='0'))
    op.execute('UPDATE task SET matter_kind = subject_kind, matter_id = subject_id')
    with op.batch_alter_table('task') as batch_op:
        batch_op.alter_column('matter_kind', existing_type=sa.String(length=40), server_default=None)
        batch_op.alter_column('matter_id', existing_type=sa.Integer(), server_default=None)
        batch_op.create_index('ix_task_matter', ['matter_kind', 'matter_id'], unique=False)
    op.add_column('petition_letter', sa.Column('left_at', sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        'service_attempt',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('subject_kind', sa.String(length=40), nullable=False),
        sa.Column('subject_id', sa.Integer(), nullable=False),
        sa.Column('tried_on', sa.Date(), nullable=False),
        sa.Column('method', sa.String(length=40), nullable=False),
        sa.Column('reason', sa.Text(), nullable=False),
        sa.Column('occurred_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('entered_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('spoken_by', sa.String(length=100), nullable=False),
        sa.Column('typed_by_id', sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(['typed_by_id'], ['account.id'], name=op.f('fk_service_attempt_typed_by_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_service_attempt')),
    )
    with op.batch_alter_table('service_attempt') as batch_op:
        batch_op.create_index('ix_service_attempt_subject', ['subject_kind', 'subject_id'], unique=False)


def downgrade() -> None:
    """Bring the tables back to the revision before."""
    op.drop_table('service_attempt')
    op.drop_column('petition_letter', 'left_at')
    with op.batch_alter_table('task') as batch_op:
        batch_op.drop_index('ix_task_matter')
        batch_op.drop_column('matter_id')
        batch_op.drop_column('matter_kind')
