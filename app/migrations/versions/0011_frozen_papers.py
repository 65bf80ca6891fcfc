"""frozen papers: what a paper said when it was fixed, sealed or handed out.

The next start freezes what stands: filling a paper is the program's work, and it reads keys, settings and calendars.
"""

import sqlalchemy as sa
from alembic import op

revision = '0011'
down_revision = '0010'
branch_labels = None
depends_on = None

TABLE, CHANGEABLE = "frozen_paper", "value_sealed"
REFUSAL = "this table only grows"


def upgrade() -> None:
    """Bring the tables here from the revision before."""
    op.create_table('frozen_paper',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('uid', sa.String(length=36), nullable=False),
    sa.Column('subject_kind', sa.String(length=40), nullable=False),
    sa.Column('subject_id', sa.Integer(), nullable=False),
    sa.Column('paper', sa.String(length=40), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('value_sealed', sa.Text(), nullable=False),
    sa.Column('digest', sa.String(length=64), nullable=False),
    sa.Column('frozen_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('frozen_by_id', sa.Integer(), nullable=True),
    sa.CheckConstraint('version >= 1', name=op.f('ck_frozen_paper_versions_count_from_one')),
    sa.ForeignKeyConstraint(['frozen_by_id'], ['account.id'], name=op.f('fk_frozen_paper_frozen_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_frozen_paper')),
    sa.UniqueConstraint('subject_kind', 'subject_id', 'paper', 'version', name=op.f('uq_frozen_paper_subject_kind_subject_id_paper_version')),
    sa.UniqueConstraint('uid', name=op.f('uq_frozen_paper_uid'))
    )
    _let_it_only_grow()
    with op.batch_alter_table('accusation_hand_over', schema=None) as batch_op:
        batch_op.add_column(sa.Column('paper_sealed', sa.Text(), nullable=True))


def downgrade() -> None:
    """Bring the tables back to the revision before; papers are filled from the rows again."""
    with op.batch_alter_table('accusation_hand_over', schema=None) as batch_op:
        batch_op.drop_column('paper_sealed')
    op.drop_table('frozen_paper')


def _let_it_only_grow() -> None:
    columns = ("id", "uid", "subject_kind", "subject_id", "paper", "version", "digest", "frozen_at", "frozen_by_id")
    fixed = ", ".join(f'"{one}"' for one in columns)
    if op.get_bind().dialect.name == "sqlite":
        refuse = f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
        op.execute(f"CREATE TRIGGER {TABLE}_keeps_rows BEFORE DELETE ON {TABLE} {refuse}")
        op.execute(f"CREATE TRIGGER {TABLE}_keeps_values BEFORE UPDATE OF {fixed} ON {TABLE} {refuse}")
        return
    refuse = "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    op.execute(f"CREATE TRIGGER {TABLE}_keeps_rows BEFORE DELETE OR TRUNCATE ON {TABLE} {refuse}")
    op.execute(f"CREATE TRIGGER {TABLE}_keeps_values BEFORE UPDATE OF {fixed} ON {TABLE} {refuse}")
