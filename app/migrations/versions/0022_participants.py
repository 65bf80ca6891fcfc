"""participants: parties and petitioners in one table, their agents in another; seals follow at the start after."""

import uuid
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = '0022'
down_revision = '0021'
branch_labels = None
depends_on = None

SHARED = (
    'public_id', 'uid', 'document_kind', 'id_number_sealed', 'id_number_index', 'phone_sealed', 'phone_index',
    'phone_digits_index', 'phone_tail_index', 'needs', 'safe_contact', 'position', 'name', 'gender', 'born_on', 'address',
)  # fmt: skip
"""What parties and petitioners were asked alike."""
OF_PARTIES = (
    'id', 'side', 'kind', 'standing', 'ethnicity', 'occupation', 'identity_check', 'credit_code', 'legal_representative',
    'representative_post', 'person_id', 'row_version',
)  # fmt: skip
OF_AGENTS = (
    'id', 'kind', 'name', 'relation', 'uid', 'document_kind', 'id_number_sealed', 'id_number_index', 'phone_sealed',
    'phone_index', 'phone_digits_index', 'phone_tail_index',
)  # fmt: skip
NAMING = {'consent', 'rights_told', 'termination', 'party_wish', 'bound_party', 'signature'}
"""Tables that name a party."""
SEALED_ANEW = '证件号和电话已经按新的位置加密，旧程序打不开：请用升级前的备份恢复，不要退回旧表。'
LEFT = "SELECT party_id FROM termination WHERE party_id IS NOT NULL"
RENUMBERED = 'petitioners_renumbered_by'
"""The fact that says what was added to the ids of petitioners: the trail of before names them by the old ones."""
NEWEST = (
    'SELECT consent.state FROM consent WHERE consent.party_id = participant.id AND consent.matter = :asked'
    ' ORDER BY consent.id DESC LIMIT 1'
)



def _identity(*, with_public_id: bool = False) -> list[sa.Column[Any]]:
    drawn: list[sa.Column[Any]] = []
    if with_public_id:
        drawn = [sa.Column('public_id', sa.String(length=12), nullable=False, server_default='')]
    return [
        *drawn,
        sa.Column('uid', sa.String(length=36), nullable=False),
        sa.Column('document_kind', sa.String(length=40), nullable=False, server_default='id_card'),
        sa.Column('id_number_sealed', sa.String(length=200), nullable=True),
        sa.Column('id_number_index', sa.String(length=64), nullable=True),
        sa.Column('phone_sealed', sa.String(length=200), nullable=True),
        sa.Column('phone_index', sa.String(length=64), nullable=True),
        sa.Column('phone_digits_index', sa.String(length=64), nullable=True),
        sa.Column('phone_tail_index', sa.String(length=64), nullable=True),
    ]


def _contact() -> list[sa.Column[Any]]:
    return [
        sa.Column('needs', sa.String(length=80), nullable=False, server_default=''),
        sa.Column('safe_contact', sa.String(length=200), nullable=False, server_default=''),
    ]


def _index(table: str, *columns: str, unique: bool = False) -> None:
    for column in columns:
        op.create_index(f'ix_{table}_{column}', table, [column], unique=unique)


def _point_at(table: str, named: str) -> None:
    """Let the column that names a party name a row of another table."""
    with op.batch_alter_table(table) as batch_op:
        batch_op.drop_constraint(f'fk_{table}_party_id', type_='foreignkey')
        batch_op.create_foreign_key(f'fk_{table}_party_id', named, ['party_id'], ['id'])


def _go_on_counting(*tables: str) -> None:
    """Rows came in with their ids: PostgreSQL counts on from the highest."""
    if op.get_bind().dialect.name == 'postgresql':
        for table in tables:
            highest = f'SELECT coalesce(max(id), 0) + 1 FROM {table}'
            op.execute(sa.text(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), ({highest}), false)"))


