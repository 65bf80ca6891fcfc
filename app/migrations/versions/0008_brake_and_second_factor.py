"""Guessing is counted by hidden name and source instead of locking a name; a second factor with recovery codes."""

import sqlalchemy as sa
from alembic import op

revision = '0008'
down_revision = '0007'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables here from the revision before; failures counted until now are forgotten."""
    op.create_table('brake',
    sa.Column('key', sa.String(length=64), nullable=False),
    sa.Column('about', sa.String(length=64), nullable=False),
    sa.Column('level', sa.Float(), nullable=False),
    sa.Column('noted_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('closed_until', sa.DateTime(timezone=True), nullable=False),
    sa.Column('forgotten_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('key', name=op.f('pk_brake'))
    )
    with op.batch_alter_table('brake', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_brake_about'), ['about'], unique=False)
        batch_op.create_index(batch_op.f('ix_brake_forgotten_at'), ['forgotten_at'], unique=False)

    op.create_table('second_factor',
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('secret_sealed', sa.String(length=200), nullable=False),
    sa.Column('last_step', sa.Integer(), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_second_factor_account_id')),
    sa.PrimaryKeyConstraint('account_id', name=op.f('pk_second_factor'))
    )
    op.create_table('recovery_code',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('code_hash', sa.String(length=200), nullable=False),
    sa.Column('used_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_recovery_code_account_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_recovery_code')),
    sa.UniqueConstraint('account_id', 'position', name=op.f('uq_recovery_code_account_id_position'))
    )
    with op.batch_alter_table('account', schema=None) as batch_op:
        batch_op.add_column(sa.Column('second_factor_at', sa.DateTime(timezone=True), nullable=True))

    with op.batch_alter_table('sign_in_failure', schema=None) as batch_op:
        batch_op.drop_index('ix_sign_in_failure_login_name_at')
    op.drop_table('sign_in_failure')


def downgrade() -> None:
    """Bring the tables back to the revision before."""
    op.create_table('sign_in_failure',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('login_name', sa.String(length=40), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_sign_in_failure'))
    )
    with op.batch_alter_table('sign_in_failure', schema=None) as batch_op:
        batch_op.create_index('ix_sign_in_failure_login_name_at', ['login_name', 'at'], unique=False)
    with op.batch_alter_table('account', schema=None) as batch_op:
        batch_op.drop_column('second_factor_at')
    op.drop_table('recovery_code')
    op.drop_table('second_factor')
    with op.batch_alter_table('brake', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_brake_forgotten_at'))
        batch_op.drop_index(batch_op.f('ix_brake_about'))
    op.drop_table('brake')
