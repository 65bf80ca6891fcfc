"""number series: one table for the series of every room but the closed one, which keeps the same table of its own."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = '0013'
down_revision = '0012'
branch_labels = None
depends_on = None

Row = dict[str, Any]
KEY = ('owner', 'word', 'year')
GOVERNMENT, COMMITTEE = 'government', 'body:'
MATTERS, LETTERS, HAND_OVERS = 'mediation', 'petition_letter', 'hand_over'


def upgrade() -> None:
    """Bring the tables here from the revision before; every series goes on where it stands."""
    of_committees = _rows('SELECT committee_id, year, last FROM number_series')
    of_letters = _rows('SELECT year, last FROM petition_letter_series')
    of_hand_overs = _rows('SELECT year, last FROM accusation_hand_over_series')
    for name in ('number_series', 'petition_letter_series', 'accusation_hand_over_series'):
        op.drop_table(name)
    _make('number_series', [
        *(_row(f"{COMMITTEE}{row['committee_id']}", MATTERS, row) for row in of_committees),
        *(_row(GOVERNMENT, LETTERS, row) for row in of_letters),
    ])
    _make('accusation_hand_over_series', [_row(GOVERNMENT, HAND_OVERS, row) for row in of_hand_overs])


def downgrade() -> None:
    """Bring the tables back to the revision before."""
    series = _rows('SELECT owner, word, year, last FROM number_series')
    of_hand_overs = _rows('SELECT year, last FROM accusation_hand_over_series')
    for name in ('number_series', 'accusation_hand_over_series'):
        op.drop_table(name)
    op.create_table('number_series',
    sa.Column('committee_id', sa.Integer(), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('last', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['committee_id'], ['body.id'], name=op.f('fk_number_series_committee_id')),
    sa.PrimaryKeyConstraint('committee_id', 'year', name=op.f('pk_number_series'))
    )
    _fill('number_series', [
        {'committee_id': int(row['owner'].removeprefix(COMMITTEE)), 'year': row['year'], 'last': row['last']}
        for row in series if row['word'] == MATTERS
    ])
    letters = [{'year': row['year'], 'last': row['last']} for row in series if row['word'] == LETTERS]
    for name, rows in (('petition_letter_series', letters), ('accusation_hand_over_series', of_hand_overs)):
        op.create_table(name,
        sa.Column('year', sa.Integer(), nullable=False),
        sa.Column('last', sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint('year', name=op.f(f'pk_{name}'))
        )
        _fill(name, rows)


def _row(owner: str, word: str, row: Row) -> Row:
    return {'owner': owner, 'word': word, 'year': row['year'], 'last': row['last']}


def _rows(asked: str) -> list[Row]:
    return [dict(row) for row in op.get_bind().execute(sa.text(asked)).mappings()]


def _make(name: str, rows: list[Row]) -> None:
    op.create_table(name,
    sa.Column('owner', sa.String(length=40), nullable=False),
    sa.Column('word', sa.String(length=40), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('last', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint(*KEY, name=op.f(f'pk_{name}'))
    )
    _fill(name, rows)


def _fill(name: str, rows: list[Row]) -> None:
    if rows:
        table = sa.table(name, *(sa.column(column) for column in rows[0]))
        op.get_bind().execute(sa.insert(table), rows)
