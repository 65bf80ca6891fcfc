"""search: telephones by digits and by the last four, names by their sound; filled by the start that follows."""

import sqlalchemy as sa
from alembic import op

revision = '0020'
down_revision = '0019'
branch_labels = None
depends_on = None

TABLES = ('party', 'party_agent', 'person', 'petitioner')
COLUMNS = ('phone_digits_index', 'phone_tail_index')


def upgrade() -> None:
    """Bring the tables here from the revision before."""
    for table in TABLES:
        for name in COLUMNS:
            op.add_column(table, sa.Column(name, sa.String(length=64), nullable=True))
    _widen(4, 8)
    op.execute(sa.text("DELETE FROM town_fact WHERE name = 'matters_built'"))


def _widen(before: int, after: int) -> None:
    with op.batch_alter_table('person_gram') as batch_op:
        batch_op.alter_column(
            'gram', existing_type=sa.String(length=before), type_=sa.String(length=after), existing_nullable=False
        )


def downgrade() -> None:
    """Bring the tables back to the revision before."""
    for table in TABLES:
        for name in COLUMNS:
            op.drop_column(table, name)
    op.execute(sa.text("DELETE FROM person_gram WHERE gram LIKE '~%'"))
    _widen(8, 4)
    op.execute(sa.text("DELETE FROM town_fact WHERE name IN ('phones_indexed', 'people_sounded')"))
