"""attachments: of matters of every kind, no longer of disputes alone, with the day on the paper and a small picture."""

import sqlalchemy as sa
from alembic import op

revision = '0024'
down_revision = '0023'
branch_labels = None
depends_on = None
ELSEWHERE = 'there are files of petitions, letters or accusations, for which the version before has no place'


def upgrade() -> None:
    """Bring the tables here from the revision before; files on the disk stay as they are."""
    with op.batch_alter_table('attachment') as batch_op:
        batch_op.drop_index('ix_attachment_case_id')
        batch_op.drop_constraint('uq_attachment_case_id_content_mac', type_='unique')
        batch_op.drop_constraint('fk_attachment_case_id', type_='foreignkey')
        batch_op.add_column(sa.Column('subject_kind', sa.String(length=40), nullable=False, server_default='case'))
        batch_op.alter_column('case_id', new_column_name='subject_id', existing_type=sa.Integer(), nullable=False)
        batch_op.add_column(sa.Column('taken_on', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('thumbnail_as', sa.String(length=64), nullable=True))
        batch_op.add_column(sa.Column('thumbnail_mac', sa.String(length=64), nullable=True))
    with op.batch_alter_table('attachment') as batch_op:
        batch_op.alter_column(
            'subject_kind', existing_type=sa.String(length=40), existing_nullable=False, server_default=None
        )
        batch_op.create_unique_constraint(
            'uq_attachment_subject_kind_subject_id_content_mac', ['subject_kind', 'subject_id', 'content_mac']
        )
        batch_op.create_index('ix_attachment_subject', ['subject_kind', 'subject_id'])
    op.create_table(
        'accusation_attachment',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('accusation_id', sa.Integer(), nullable=False),
        sa.Column('words_sealed', sa.Text(), nullable=False),
        sa.Column('media_type', sa.String(length=60), nullable=False),
        sa.Column('stored_as', sa.String(length=64), nullable=False),
        sa.Column('content_mac', sa.String(length=64), nullable=True),
        sa.Column('size', sa.Integer(), nullable=False),
        sa.Column('taken_on', sa.Date(), nullable=True),
        sa.Column('thumbnail_as', sa.String(length=64), nullable=True),
        sa.Column('thumbnail_mac', sa.String(length=64), nullable=True),
        sa.Column('public_id', sa.String(length=12), server_default='', nullable=False),
        sa.Column('occurred_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('entered_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('spoken_by', sa.String(length=100), nullable=False),
        sa.Column('typed_by_id', sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(['accusation_id'], ['accusation.id'], name=op.f('fk_accusation_attachment_accusation_id')),
        sa.ForeignKeyConstraint(['typed_by_id'], ['account.id'], name=op.f('fk_accusation_attachment_typed_by_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_accusation_attachment')),
    )
    with op.batch_alter_table('accusation_attachment') as batch_op:
        batch_op.create_index(batch_op.f('ix_accusation_attachment_accusation_id'), ['accusation_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_accusation_attachment_public_id'), ['public_id'], unique=True)


def downgrade() -> None:
    """Bring the tables back to the revision before, where files of other matters than disputes have no place.

    Raises RuntimeError when there are any: they are originals.
    """
    elsewhere = (
        "SELECT 1 FROM attachment WHERE subject_kind <> 'case' UNION ALL SELECT 1 FROM accusation_attachment LIMIT 1"
    )
    if op.get_bind().scalar(sa.text(elsewhere)) is not None:
        raise RuntimeError(ELSEWHERE)
    op.drop_table('accusation_attachment')
    with op.batch_alter_table('attachment') as batch_op:
        batch_op.drop_index('ix_attachment_subject')
        batch_op.drop_constraint('uq_attachment_subject_kind_subject_id_content_mac', type_='unique')
        batch_op.drop_column('subject_kind')
        batch_op.drop_column('taken_on')
        batch_op.drop_column('thumbnail_as')
        batch_op.drop_column('thumbnail_mac')
        batch_op.alter_column('subject_id', new_column_name='case_id', existing_type=sa.Integer(), nullable=False)
    with op.batch_alter_table('attachment') as batch_op:
        batch_op.create_foreign_key('fk_attachment_case_id', 'mediation_case', ['case_id'], ['id'])
        batch_op.create_unique_constraint('uq_attachment_case_id_content_mac', ['case_id', 'content_mac'])
        batch_op.create_index('ix_attachment_case_id', ['case_id'])
