"""performance_entry: what was paid in part, demanded, acknowledged; clause and duty: what limits their claim."""

import sqlalchemy as sa
from alembic import op

revision = '0036'
down_revision = '0035'
branch_labels = None
depends_on = None

_NEWEST_DAY = """
UPDATE duty SET awaited_on = (
    SELECT deadline.due_on FROM deadline JOIN agreement ON agreement.id = duty.agreement_id
    WHERE deadline.code = 'M7' AND deadline.subject_kind = 'case' AND deadline.subject_id = agreement.case_id
      AND deadline.part = 'duty-' || duty.id
    ORDER BY deadline.id DESC LIMIT 1)
WHERE EXISTS (
    SELECT 1 FROM deadline JOIN agreement ON agreement.id = duty.agreement_id
    WHERE deadline.code = 'M7' AND deadline.subject_kind = 'case' AND deadline.subject_id = agreement.case_id
      AND deadline.part = 'duty-' || duty.id)
"""


def upgrade() -> None:
    """Bring the tables here from the revision before; a promise is waited for on its newest watched day."""
    with op.batch_alter_table('clause') as batch_op:
        batch_op.add_column(sa.Column('limitation', sa.String(length=40), nullable=False, server_default='own'))
    with op.batch_alter_table('duty') as batch_op:
        batch_op.add_column(sa.Column('limitation', sa.String(length=40), nullable=False, server_default='own'))
        batch_op.add_column(sa.Column('awaited_on', sa.Date(), nullable=True))
    for table in ('clause', 'duty'):
        with op.batch_alter_table(table) as batch_op:
            batch_op.alter_column('limitation', server_default=None)
    op.execute('UPDATE duty SET awaited_on = due_on')
    op.execute(_NEWEST_DAY)
    op.create_table(
        'performance_entry',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('agreement_id', sa.Integer(), nullable=False),
        sa.Column('duty_id', sa.Integer(), nullable=False),
        sa.Column('kind', sa.String(length=40), nullable=False),
        sa.Column('took_place_on', sa.Date(), nullable=False),
        sa.Column('amount', sa.Numeric(precision=14, scale=2), nullable=True),
        sa.Column('until', sa.Date(), nullable=True),
        sa.Column('way', sa.String(length=40), nullable=True),
        sa.Column('asked_by_id', sa.Integer(), nullable=True),
        sa.Column('attachment_id', sa.Integer(), nullable=True),
        sa.Column('paper_at', sa.String(length=100), nullable=False),
        sa.Column('note', sa.String(length=300), nullable=False),
        sa.Column('struck_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('struck_by_id', sa.Integer(), nullable=True),
        sa.Column('struck_reason', sa.String(length=200), nullable=False),
        sa.Column('public_id', sa.String(length=12), server_default='', nullable=False),
        sa.Column('occurred_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('entered_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('spoken_by', sa.String(length=100), nullable=False),
        sa.Column('typed_by_id', sa.Integer(), nullable=False),
        sa.CheckConstraint('amount IS NULL OR amount > 0', name=op.f('ck_performance_entry_amount_positive')),
        sa.CheckConstraint(
            '(struck_at IS NULL) = (struck_by_id IS NULL)', name=op.f('ck_performance_entry_struck_by_somebody')
        ),
        sa.ForeignKeyConstraint(['agreement_id'], ['agreement.id'], name=op.f('fk_performance_entry_agreement_id')),
        sa.ForeignKeyConstraint(['duty_id'], ['duty.id'], name=op.f('fk_performance_entry_duty_id')),
        sa.ForeignKeyConstraint(['asked_by_id'], ['participant.id'], name=op.f('fk_performance_entry_asked_by_id')),
        sa.ForeignKeyConstraint(['attachment_id'], ['attachment.id'], name=op.f('fk_performance_entry_attachment_id')),
        sa.ForeignKeyConstraint(['struck_by_id'], ['account.id'], name=op.f('fk_performance_entry_struck_by_id')),
        sa.ForeignKeyConstraint(['typed_by_id'], ['account.id'], name=op.f('fk_performance_entry_typed_by_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_performance_entry')),
    )
    with op.batch_alter_table('performance_entry') as batch_op:
        batch_op.create_index(op.f('ix_performance_entry_agreement_id'), ['agreement_id'], unique=False)
        batch_op.create_index(op.f('ix_performance_entry_public_id'), ['public_id'], unique=True)


def downgrade() -> None:
    """Bring the tables back to the revision before."""
    op.drop_table('performance_entry')
    with op.batch_alter_table('duty') as batch_op:
        batch_op.drop_column('awaited_on')
        batch_op.drop_column('limitation')
    with op.batch_alter_table('clause') as batch_op:
        batch_op.drop_column('limitation')
