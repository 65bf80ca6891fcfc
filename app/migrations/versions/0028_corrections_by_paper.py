"""correction.attachment_id: the photograph of the signed page on which a correction rests."""

import sqlalchemy as sa
from alembic import op

revision = '0028'
down_revision = '0027'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables here from the revision before."""
    with op.batch_alter_table('correction') as batch_op:
        batch_op.add_column(sa.Column('attachment_id', sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f('fk_correction_attachment_id'), 'attachment', ['attachment_id'], ['id']
        )
        batch_op.create_index(batch_op.f('ix_correction_attachment_id'), ['attachment_id'], unique=False)


def downgrade() -> None:
    """Bring the tables back to the revision before; the photographs stay with their matters."""
    with op.batch_alter_table('correction') as batch_op:
        batch_op.drop_index(batch_op.f('ix_correction_attachment_id'))
        batch_op.drop_constraint(batch_op.f('fk_correction_attachment_id'), type_='foreignkey')
        batch_op.drop_column('attachment_id')
