"""corrections: of matters of every kind, no longer of disputes alone."""

import sqlalchemy as sa
from alembic import op

revision = '0021'
down_revision = '0020'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables here from the revision before."""
    with op.batch_alter_table('correction') as batch_op:
        batch_op.drop_index('ix_correction_case_id')
        batch_op.drop_constraint('fk_correction_case_id', type_='foreignkey')
        batch_op.add_column(sa.Column('subject_kind', sa.String(length=40), nullable=False, server_default='case'))
        batch_op.alter_column('case_id', new_column_name='subject_id', existing_type=sa.Integer(), nullable=False)
    with op.batch_alter_table('correction') as batch_op:
        batch_op.alter_column(
            'subject_kind', existing_type=sa.String(length=40), existing_nullable=False, server_default=None
        )
        batch_op.create_index('ix_correction_subject', ['subject_kind', 'subject_id'])


def downgrade() -> None:
    """Bring the tables back to the revision before; what was put right elsewhere has no place there."""
    op.execute(sa.text("DELETE FROM correction WHERE subject_kind <> 'case'"))
    with op.batch_alter_table('correction') as batch_op:
        batch_op.drop_index('ix_correction_subject')
        batch_op.drop_column('subject_kind')
        batch_op.alter_column('subject_id', new_column_name='case_id', existing_type=sa.Integer(), nullable=False)
    with op.batch_alter_table('correction') as batch_op:
        batch_op.create_foreign_key('fk_correction_case_id', 'mediation_case', ['case_id'], ['id'])
        batch_op.create_index('ix_correction_case_id', ['case_id'])
