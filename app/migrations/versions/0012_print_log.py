"""print log: which paper was printed when, by whom and in what way, and the marks of its pages."""

import sqlalchemy as sa
from alembic import op

revision = '0012'
down_revision = '0011'
branch_labels = None
depends_on = None
GROWING = ('print_log', 'printed_page')
REFUSAL = 'this table only grows'


def upgrade() -> None:
    """Bring the tables here from the revision before; what was printed before stands in no log."""
    op.create_table('print_log',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('printed_by', sa.String(length=100), nullable=False),
    sa.Column('subject_kind', sa.String(length=40), nullable=False),
    sa.Column('subject_id', sa.Integer(), nullable=False),
    sa.Column('paper', sa.String(length=60), nullable=False),
    sa.Column('title', sa.String(length=200), nullable=False),
    sa.Column('version', sa.Integer(), nullable=True),
    sa.Column('digest', sa.String(length=64), nullable=False),
    sa.Column('pages', sa.Integer(), nullable=False),
    sa.Column('way', sa.String(length=40), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_print_log_account_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_print_log'))
    )
    with op.batch_alter_table('print_log', schema=None) as batch_op:
        batch_op.create_index('ix_print_log_subject', ['subject_kind', 'subject_id'], unique=False)
    op.create_table('printed_page',
    sa.Column('print_id', sa.Integer(), nullable=False),
    sa.Column('page', sa.Integer(), nullable=False),
    sa.Column('shown', sa.String(length=8), nullable=False),
    sa.Column('code', sa.String(length=26), nullable=False),
    sa.ForeignKeyConstraint(['print_id'], ['print_log.id'], name=op.f('fk_printed_page_print_id')),
    sa.PrimaryKeyConstraint('print_id', 'page', name=op.f('pk_printed_page'))
    )
    with op.batch_alter_table('printed_page', schema=None) as batch_op:
        batch_op.create_index('ix_printed_page_shown', ['shown'], unique=False)
    for table in GROWING:
        _let_it_only_grow(table)


def downgrade() -> None:
    """Bring the tables back to the revision before, which knows of no prints."""
    op.drop_table('printed_page')
    op.drop_table('print_log')


def _let_it_only_grow(table: str) -> None:
    bind = op.get_bind()
    fixed = ", ".join(f'"{one["name"]}"' for one in sa.inspect(bind).get_columns(table))
    if bind.dialect.name == "sqlite":
        refuse = f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
        op.execute(f"CREATE TRIGGER {table}_keeps_rows BEFORE DELETE ON {table} {refuse}")
        op.execute(f"CREATE TRIGGER {table}_keeps_values BEFORE UPDATE OF {fixed} ON {table} {refuse}")
        return
    refuse = "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    op.execute(f"CREATE TRIGGER {table}_keeps_rows BEFORE DELETE OR TRUNCATE ON {table} {refuse}")
    op.execute(f"CREATE TRIGGER {table}_keeps_values BEFORE UPDATE OF {fixed} ON {table} {refuse}")
