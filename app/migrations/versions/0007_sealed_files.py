"""sealed files: an attachment names its file and holds a keyed hash; the database names the key that seals."""

import sqlalchemy as sa
from alembic import op

revision = '0007'
down_revision = '0006'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables here from the revision before.

    A file that lies plain keeps its name, its SHA-256, and has no keyed hash: `app/cli/seal_files.py` seals it at the
    next start, which needs the keys and must survive being interrupted; both are no matter of tables.
    """
    with op.batch_alter_table('attachment', schema=None) as batch_op:
        batch_op.drop_constraint('uq_attachment_case_id_sha256', type_='unique')
        batch_op.alter_column('sha256', new_column_name='stored_as', existing_type=sa.String(length=64), existing_nullable=False)
        batch_op.add_column(sa.Column('content_mac', sa.String(length=64), nullable=True))
        batch_op.create_unique_constraint(batch_op.f('uq_attachment_case_id_content_mac'), ['case_id', 'content_mac'])
    with op.batch_alter_table('key_ring', schema=None) as batch_op:
        batch_op.add_column(sa.Column('sealing_key', sa.String(length=40), nullable=True))


def downgrade() -> None:
    """Bring the tables back to the revision before; a sealed file keeps its name and is not opened again."""
    with op.batch_alter_table('key_ring', schema=None) as batch_op:
        batch_op.drop_column('sealing_key')
    with op.batch_alter_table('attachment', schema=None) as batch_op:
        batch_op.drop_constraint('uq_attachment_case_id_content_mac', type_='unique')
        batch_op.drop_column('content_mac')
        batch_op.alter_column('stored_as', new_column_name='sha256', existing_type=sa.String(length=64), existing_nullable=False)
    with op.batch_alter_table('attachment', schema=None) as batch_op:
        batch_op.create_unique_constraint(batch_op.f('uq_attachment_case_id_sha256'), ['case_id', 'sha256'])