def _make_tables() -> None:
    op.create_table(
        'participant',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('subject_kind', sa.String(length=40), nullable=False),
        sa.Column('subject_id', sa.Integer(), nullable=False),
        sa.Column('side', sa.Integer(), nullable=False),
        sa.Column('position', sa.Integer(), nullable=False),
        sa.Column('kind', sa.String(length=40), nullable=False),
        sa.Column('standing', sa.String(length=40), nullable=False),
        sa.Column('participation', sa.String(length=40), nullable=False),
        sa.Column('name', sa.String(length=80), nullable=False),
        sa.Column('gender', sa.String(length=40), nullable=True),
        sa.Column('born_on', sa.Date(), nullable=True),
        sa.Column('ethnicity', sa.String(length=20), nullable=False),
        sa.Column('occupation', sa.String(length=40), nullable=False),
        sa.Column('address', sa.String(length=150), nullable=False),
        sa.Column('identity_check', sa.String(length=40), nullable=False),
        sa.Column('credit_code', sa.String(length=18), nullable=False),
        sa.Column('legal_representative', sa.String(length=60), nullable=False),
        sa.Column('representative_post', sa.String(length=40), nullable=False),
        sa.Column('is_representative', sa.Boolean(), nullable=False),
        sa.Column('person_id', sa.Integer(), nullable=True),
        sa.Column('row_version', sa.Integer(), nullable=False),
        *_contact(),
        *_identity(with_public_id=True),
        sa.CheckConstraint('side >= 1', name=op.f('ck_participant_side_counts')),
        sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_participant_person_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_participant')),
        sa.UniqueConstraint(
            'subject_kind', 'subject_id', 'side', 'position',
            name=op.f('uq_participant_subject_kind_subject_id_side_position'),
        ),
        sa.UniqueConstraint('uid', name=op.f('uq_participant_uid')),
    )  # fmt: skip
    op.create_table(
        'participant_agent',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('participant_id', sa.Integer(), nullable=False),
        sa.Column('kind', sa.String(length=40), nullable=False),
        sa.Column('name', sa.String(length=60), nullable=False),
        sa.Column('relation', sa.String(length=40), nullable=False),
        sa.Column('powers', sa.String(length=40), nullable=False),
        sa.Column('authorised_on', sa.Date(), nullable=True),
        *_identity(),
        sa.ForeignKeyConstraint(['participant_id'], ['participant.id'], name=op.f('fk_participant_agent_participant_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_participant_agent')),
        sa.UniqueConstraint('uid', name=op.f('uq_participant_agent_uid')),
    )
    op.create_table(
        'participant_gram',
        sa.Column('gram', sa.String(length=4), nullable=False),
        sa.Column('participant_id', sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ['participant_id'], ['participant.id'], name=op.f('fk_participant_gram_participant_id'), ondelete='CASCADE'
        ),
        sa.PrimaryKeyConstraint('gram', 'participant_id', name=op.f('pk_participant_gram')),
    )


    op.create_table(
        'participant_join',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('one_id', sa.Integer(), nullable=False),
        sa.Column('other_id', sa.Integer(), nullable=False),
        sa.Column('joined_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('joined_by_id', sa.Integer(), nullable=False),
        sa.Column('undone_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('undone_by_id', sa.Integer(), nullable=True),
        sa.Column('public_id', sa.String(length=12), nullable=False, server_default=''),
        sa.CheckConstraint('one_id < other_id', name=op.f('ck_participant_join_two_in_order')),
        sa.CheckConstraint(
            '(undone_at IS NULL) = (undone_by_id IS NULL)', name=op.f('ck_participant_join_undone_by_somebody')
        ),
        sa.ForeignKeyConstraint(['joined_by_id'], ['account.id'], name=op.f('fk_participant_join_joined_by_id')),
        sa.ForeignKeyConstraint(['one_id'], ['participant.id'], name=op.f('fk_participant_join_one_id')),
        sa.ForeignKeyConstraint(['other_id'], ['participant.id'], name=op.f('fk_participant_join_other_id')),
        sa.ForeignKeyConstraint(['undone_by_id'], ['account.id'], name=op.f('fk_participant_join_undone_by_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_participant_join')),
    )


def _index_tables() -> None:
    _index('participant', 'public_id', unique=True)
    _index('participant', 'id_number_index', 'phone_index', 'name')
    op.create_index('ix_participant_phone_digits', 'participant', ['phone_digits_index'])
    _index('participant_agent', 'participant_id', 'id_number_index', 'phone_index')
    _index('participant_gram', 'participant_id')
    _index('participant_join', 'public_id', unique=True)
    _index('participant_join', 'other_id')
    standing = sa.text('undone_at IS NULL')
    op.create_index(
        'uq_participant_join_standing',
        'participant_join',
        ['one_id', 'other_id'],
        unique=True,
        postgresql_where=standing,
        sqlite_where=standing,
    )


def upgrade() -> None:
    """Bring the tables here from the revision before; parties keep their ids, petitioners follow behind the last."""
    _make_tables()
    shared, of_parties = ', '.join(SHARED), ', '.join(OF_PARTIES)
    op.execute(
        sa.text(
            f'INSERT INTO participant (subject_kind, subject_id, participation, is_representative, {shared}, {of_parties})'
            f" SELECT 'case', case_id, 'unanswered', false, {shared}, {of_parties} FROM party"
        )
    )
    _say_who_is_willing()
    last = op.get_bind().scalar(sa.text('SELECT coalesce(max(id), 0) FROM party'))
    empty = "'', '', 'later', '', '', ''"
    op.get_bind().execute(
        sa.text(
            'INSERT INTO participant (subject_kind, subject_id, participation, is_representative, id, side, kind, standing,'
            ' ethnicity, occupation, identity_check, credit_code, legal_representative, representative_post, row_version,'
            f" {shared}) SELECT 'petition', petition_id, 'willing', is_representative, id + :last, 1, 'natural',"
            f" 'principal', {empty}, 1, {shared} FROM petitioner"
        ),
        {'last': last},
    )
    op.get_bind().execute(
        sa.text('INSERT INTO participant_gram SELECT gram, petitioner_id + :last FROM petitioner_gram'), {'last': last}
    )
    _keep_agents(last)
    fact = sa.text('INSERT INTO town_fact (name, value) VALUES (:name, :value)')
    op.get_bind().execute(fact, {'name': RENUMBERED, 'value': str(last)})
    _index_tables()
    _go_on_counting('participant', 'participant_agent')
    for table in sorted(NAMING):
        _point_at(table, 'participant')
    for table in ('petitioner_gram', 'petitioner', 'party_agent', 'party'):
        op.drop_table(table)


def _say_who_is_willing() -> None:
    """By the newest answer to the question whether they want mediation; who stopped it has left."""
    states = {'agreed': 'willing', 'pending': 'unanswered', 'refused': 'refused'}
    cases = ' '.join(f"WHEN '{state}' THEN '{said}'" for state, said in states.items())
    newest = f"CASE ({NEWEST}) {cases} ELSE 'unanswered' END"
    op.get_bind().execute(sa.text(f'UPDATE participant SET participation = {newest}'), {'asked': 'mediate'})
    op.execute(sa.text(f"UPDATE participant SET participation = 'left' WHERE id IN ({LEFT})"))


def _keep_agents(last: int) -> None:
    of_agents = ', '.join(OF_AGENTS)
    op.execute(
        sa.text(
            f"INSERT INTO participant_agent (participant_id, powers, {of_agents})"
            f" SELECT party_id, '', {of_agents} FROM party_agent"
        )
    )
    connection = op.get_bind()
    asked = sa.text("SELECT id, proxy_name, proxy_relation FROM petitioner WHERE proxy_name <> '' ORDER BY id")
    highest = connection.scalar(sa.text('SELECT coalesce(max(id), 0) FROM participant_agent'))
    proxies = [
        {'id': highest + place, 'whose': row.id + last, 'name': row.proxy_name, 'relation': row.proxy_relation,
         'uid': str(uuid.uuid4())}
        for place, row in enumerate(connection.execute(asked), start=1)
    ]  # fmt: skip
    if proxies:
        connection.execute(
            sa.text(
                'INSERT INTO participant_agent (id, participant_id, kind, name, relation, powers, uid)'
                " VALUES (:id, :whose, 'agent', :name, :relation, '', :uid)"
            ),
            proxies,
        )


def _make_old_tables() -> None:
    op.create_table(
        'party',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('case_id', sa.Integer(), nullable=False),
        sa.Column('side', sa.Integer(), nullable=False),
        sa.Column('position', sa.Integer(), nullable=False),
        sa.Column('kind', sa.String(length=40), nullable=False),
        sa.Column('standing', sa.String(length=40), nullable=False),
        sa.Column('name', sa.String(length=80), nullable=False),
        sa.Column('gender', sa.String(length=40), nullable=True),
        sa.Column('born_on', sa.Date(), nullable=True),
        sa.Column('ethnicity', sa.String(length=20), nullable=False),
        sa.Column('occupation', sa.String(length=40), nullable=False),
        sa.Column('address', sa.String(length=150), nullable=False),
        sa.Column('identity_check', sa.String(length=40), nullable=False),
        sa.Column('credit_code', sa.String(length=18), nullable=False),
        sa.Column('legal_representative', sa.String(length=60), nullable=False),
        sa.Column('representative_post', sa.String(length=40), nullable=False),
        sa.Column('person_id', sa.Integer(), nullable=True),
        sa.Column('row_version', sa.Integer(), nullable=False),
        *_contact(),
        *_identity(with_public_id=True),
        sa.CheckConstraint('side >= 1', name=op.f('ck_party_side_counts')),
        sa.ForeignKeyConstraint(['case_id'], ['mediation_case.id'], name=op.f('fk_party_case_id')),
        sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_party_person_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_party')),
        sa.UniqueConstraint('case_id', 'side', 'position', name=op.f('uq_party_case_id_side_position')),
        sa.UniqueConstraint('uid', name=op.f('uq_party_uid')),
    )
    op.create_table(
        'party_agent',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('party_id', sa.Integer(), nullable=False),
        sa.Column('kind', sa.String(length=40), nullable=False),
        sa.Column('name', sa.String(length=60), nullable=False),
        sa.Column('relation', sa.String(length=40), nullable=False),
        *_identity(),
        sa.ForeignKeyConstraint(['party_id'], ['party.id'], name=op.f('fk_party_agent_party_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_party_agent')),
        sa.UniqueConstraint('uid', name=op.f('uq_party_agent_uid')),
    )
    op.create_table(
        'petitioner',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('petition_id', sa.Integer(), nullable=False),
        sa.Column('position', sa.Integer(), nullable=False),
        sa.Column('name', sa.String(length=60), nullable=False),
        sa.Column('gender', sa.String(length=40), nullable=True),
        sa.Column('born_on', sa.Date(), nullable=True),
        sa.Column('address', sa.String(length=150), nullable=False),
        sa.Column('is_representative', sa.Boolean(), nullable=False),
        sa.Column('proxy_name', sa.String(length=60), nullable=False),
        sa.Column('proxy_relation', sa.String(length=40), nullable=False),
        *_contact(),
        *_identity(with_public_id=True),
        sa.ForeignKeyConstraint(['petition_id'], ['petition.id'], name=op.f('fk_petitioner_petition_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_petitioner')),
        sa.UniqueConstraint('petition_id', 'position', name=op.f('uq_petitioner_petition_id_position')),
        sa.UniqueConstraint('uid', name=op.f('uq_petitioner_uid')),
    )
    op.create_table(
        'petitioner_gram',
        sa.Column('gram', sa.String(length=4), nullable=False),
        sa.Column('petitioner_id', sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ['petitioner_id'], ['petitioner.id'], name=op.f('fk_petitioner_gram_petitioner_id'), ondelete='CASCADE'
        ),
        sa.PrimaryKeyConstraint('gram', 'petitioner_id', name=op.f('pk_petitioner_gram')),
    )


def downgrade() -> None:
    """Bring the tables back to the revision before; powers of agents, who is willing and who
    is the same person have no place there.

    Raises RuntimeError when a start has sealed the numbers of somebody anew.
    """
    done = "SELECT count(*) FROM town_fact WHERE name = 'participants_sealed'"
    someone = 'SELECT count(*) FROM {} WHERE id_number_sealed IS NOT NULL OR phone_sealed IS NOT NULL'
    bind = op.get_bind()
    if bind.scalar(sa.text(done)) and any(
        bind.scalar(sa.text(someone.format(table))) for table in ('participant', 'participant_agent')
    ):
        raise RuntimeError(SEALED_ANEW)
    _make_old_tables()
    shared, of_parties, of_agents = ', '.join(SHARED), ', '.join(OF_PARTIES), ', '.join(OF_AGENTS)
    proxy = "coalesce((SELECT {} FROM participant_agent WHERE participant_id = participant.id ORDER BY id LIMIT 1), '')"
    op.execute(
        sa.text(
            f'INSERT INTO party (case_id, {shared}, {of_parties})'
            f" SELECT subject_id, {shared}, {of_parties} FROM participant WHERE subject_kind = 'case'"
        )
    )
    op.execute(
        sa.text(
            f'INSERT INTO petitioner (id, petition_id, is_representative, proxy_name, proxy_relation, {shared})'
            f' SELECT id, subject_id, is_representative, {proxy.format("name")}, {proxy.format("relation")}, {shared}'
            " FROM participant WHERE subject_kind = 'petition'"
        )
    )
    op.execute(
        sa.text(
            f'INSERT INTO party_agent (party_id, {of_agents}) SELECT participant_id, {of_agents} FROM participant_agent'
            " WHERE participant_id IN (SELECT id FROM participant WHERE subject_kind = 'case')"
        )
    )
    op.execute(
        sa.text(
            'INSERT INTO petitioner_gram SELECT gram, participant_id FROM participant_gram'
            " WHERE participant_id IN (SELECT id FROM participant WHERE subject_kind = 'petition')"
        )
    )
    for table in ('party', 'petitioner'):
        _index(table, 'public_id', unique=True)
        _index(table, 'id_number_index', 'phone_index')
    _index('party', 'case_id')
    _index('petitioner', 'petition_id', 'name')
    _index('party_agent', 'party_id', 'id_number_index', 'phone_index')
    _index('petitioner_gram', 'petitioner_id')
    _go_on_counting('party', 'party_agent', 'petitioner')
    for table in sorted(NAMING):
        _point_at(table, 'party')
    for table in ('participant_join', 'participant_gram', 'participant_agent', 'participant'):
        op.drop_table(table)
    op.execute(sa.text("DELETE FROM town_fact WHERE name IN ('participants_sealed', 'petitioners_renumbered_by')"))
