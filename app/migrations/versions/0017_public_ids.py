"""public ids: what addresses, names and values call a row is drawn by chance; a matter keeps the one its row has."""

import secrets

import sqlalchemy as sa
from alembic import op

revision = '0017'
down_revision = '0016'
branch_labels = None
depends_on = None

ALPHABET = '23456789abcdefghjkmnpqrstuvwxyz'
LENGTH = 12
TABLES = (
    'account',
    'account_confirmation',
    'accusation',
    'accusation_hand_over',
    'attachment',
    'body',
    'case_mediator',
    'claim',
    'claim_assignment',
    'claim_hearing',
    'claim_settlement',
    'deadline',
    'duty',
    'mediation_case',
    'move',
    'office',
    'outbox',
    'party',
    'person',
    'petition',
    'petition_letter',
    'petitioner',
    'pool_member',
    'supervision',
    'task',
    'village',
)
MATTERS = {'mediation_case': 'case', 'petition': 'petition', 'claim': 'claim', 'supervision': 'supervision'}
"""Tables whose rows are matters, with the kind: lists were paged by the public id of the matter already."""
AT_ONCE = 1000


def _draw() -> str:
    return ''.join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def _give(name: str) -> None:
    connection = op.get_bind()
    table = sa.table(name, sa.column('id', sa.Integer), sa.column('public_id', sa.String))
    if name in MATTERS:
        of_matter = 'SELECT matter.public_id FROM matter WHERE matter.kind = :kind AND matter.subject_id = '
        given = sa.text(f"UPDATE {name} SET public_id = coalesce(({of_matter}{name}.id), '')")
        connection.execute(given, {'kind': MATTERS[name]})
    without = connection.scalars(sa.select(table.c.id).where(table.c.public_id == '')).all()
    change = table.update().where(table.c.id == sa.bindparam('key')).values(public_id=sa.bindparam('drawn'))
    for begin in range(0, len(without), AT_ONCE):
        connection.execute(change, [{'key': key, 'drawn': _draw()} for key in without[begin : begin + AT_ONCE]])


def upgrade() -> None:
    """Bring the tables here from the revision before."""
    for name in TABLES:
        op.add_column(name, sa.Column('public_id', sa.String(length=LENGTH), nullable=False, server_default=''))
        _give(name)
        op.create_index(op.f(f'ix_{name}_public_id'), name, ['public_id'], unique=True)
    op.add_column('matter', sa.Column('deadline_public_id', sa.String(length=LENGTH), nullable=True))
    nearest = 'SELECT deadline.public_id FROM deadline WHERE deadline.id = matter.deadline_id'
    op.execute(sa.text(f'UPDATE matter SET deadline_public_id = ({nearest})'))
    op.drop_column('matter', 'deadline_id')


def downgrade() -> None:
    """Bring the tables back to the revision before."""
    op.add_column('matter', sa.Column('deadline_id', sa.Integer(), nullable=True))
    nearest = 'SELECT deadline.id FROM deadline WHERE deadline.public_id = matter.deadline_public_id'
    op.execute(sa.text(f'UPDATE matter SET deadline_id = ({nearest})'))
    op.drop_column('matter', 'deadline_public_id')
    for name in reversed(TABLES):
        op.drop_index(op.f(f'ix_{name}_public_id'), name)
        op.drop_column(name, 'public_id')
