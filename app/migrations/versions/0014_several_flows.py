"""several flows: one subject may have several at once, of one process only for parts that are told apart."""

import sqlalchemy as sa
from alembic import op

revision = '0014'
down_revision = '0013'
branch_labels = None
depends_on = None

RUNNING = sa.text('finished_at IS NULL')
TWO_FLOWS = (
    'Some matter has several flows, which version 0013 cannot hold; restore the backup made before the upgrade instead.'
)


def upgrade() -> None:
    """Bring the tables here from the revision before; every flow names its process."""
    with op.batch_alter_table('process') as batch_op:
        batch_op.add_column(sa.Column('key', sa.String(length=40), nullable=True))
        batch_op.add_column(sa.Column('part', sa.String(length=40), nullable=True))
    op.execute(sa.text(
        'UPDATE process SET part = \'\', '
        'key = (SELECT definition.key FROM definition WHERE definition.id = process.definition_id)'
    ))
    with op.batch_alter_table('process') as batch_op:
        batch_op.alter_column('key', existing_type=sa.String(length=40), nullable=False)
        batch_op.alter_column('part', existing_type=sa.String(length=40), nullable=False)
        batch_op.drop_constraint('uq_process_subject_kind_subject_id', type_='unique')
        batch_op.create_index('ix_process_subject', ['subject_kind', 'subject_id'])
        batch_op.create_index(
            'uq_process_running', ['subject_kind', 'subject_id', 'key', 'part'], unique=True,
            postgresql_where=RUNNING, sqlite_where=RUNNING,
        )


def downgrade() -> None:
    """Bring the tables back to the revision before.  Raises RuntimeError when a subject has several flows."""
    several = 'SELECT count(*) FROM process GROUP BY subject_kind, subject_id HAVING count(*) > 1 LIMIT 1'
    if op.get_bind().scalar(sa.text(several)) is not None:
        raise RuntimeError(TWO_FLOWS)
    with op.batch_alter_table('process') as batch_op:
        batch_op.drop_index('uq_process_running')
        batch_op.drop_index('ix_process_subject')
        batch_op.create_unique_constraint('uq_process_subject_kind_subject_id', ['subject_kind', 'subject_id'])
        batch_op.drop_column('part')
        batch_op.drop_column('key')
