"""Initial tables."""

import sqlalchemy as sa
from alembic import op

revision = '0001'
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables here from the revision before."""
    op.create_table('audit_entry',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('deed', sa.String(length=60), nullable=False),
    sa.Column('subject_kind', sa.String(length=40), nullable=False),
    sa.Column('subject_id', sa.Integer(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=True),
    sa.Column('spoken_by', sa.String(length=100), nullable=False),
    sa.Column('occurred_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('entered_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('detail', sa.Text(), nullable=False),
    sa.Column('previous_hash', sa.String(length=64), nullable=False),
    sa.Column('hash', sa.String(length=64), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_audit_entry')),
    sa.UniqueConstraint('hash', name=op.f('uq_audit_entry_hash'))
    )
    with op.batch_alter_table('audit_entry', schema=None) as batch_op:
        batch_op.create_index('ix_audit_entry_subject', ['subject_kind', 'subject_id'], unique=False)

    op.create_table('audit_head',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('entry_id', sa.Integer(), nullable=False),
    sa.Column('hash', sa.String(length=64), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_audit_head'))
    )
    op.create_table('definition',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(length=40), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('source', sa.LargeBinary(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_definition')),
    sa.UniqueConstraint('key', 'sha256', name=op.f('uq_definition_key_sha256'))
    )
    op.create_table('done_once',
    sa.Column('key', sa.String(length=64), nullable=False),
    sa.Column('location', sa.String(length=300), nullable=False),
    sa.Column('done_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('key', name=op.f('pk_done_once'))
    )
    op.create_table('sign_in_failure',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('login_name', sa.String(length=40), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_sign_in_failure'))
    )
    with op.batch_alter_table('sign_in_failure', schema=None) as batch_op:
        batch_op.create_index('ix_sign_in_failure_login_name_at', ['login_name', 'at'], unique=False)

    op.create_table('town_fact',
    sa.Column('name', sa.String(length=40), nullable=False),
    sa.Column('value', sa.String(length=200), nullable=False),
    sa.PrimaryKeyConstraint('name', name=op.f('pk_town_fact'))
    )
    op.create_table('village',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=40), nullable=False),
    sa.Column('kind', sa.String(length=10), nullable=False),
    sa.Column('region', sa.String(length=12), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_village')),
    sa.UniqueConstraint('name', name=op.f('uq_village_name')),
    sa.UniqueConstraint('position', name=op.f('uq_village_position'))
    )
    with op.batch_alter_table('village', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_village_region'), ['region'], unique=False)

    op.create_table('body',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('level', sa.String(length=40), nullable=False),
    sa.Column('name', sa.String(length=80), nullable=False),
    sa.Column('village_id', sa.Integer(), nullable=True),
    sa.Column('committee_id', sa.Integer(), nullable=True),
    sa.Column('seal_name', sa.String(length=80), nullable=True),
    sa.Column('short_name', sa.String(length=20), nullable=True),
    sa.Column('surname_label', sa.String(length=20), nullable=False),
    sa.CheckConstraint("(level = 'town') = (village_id IS NULL)", name=op.f('ck_body_only_the_town_has_no_village')),
    sa.CheckConstraint("(level IN ('village','town')) = (committee_id IS NULL)", name=op.f('ck_body_groups_belong_to_a_committee')),
    sa.CheckConstraint("(level IN ('village','town')) = (seal_name IS NOT NULL)", name=op.f('ck_body_only_committees_have_a_seal')),
    sa.ForeignKeyConstraint(['committee_id'], ['body.id'], name=op.f('fk_body_committee_id')),
    sa.ForeignKeyConstraint(['village_id'], ['village.id'], name=op.f('fk_body_village_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_body')),
    sa.UniqueConstraint('name', name=op.f('uq_body_name')),
    sa.UniqueConstraint('seal_name', name=op.f('uq_body_seal_name')),
    sa.UniqueConstraint('short_name', name=op.f('uq_body_short_name'))
    )
    with op.batch_alter_table('body', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_body_committee_id'), ['committee_id'], unique=False)
        batch_op.create_index('ix_body_village_level', ['village_id', 'level'], unique=False)

    op.create_table('process',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('definition_id', sa.Integer(), nullable=False),
    sa.Column('subject_kind', sa.String(length=40), nullable=False),
    sa.Column('subject_id', sa.Integer(), nullable=False),
    sa.Column('state', sa.LargeBinary(), nullable=False),
    sa.Column('started_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('finished_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('row_version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['definition_id'], ['definition.id'], name=op.f('fk_process_definition_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_process')),
    sa.UniqueConstraint('subject_kind', 'subject_id', name=op.f('uq_process_subject_kind_subject_id'))
    )
    op.create_table('resident_group',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('village_id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=40), nullable=False),
    sa.ForeignKeyConstraint(['village_id'], ['village.id'], name=op.f('fk_resident_group_village_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_resident_group')),
    sa.UniqueConstraint('village_id', 'name', name=op.f('uq_resident_group_village_id_name'))
    )
    op.create_table('coverage',
    sa.Column('body_id', sa.Integer(), nullable=False),
    sa.Column('resident_group_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['body_id'], ['body.id'], name=op.f('fk_coverage_body_id')),
    sa.ForeignKeyConstraint(['resident_group_id'], ['resident_group.id'], name=op.f('fk_coverage_resident_group_id')),
    sa.PrimaryKeyConstraint('body_id', 'resident_group_id', name=op.f('pk_coverage'))
    )
    op.create_table('household',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('resident_group_id', sa.Integer(), nullable=False),
    sa.Column('address', sa.String(length=120), nullable=False),
    sa.ForeignKeyConstraint(['resident_group_id'], ['resident_group.id'], name=op.f('fk_household_resident_group_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_household'))
    )
    with op.batch_alter_table('household', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_household_resident_group_id'), ['resident_group_id'], unique=False)

    op.create_table('number_series',
    sa.Column('committee_id', sa.Integer(), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('last', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['committee_id'], ['body.id'], name=op.f('fk_number_series_committee_id')),
    sa.PrimaryKeyConstraint('committee_id', 'year', name=op.f('pk_number_series'))
    )
    op.create_table('timer',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('process_id', sa.Integer(), nullable=False),
    sa.Column('engine_id', sa.String(length=40), nullable=False),
    sa.Column('name', sa.String(length=60), nullable=False),
    sa.Column('code', sa.String(length=10), nullable=False),
    sa.Column('step_name', sa.String(length=60), nullable=False),
    sa.Column('due_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('gone_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('leased_until', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['process_id'], ['process.id'], name=op.f('fk_timer_process_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_timer'))
    )
    with op.batch_alter_table('timer', schema=None) as batch_op:
        batch_op.create_index('ix_timer_process_id', ['process_id'], unique=False)
        batch_op.create_index('ix_timer_waiting', ['due_at'], unique=False, postgresql_where=sa.text('gone_at IS NULL'), sqlite_where=sa.text('gone_at IS NULL'))

    op.create_table('clan_household',
    sa.Column('body_id', sa.Integer(), nullable=False),
    sa.Column('household_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['body_id'], ['body.id'], name=op.f('fk_clan_household_body_id')),
    sa.ForeignKeyConstraint(['household_id'], ['household.id'], name=op.f('fk_clan_household_household_id')),
    sa.PrimaryKeyConstraint('body_id', 'household_id', name=op.f('pk_clan_household'))
    )
    op.create_table('person',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=60), nullable=False),
    sa.Column('gender', sa.String(length=40), nullable=True),
    sa.Column('born_on', sa.Date(), nullable=True),
    sa.Column('ethnicity', sa.String(length=20), nullable=False),
    sa.Column('address', sa.String(length=120), nullable=False),
    sa.Column('village_id', sa.Integer(), nullable=True),
    sa.Column('household_id', sa.Integer(), nullable=True),
    sa.Column('row_version', sa.Integer(), nullable=False),
    sa.Column('uid', sa.String(length=36), nullable=False),
    sa.Column('id_number_sealed', sa.String(length=200), nullable=True),
    sa.Column('id_number_index', sa.String(length=64), nullable=True),
    sa.Column('phone_sealed', sa.String(length=200), nullable=True),
    sa.Column('phone_index', sa.String(length=64), nullable=True),
    sa.ForeignKeyConstraint(['household_id'], ['household.id'], name=op.f('fk_person_household_id')),
    sa.ForeignKeyConstraint(['village_id'], ['village.id'], name=op.f('fk_person_village_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_person')),
    sa.UniqueConstraint('uid', name=op.f('uq_person_uid'))
    )
    with op.batch_alter_table('person', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_person_household_id'), ['household_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_person_id_number_index'), ['id_number_index'], unique=False)
        batch_op.create_index('ix_person_name', ['name'], unique=False)
        batch_op.create_index(batch_op.f('ix_person_phone_index'), ['phone_index'], unique=False)
        batch_op.create_index(batch_op.f('ix_person_village_id'), ['village_id'], unique=False)

    op.create_table('account',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('login_name', sa.String(length=40), nullable=False),
    sa.Column('password_hash', sa.String(length=200), nullable=False),
    sa.Column('must_change_password', sa.Boolean(), nullable=False),
    sa.Column('role', sa.String(length=40), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('committee_id', sa.Integer(), nullable=True),
    sa.Column('text_size', sa.String(length=40), nullable=False),
    sa.Column('disabled_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('row_version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['committee_id'], ['body.id'], name=op.f('fk_account_committee_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_account_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_account')),
    sa.UniqueConstraint('login_name', name=op.f('uq_account_login_name'))
    )
    op.create_table('membership',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('body_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('post', sa.String(length=40), nullable=False),
    sa.Column('elected_on', sa.Date(), nullable=False),
    sa.Column('ended_on', sa.Date(), nullable=True),
    sa.ForeignKeyConstraint(['body_id'], ['body.id'], name=op.f('fk_membership_body_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_membership_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_membership')),
    sa.UniqueConstraint('body_id', 'person_id', 'elected_on', name=op.f('uq_membership_body_id_person_id_elected_on'))
    )
    with op.batch_alter_table('membership', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_membership_body_id'), ['body_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_membership_person_id'), ['person_id'], unique=False)

    op.create_table('pool_member',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('category', sa.String(length=40), nullable=False),
    sa.Column('grade', sa.Integer(), nullable=True),
    sa.Column('village_id', sa.Integer(), nullable=True),
    sa.Column('state', sa.String(length=40), nullable=False),
    sa.Column('state_reason', sa.String(length=200), nullable=False),
    sa.Column('away_from', sa.Date(), nullable=True),
    sa.Column('away_until', sa.Date(), nullable=True),
    sa.Column('hours_a_week', sa.Integer(), nullable=False),
    sa.Column('row_version', sa.Integer(), nullable=False),
    sa.CheckConstraint('grade IS NULL OR grade BETWEEN 1 AND 4', name=op.f('ck_pool_member_grade_one_to_four')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_pool_member_person_id')),
    sa.ForeignKeyConstraint(['village_id'], ['village.id'], name=op.f('fk_pool_member_village_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_pool_member')),
    sa.UniqueConstraint('person_id', name=op.f('uq_pool_member_person_id'))
    )
    with op.batch_alter_table('pool_member', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_pool_member_category'), ['category'], unique=False)
        batch_op.create_index('ix_pool_member_village_state', ['village_id', 'state'], unique=False)

    op.create_table('access_log',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('subject_kind', sa.String(length=40), nullable=False),
    sa.Column('subject_id', sa.Integer(), nullable=False),
    sa.Column('deed', sa.String(length=40), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_access_log_account_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_access_log'))
    )
    with op.batch_alter_table('access_log', schema=None) as batch_op:
        batch_op.create_index('ix_access_log_subject', ['subject_kind', 'subject_id'], unique=False)

    op.create_table('appointment',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('pool_member_id', sa.Integer(), nullable=False),
    sa.Column('committee_id', sa.Integer(), nullable=False),
    sa.Column('from_on', sa.Date(), nullable=False),
    sa.Column('until_on', sa.Date(), nullable=True),
    sa.ForeignKeyConstraint(['committee_id'], ['body.id'], name=op.f('fk_appointment_committee_id')),
    sa.ForeignKeyConstraint(['pool_member_id'], ['pool_member.id'], name=op.f('fk_appointment_pool_member_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_appointment'))
    )
    with op.batch_alter_table('appointment', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_appointment_committee_id'), ['committee_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_appointment_pool_member_id'), ['pool_member_id'], unique=False)

    op.create_table('draft',
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('form_key', sa.String(length=80), nullable=False),
    sa.Column('payload_sealed', sa.Text(), nullable=False),
    sa.Column('saved_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_draft_account_id')),
    sa.PrimaryKeyConstraint('account_id', 'form_key', name=op.f('pk_draft'))
    )
    op.create_table('mediation_case',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('region', sa.String(length=12), nullable=False),
    sa.Column('village_id', sa.Integer(), nullable=False),
    sa.Column('title', sa.String(length=120), nullable=False),
    sa.Column('source', sa.String(length=40), nullable=False),
    sa.Column('referred_by', sa.String(length=100), nullable=False),
    sa.Column('reply_due_on', sa.Date(), nullable=True),
    sa.Column('dispute_type', sa.String(length=40), nullable=False),
    sa.Column('facts', sa.Text(), nullable=False),
    sa.Column('claims', sa.Text(), nullable=False),
    sa.Column('is_grave', sa.Boolean(), nullable=False),
    sa.Column('is_ownership', sa.Boolean(), nullable=False),
    sa.Column('has_cadre_party', sa.Boolean(), nullable=False),
    sa.Column('shared', sa.String(length=10), nullable=False),
    sa.Column('is_public', sa.Boolean(), nullable=False),
    sa.Column('risk', sa.String(length=40), nullable=False),
    sa.Column('status', sa.String(length=40), nullable=False),
    sa.Column('level', sa.String(length=40), nullable=False),
    sa.Column('body_id', sa.Integer(), nullable=False),
    sa.Column('committee_id', sa.Integer(), nullable=False),
    sa.Column('suggested_level', sa.String(length=40), nullable=True),
    sa.Column('adviser_person_id', sa.Integer(), nullable=True),
    sa.Column('spoken_by', sa.String(length=100), nullable=False),
    sa.Column('typed_by_id', sa.Integer(), nullable=False),
    sa.Column('applied_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('registered_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('row_version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['adviser_person_id'], ['person.id'], name=op.f('fk_mediation_case_adviser_person_id')),
    sa.ForeignKeyConstraint(['body_id'], ['body.id'], name=op.f('fk_mediation_case_body_id')),
    sa.ForeignKeyConstraint(['committee_id'], ['body.id'], name=op.f('fk_mediation_case_committee_id')),
    sa.ForeignKeyConstraint(['typed_by_id'], ['account.id'], name=op.f('fk_mediation_case_typed_by_id')),
    sa.ForeignKeyConstraint(['village_id'], ['village.id'], name=op.f('fk_mediation_case_village_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_mediation_case'))
    )
    with op.batch_alter_table('mediation_case', schema=None) as batch_op:
        batch_op.create_index('ix_mediation_case_committee_status', ['committee_id', 'status'], unique=False)
        batch_op.create_index(batch_op.f('ix_mediation_case_dispute_type'), ['dispute_type'], unique=False)
        batch_op.create_index('ix_mediation_case_registered_at', ['registered_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_mediation_case_village_id'), ['village_id'], unique=False)

    op.create_table('pool_skill',
    sa.Column('pool_member_id', sa.Integer(), nullable=False),
    sa.Column('dispute_type', sa.String(length=40), nullable=False),
    sa.ForeignKeyConstraint(['pool_member_id'], ['pool_member.id'], name=op.f('fk_pool_skill_pool_member_id')),
    sa.PrimaryKeyConstraint('pool_member_id', 'dispute_type', name=op.f('pk_pool_skill'))
    )
    op.create_table('pool_tag',
    sa.Column('pool_member_id', sa.Integer(), nullable=False),
    sa.Column('tag', sa.String(length=40), nullable=False),
    sa.ForeignKeyConstraint(['pool_member_id'], ['pool_member.id'], name=op.f('fk_pool_tag_pool_member_id')),
    sa.PrimaryKeyConstraint('pool_member_id', 'tag', name=op.f('pk_pool_tag'))
    )
    op.create_table('sign_in_session',
    sa.Column('key', sa.String(length=64), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('opened_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('seen_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_sign_in_session_account_id')),
    sa.PrimaryKeyConstraint('key', name=op.f('pk_sign_in_session'))
    )
    with op.batch_alter_table('sign_in_session', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_sign_in_session_account_id'), ['account_id'], unique=False)

    op.create_table('task',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('process_id', sa.Integer(), nullable=False),
    sa.Column('step_id', sa.String(length=40), nullable=False),
    sa.Column('name', sa.String(length=60), nullable=False),
    sa.Column('label', sa.String(length=80), nullable=False),
    sa.Column('role', sa.String(length=20), nullable=False),
    sa.Column('subject_kind', sa.String(length=40), nullable=False),
    sa.Column('subject_id', sa.Integer(), nullable=False),
    sa.Column('region', sa.String(length=12), nullable=False),
    sa.Column('committee_id', sa.Integer(), nullable=False),
    sa.Column('body_id', sa.Integer(), nullable=False),
    sa.Column('assignee_person_id', sa.Integer(), nullable=True),
    sa.Column('title', sa.String(length=200), nullable=False),
    sa.Column('number', sa.String(length=60), nullable=False),
    sa.Column('due_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('opened_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('closed_by_id', sa.Integer(), nullable=True),
    sa.Column('occurred_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('spoken_by', sa.String(length=100), nullable=False),
    sa.Column('outcome', sa.String(length=40), nullable=False),
    sa.Column('answers', sa.Text(), nullable=False),
    sa.Column('row_version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['body_id'], ['body.id'], name=op.f('fk_task_body_id')),
    sa.ForeignKeyConstraint(['closed_by_id'], ['account.id'], name=op.f('fk_task_closed_by_id')),
    sa.ForeignKeyConstraint(['committee_id'], ['body.id'], name=op.f('fk_task_committee_id')),
    sa.ForeignKeyConstraint(['process_id'], ['process.id'], name=op.f('fk_task_process_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_task'))
    )
    with op.batch_alter_table('task', schema=None) as batch_op:
        batch_op.create_index('ix_task_assignee', ['assignee_person_id'], unique=False)
        batch_op.create_index('ix_task_open', ['region', 'committee_id', 'due_at'], unique=False, postgresql_where=sa.text('closed_at IS NULL'), sqlite_where=sa.text('closed_at IS NULL'))
        batch_op.create_index('ix_task_process_id', ['process_id'], unique=False)
        batch_op.create_index('ix_task_subject', ['subject_kind', 'subject_id'], unique=False)

    op.create_table('archive_record',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('place', sa.String(length=100), nullable=False),
    sa.Column('retention', sa.String(length=40), nullable=False),
    sa.Column('occurred_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('entered_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('spoken_by', sa.String(length=100), nullable=False),
    sa.Column('typed_by_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['case_id'], ['mediation_case.id'], name=op.f('fk_archive_record_case_id')),
    sa.ForeignKeyConstraint(['typed_by_id'], ['account.id'], name=op.f('fk_archive_record_typed_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_archive_record')),
    sa.UniqueConstraint('case_id', name=op.f('uq_archive_record_case_id'))
    )
    op.create_table('attachment',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('media_type', sa.String(length=60), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('size', sa.Integer(), nullable=False),
    sa.Column('occurred_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('entered_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('spoken_by', sa.String(length=100), nullable=False),
    sa.Column('typed_by_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['case_id'], ['mediation_case.id'], name=op.f('fk_attachment_case_id')),
    sa.ForeignKeyConstraint(['typed_by_id'], ['account.id'], name=op.f('fk_attachment_typed_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_attachment')),
    sa.UniqueConstraint('case_id', 'sha256', name=op.f('uq_attachment_case_id_sha256'))
    )
    with op.batch_alter_table('attachment', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_attachment_case_id'), ['case_id'], unique=False)

    op.create_table('case_mediator',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('pool_member_id', sa.Integer(), nullable=False),
    sa.Column('part', sa.String(length=40), nullable=False),
    sa.Column('committee_id', sa.Integer(), nullable=False),
    sa.Column('chosen_by', sa.String(length=20), nullable=False),
    sa.Column('disclosure', sa.String(length=500), nullable=False),
    sa.Column('signs', sa.Boolean(), nullable=False),
    sa.Column('since_on', sa.Date(), nullable=False),
    sa.Column('until_on', sa.Date(), nullable=True),
    sa.ForeignKeyConstraint(['case_id'], ['mediation_case.id'], name=op.f('fk_case_mediator_case_id')),
    sa.ForeignKeyConstraint(['committee_id'], ['body.id'], name=op.f('fk_case_mediator_committee_id')),
    sa.ForeignKeyConstraint(['pool_member_id'], ['pool_member.id'], name=op.f('fk_case_mediator_pool_member_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_case_mediator'))
    )
    with op.batch_alter_table('case_mediator', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_case_mediator_case_id'), ['case_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_case_mediator_pool_member_id'), ['pool_member_id'], unique=False)

    op.create_table('case_number',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('committee_id', sa.Integer(), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('sequence', sa.Integer(), nullable=False),
    sa.Column('text', sa.String(length=60), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('given_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('voided_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('void_reason', sa.String(length=300), nullable=False),
    sa.ForeignKeyConstraint(['case_id'], ['mediation_case.id'], name=op.f('fk_case_number_case_id')),
    sa.ForeignKeyConstraint(['committee_id'], ['body.id'], name=op.f('fk_case_number_committee_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_case_number')),
    sa.UniqueConstraint('committee_id', 'year', 'sequence', name=op.f('uq_case_number_committee_id_year_sequence')),
    sa.UniqueConstraint('text', name=op.f('uq_case_number_text'))
    )
    with op.batch_alter_table('case_number', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_case_number_case_id'), ['case_id'], unique=False)

    op.create_table('correction',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('field', sa.String(length=60), nullable=False),
    sa.Column('old', sa.Text(), nullable=False),
    sa.Column('new', sa.Text(), nullable=False),
    sa.Column('reason', sa.String(length=300), nullable=False),
    sa.Column('occurred_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('entered_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('spoken_by', sa.String(length=100), nullable=False),
    sa.Column('typed_by_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['case_id'], ['mediation_case.id'], name=op.f('fk_correction_case_id')),
    sa.ForeignKeyConstraint(['typed_by_id'], ['account.id'], name=op.f('fk_correction_typed_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_correction'))
    )
    with op.batch_alter_table('correction', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_correction_case_id'), ['case_id'], unique=False)

    op.create_table('handling',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('committee_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.String(length=60), nullable=False),
    sa.Column('accepted_on', sa.Date(), nullable=False),
    sa.Column('month_ends_on', sa.Date(), nullable=False),
    sa.ForeignKeyConstraint(['case_id'], ['mediation_case.id'], name=op.f('fk_handling_case_id')),
    sa.ForeignKeyConstraint(['committee_id'], ['body.id'], name=op.f('fk_handling_committee_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_handling')),
    sa.UniqueConstraint('case_id', 'committee_id', name=op.f('uq_handling_case_id_committee_id')),
    sa.UniqueConstraint('number', name=op.f('uq_handling_number'))
    )
    with op.batch_alter_table('handling', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_handling_case_id'), ['case_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_handling_committee_id'), ['committee_id'], unique=False)

    op.create_table('help_invitation',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('helper_kind', sa.String(length=40), nullable=False),
    sa.Column('helper', sa.String(length=100), nullable=False),
    sa.Column('reason', sa.String(length=500), nullable=False),
    sa.Column('occurred_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('entered_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('spoken_by', sa.String(length=100), nullable=False),
    sa.Column('typed_by_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['case_id'], ['mediation_case.id'], name=op.f('fk_help_invitation_case_id')),
    sa.ForeignKeyConstraint(['typed_by_id'], ['account.id'], name=op.f('fk_help_invitation_typed_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_help_invitation'))
    )
    with op.batch_alter_table('help_invitation', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_help_invitation_case_id'), ['case_id'], unique=False)

    op.create_table('level_stay',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('level', sa.String(length=40), nullable=False),
    sa.Column('body_id', sa.Integer(), nullable=False),
    sa.Column('entered_on', sa.Date(), nullable=False),
    sa.Column('left_on', sa.Date(), nullable=True),
    sa.Column('outcome', sa.String(length=40), nullable=False),
    sa.ForeignKeyConstraint(['body_id'], ['body.id'], name=op.f('fk_level_stay_body_id')),
    sa.ForeignKeyConstraint(['case_id'], ['mediation_case.id'], name=op.f('fk_level_stay_case_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_level_stay'))
    )
    with op.batch_alter_table('level_stay', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_level_stay_case_id'), ['case_id'], unique=False)

    op.create_table('mediation_session',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('body_id', sa.Integer(), nullable=False),
    sa.Column('ordinal', sa.Integer(), nullable=False),
    sa.Column('place', sa.String(length=100), nullable=False),
    sa.Column('present', sa.String(length=300), nullable=False),
    sa.Column('statements', sa.Text(), nullable=False),
    sa.Column('found', sa.Text(), nullable=False),
    sa.Column('proposal', sa.Text(), nullable=False),
    sa.Column('result', sa.String(length=300), nullable=False),
    sa.Column('occurred_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('entered_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('spoken_by', sa.String(length=100), nullable=False),
    sa.Column('typed_by_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['body_id'], ['body.id'], name=op.f('fk_mediation_session_body_id')),
    sa.ForeignKeyConstraint(['case_id'], ['mediation_case.id'], name=op.f('fk_mediation_session_case_id')),
    sa.ForeignKeyConstraint(['typed_by_id'], ['account.id'], name=op.f('fk_mediation_session_typed_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_mediation_session'))
    )
    with op.batch_alter_table('mediation_session', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_mediation_session_case_id'), ['case_id'], unique=False)

    op.create_table('move',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('from_body_id', sa.Integer(), nullable=False),
    sa.Column('to_body_id', sa.Integer(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('enclosures', sa.Text(), nullable=False),
    sa.Column('answer_due_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('answered_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('accepted', sa.Boolean(), nullable=True),
    sa.Column('answer_reason', sa.String(length=500), nullable=False),
    sa.Column('occurred_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('entered_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('spoken_by', sa.String(length=100), nullable=False),
    sa.Column('typed_by_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['case_id'], ['mediation_case.id'], name=op.f('fk_move_case_id')),
    sa.ForeignKeyConstraint(['from_body_id'], ['body.id'], name=op.f('fk_move_from_body_id')),
    sa.ForeignKeyConstraint(['to_body_id'], ['body.id'], name=op.f('fk_move_to_body_id')),
    sa.ForeignKeyConstraint(['typed_by_id'], ['account.id'], name=op.f('fk_move_typed_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_move'))
    )
    with op.batch_alter_table('move', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_move_case_id'), ['case_id'], unique=False)

    op.create_table('name_gram',
    sa.Column('region', sa.String(length=12), nullable=False),
    sa.Column('gram', sa.String(length=4), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['case_id'], ['mediation_case.id'], name=op.f('fk_name_gram_case_id')),
    sa.PrimaryKeyConstraint('region', 'gram', 'case_id', name=op.f('pk_name_gram'))
    )
    op.create_table('party',
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
    sa.Column('uid', sa.String(length=36), nullable=False),
    sa.Column('id_number_sealed', sa.String(length=200), nullable=True),
    sa.Column('id_number_index', sa.String(length=64), nullable=True),
    sa.Column('phone_sealed', sa.String(length=200), nullable=True),
    sa.Column('phone_index', sa.String(length=64), nullable=True),
    sa.CheckConstraint('side >= 1', name=op.f('ck_party_side_counts')),
    sa.ForeignKeyConstraint(['case_id'], ['mediation_case.id'], name=op.f('fk_party_case_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_party_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_party')),
    sa.UniqueConstraint('case_id', 'side', 'position', name=op.f('uq_party_case_id_side_position')),
    sa.UniqueConstraint('uid', name=op.f('uq_party_uid'))
    )
    with op.batch_alter_table('party', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_party_case_id'), ['case_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_party_id_number_index'), ['id_number_index'], unique=False)
        batch_op.create_index(batch_op.f('ix_party_phone_index'), ['phone_index'], unique=False)

    op.create_table('police_report',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('receiver', sa.String(length=100), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('occurred_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('entered_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('spoken_by', sa.String(length=100), nullable=False),
    sa.Column('typed_by_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['case_id'], ['mediation_case.id'], name=op.f('fk_police_report_case_id')),
    sa.ForeignKeyConstraint(['typed_by_id'], ['account.id'], name=op.f('fk_police_report_typed_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_police_report'))
    )
    with op.batch_alter_table('police_report', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_police_report_case_id'), ['case_id'], unique=False)

    op.create_table('agreement',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('form', sa.String(length=40), nullable=False),
    sa.Column('state', sa.String(length=40), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('facts', sa.Text(), nullable=False),
    sa.Column('issues', sa.Text(), nullable=False),
    sa.Column('responsibility', sa.Text(), nullable=False),
    sa.Column('place', sa.String(length=100), nullable=False),
    sa.Column('recorder', sa.String(length=60), nullable=False),
    sa.Column('is_partial', sa.Boolean(), nullable=False),
    sa.Column('reviewed_version', sa.Integer(), nullable=True),
    sa.Column('review_waived_reason', sa.String(length=500), nullable=False),
    sa.Column('frozen_text', sa.Text(), nullable=False),
    sa.Column('frozen_hash', sa.String(length=64), nullable=False),
    sa.Column('frozen_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('sealed_on', sa.Date(), nullable=True),
    sa.Column('sealed_by_id', sa.Integer(), nullable=True),
    sa.Column('in_force_on', sa.Date(), nullable=True),
    sa.Column('original_attachment_id', sa.Integer(), nullable=True),
    sa.Column('row_version', sa.Integer(), nullable=False),
    sa.CheckConstraint("state <> 'in_force' OR in_force_on IS NOT NULL", name=op.f('ck_agreement_in_force_has_day')),
    sa.CheckConstraint("state IN ('draft','abandoned') OR length(frozen_hash) = 64", name=op.f('ck_agreement_fixed_has_hash')),
    sa.CheckConstraint('sealed_on IS NULL OR in_force_on >= sealed_on', name=op.f('ck_agreement_no_effect_before_seal')),
    sa.ForeignKeyConstraint(['case_id'], ['mediation_case.id'], name=op.f('fk_agreement_case_id')),
    sa.ForeignKeyConstraint(['original_attachment_id'], ['attachment.id'], name=op.f('fk_agreement_original_attachment_id')),
    sa.ForeignKeyConstraint(['sealed_by_id'], ['account.id'], name=op.f('fk_agreement_sealed_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_agreement'))
    )
    with op.batch_alter_table('agreement', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_agreement_case_id'), ['case_id'], unique=False)
        batch_op.create_index('uq_agreement_open', ['case_id'], unique=True, postgresql_where=sa.text("state IN ('draft','frozen','signed')"), sqlite_where=sa.text("state IN ('draft','frozen','signed')"))

    op.create_table('consent',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('party_id', sa.Integer(), nullable=False),
    sa.Column('matter', sa.String(length=40), nullable=False),
    sa.Column('state', sa.String(length=40), nullable=False),
    sa.Column('method', sa.String(length=40), nullable=False),
    sa.Column('occurred_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('entered_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('spoken_by', sa.String(length=100), nullable=False),
    sa.Column('typed_by_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['case_id'], ['mediation_case.id'], name=op.f('fk_consent_case_id')),
    sa.ForeignKeyConstraint(['party_id'], ['party.id'], name=op.f('fk_consent_party_id')),
    sa.ForeignKeyConstraint(['typed_by_id'], ['account.id'], name=op.f('fk_consent_typed_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_consent'))
    )
    with op.batch_alter_table('consent', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_consent_case_id'), ['case_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_consent_party_id'), ['party_id'], unique=False)

    op.create_table('party_agent',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('party_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('name', sa.String(length=60), nullable=False),
    sa.Column('relation', sa.String(length=40), nullable=False),
    sa.Column('uid', sa.String(length=36), nullable=False),
    sa.Column('id_number_sealed', sa.String(length=200), nullable=True),
    sa.Column('id_number_index', sa.String(length=64), nullable=True),
    sa.Column('phone_sealed', sa.String(length=200), nullable=True),
    sa.Column('phone_index', sa.String(length=64), nullable=True),
    sa.ForeignKeyConstraint(['party_id'], ['party.id'], name=op.f('fk_party_agent_party_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_party_agent')),
    sa.UniqueConstraint('uid', name=op.f('uq_party_agent_uid'))
    )
    with op.batch_alter_table('party_agent', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_party_agent_id_number_index'), ['id_number_index'], unique=False)
        batch_op.create_index(batch_op.f('ix_party_agent_party_id'), ['party_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_party_agent_phone_index'), ['phone_index'], unique=False)

    op.create_table('party_wish',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('party_id', sa.Integer(), nullable=False),
    sa.Column('pool_member_id', sa.Integer(), nullable=False),
    sa.Column('objects', sa.Boolean(), nullable=False),
    sa.Column('reason', sa.String(length=300), nullable=False),
    sa.Column('occurred_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['case_id'], ['mediation_case.id'], name=op.f('fk_party_wish_case_id')),
    sa.ForeignKeyConstraint(['party_id'], ['party.id'], name=op.f('fk_party_wish_party_id')),
    sa.ForeignKeyConstraint(['pool_member_id'], ['pool_member.id'], name=op.f('fk_party_wish_pool_member_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_party_wish')),
    sa.UniqueConstraint('case_id', 'party_id', 'pool_member_id', name=op.f('uq_party_wish_case_id_party_id_pool_member_id'))
    )
    with op.batch_alter_table('party_wish', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_party_wish_case_id'), ['case_id'], unique=False)

    op.create_table('rights_told',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('party_id', sa.Integer(), nullable=False),
    sa.Column('committee_id', sa.Integer(), nullable=False),
    sa.Column('method', sa.String(length=40), nullable=False),
    sa.Column('occurred_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('entered_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('spoken_by', sa.String(length=100), nullable=False),
    sa.Column('typed_by_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['case_id'], ['mediation_case.id'], name=op.f('fk_rights_told_case_id')),
    sa.ForeignKeyConstraint(['committee_id'], ['body.id'], name=op.f('fk_rights_told_committee_id')),
    sa.ForeignKeyConstraint(['party_id'], ['party.id'], name=op.f('fk_rights_told_party_id')),
    sa.ForeignKeyConstraint(['typed_by_id'], ['account.id'], name=op.f('fk_rights_told_typed_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_rights_told'))
    )
    with op.batch_alter_table('rights_told', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_rights_told_case_id'), ['case_id'], unique=False)

    op.create_table('termination',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('party_id', sa.Integer(), nullable=True),
    sa.Column('told_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('occurred_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('entered_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('spoken_by', sa.String(length=100), nullable=False),
    sa.Column('typed_by_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['case_id'], ['mediation_case.id'], name=op.f('fk_termination_case_id')),
    sa.ForeignKeyConstraint(['party_id'], ['party.id'], name=op.f('fk_termination_party_id')),
    sa.ForeignKeyConstraint(['typed_by_id'], ['account.id'], name=op.f('fk_termination_typed_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_termination')),
    sa.UniqueConstraint('case_id', name=op.f('uq_termination_case_id'))
    )
    op.create_table('bound_party',
    sa.Column('agreement_id', sa.Integer(), nullable=False),
    sa.Column('party_id', sa.Integer(), nullable=False),
    sa.Column('in_force_on', sa.Date(), nullable=True),
    sa.ForeignKeyConstraint(['agreement_id'], ['agreement.id'], name=op.f('fk_bound_party_agreement_id')),
    sa.ForeignKeyConstraint(['party_id'], ['party.id'], name=op.f('fk_bound_party_party_id')),
    sa.PrimaryKeyConstraint('agreement_id', 'party_id', name=op.f('pk_bound_party'))
    )
    op.create_table('clause',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('agreement_id', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('who', sa.String(length=200), nullable=False),
    sa.Column('does', sa.Text(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('due_note', sa.String(length=100), nullable=False),
    sa.Column('place', sa.String(length=100), nullable=False),
    sa.Column('proof', sa.String(length=200), nullable=False),
    sa.Column('amount', sa.Numeric(precision=14, scale=2), nullable=True),
    sa.CheckConstraint('amount IS NULL OR amount >= 0', name=op.f('ck_clause_amount_not_negative')),
    sa.ForeignKeyConstraint(['agreement_id'], ['agreement.id'], name=op.f('fk_clause_agreement_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_clause'))
    )
    with op.batch_alter_table('clause', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_clause_agreement_id'), ['agreement_id'], unique=False)

    op.create_table('duty',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('agreement_id', sa.Integer(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('amount', sa.Numeric(precision=14, scale=2), nullable=True),
    sa.Column('done_on', sa.Date(), nullable=True),
    sa.Column('not_done_on', sa.Date(), nullable=True),
    sa.Column('note', sa.String(length=300), nullable=False),
    sa.Column('row_version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['agreement_id'], ['agreement.id'], name=op.f('fk_duty_agreement_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_duty'))
    )
    with op.batch_alter_table('duty', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_duty_agreement_id'), ['agreement_id'], unique=False)

    op.create_table('return_visit',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('agreement_id', sa.Integer(), nullable=False),
    sa.Column('way', sa.String(length=40), nullable=False),
    sa.Column('situation', sa.Text(), nullable=False),
    sa.Column('measures', sa.Text(), nullable=False),
    sa.Column('occurred_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('entered_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('spoken_by', sa.String(length=100), nullable=False),
    sa.Column('typed_by_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['agreement_id'], ['agreement.id'], name=op.f('fk_return_visit_agreement_id')),
    sa.ForeignKeyConstraint(['typed_by_id'], ['account.id'], name=op.f('fk_return_visit_typed_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_return_visit'))
    )
    with op.batch_alter_table('return_visit', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_return_visit_agreement_id'), ['agreement_id'], unique=False)

    op.create_table('review',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('agreement_id', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('adviser_person_id', sa.Integer(), nullable=False),
    sa.Column('requested_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('due_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('answered_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('verdict', sa.String(length=40), nullable=True),
    sa.Column('reasons', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['adviser_person_id'], ['person.id'], name=op.f('fk_review_adviser_person_id')),
    sa.ForeignKeyConstraint(['agreement_id'], ['agreement.id'], name=op.f('fk_review_agreement_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_review'))
    )
    with op.batch_alter_table('review', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_review_agreement_id'), ['agreement_id'], unique=False)
        batch_op.create_index('ix_review_waiting', ['adviser_person_id'], unique=False, postgresql_where=sa.text('answered_at IS NULL'), sqlite_where=sa.text('answered_at IS NULL'))

    op.create_table('signature',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('agreement_id', sa.Integer(), nullable=False),
    sa.Column('party_id', sa.Integer(), nullable=True),
    sa.Column('case_mediator_id', sa.Integer(), nullable=True),
    sa.Column('method', sa.String(length=40), nullable=False),
    sa.Column('signed_on', sa.Date(), nullable=False),
    sa.Column('agent_name', sa.String(length=60), nullable=False),
    sa.Column('witness', sa.String(length=60), nullable=False),
    sa.Column('was_read_aloud', sa.Boolean(), nullable=False),
    sa.Column('occurred_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('entered_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('spoken_by', sa.String(length=100), nullable=False),
    sa.Column('typed_by_id', sa.Integer(), nullable=False),
    sa.CheckConstraint('(party_id IS NULL) <> (case_mediator_id IS NULL)', name=op.f('ck_signature_one_signer')),
    sa.ForeignKeyConstraint(['agreement_id'], ['agreement.id'], name=op.f('fk_signature_agreement_id')),
    sa.ForeignKeyConstraint(['case_mediator_id'], ['case_mediator.id'], name=op.f('fk_signature_case_mediator_id')),
    sa.ForeignKeyConstraint(['party_id'], ['party.id'], name=op.f('fk_signature_party_id')),
    sa.ForeignKeyConstraint(['typed_by_id'], ['account.id'], name=op.f('fk_signature_typed_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_signature')),
    sa.UniqueConstraint('agreement_id', 'case_mediator_id', name=op.f('uq_signature_agreement_id_case_mediator_id')),
    sa.UniqueConstraint('agreement_id', 'party_id', name=op.f('uq_signature_agreement_id_party_id'))
    )
    with op.batch_alter_table('signature', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_signature_agreement_id'), ['agreement_id'], unique=False)

    op.create_table('clause_comment',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('review_id', sa.Integer(), nullable=False),
    sa.Column('clause_position', sa.Integer(), nullable=True),
    sa.Column('text', sa.String(length=1000), nullable=False),
    sa.Column('written_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['review_id'], ['review.id'], name=op.f('fk_clause_comment_review_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_clause_comment'))
    )
    with op.batch_alter_table('clause_comment', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_clause_comment_review_id'), ['review_id'], unique=False)



def downgrade() -> None:
    """Bring the tables back to the revision before."""
    with op.batch_alter_table('clause_comment', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_clause_comment_review_id'))

    op.drop_table('clause_comment')
    with op.batch_alter_table('signature', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_signature_agreement_id'))

    op.drop_table('signature')
    with op.batch_alter_table('review', schema=None) as batch_op:
        batch_op.drop_index('ix_review_waiting', postgresql_where=sa.text('answered_at IS NULL'), sqlite_where=sa.text('answered_at IS NULL'))
        batch_op.drop_index(batch_op.f('ix_review_agreement_id'))

    op.drop_table('review')
    with op.batch_alter_table('return_visit', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_return_visit_agreement_id'))

    op.drop_table('return_visit')
    with op.batch_alter_table('duty', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_duty_agreement_id'))

    op.drop_table('duty')
    with op.batch_alter_table('clause', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_clause_agreement_id'))

    op.drop_table('clause')
    op.drop_table('bound_party')
    op.drop_table('termination')
    with op.batch_alter_table('rights_told', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_rights_told_case_id'))

    op.drop_table('rights_told')
    with op.batch_alter_table('party_wish', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_party_wish_case_id'))

    op.drop_table('party_wish')
    with op.batch_alter_table('party_agent', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_party_agent_phone_index'))
        batch_op.drop_index(batch_op.f('ix_party_agent_party_id'))
        batch_op.drop_index(batch_op.f('ix_party_agent_id_number_index'))

    op.drop_table('party_agent')
    with op.batch_alter_table('consent', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_consent_party_id'))
        batch_op.drop_index(batch_op.f('ix_consent_case_id'))

    op.drop_table('consent')
    with op.batch_alter_table('agreement', schema=None) as batch_op:
        batch_op.drop_index('uq_agreement_open', postgresql_where=sa.text("state IN ('draft','frozen','signed')"), sqlite_where=sa.text("state IN ('draft','frozen','signed')"))
        batch_op.drop_index(batch_op.f('ix_agreement_case_id'))

    op.drop_table('agreement')
    with op.batch_alter_table('police_report', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_police_report_case_id'))

    op.drop_table('police_report')
    with op.batch_alter_table('party', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_party_phone_index'))
        batch_op.drop_index(batch_op.f('ix_party_id_number_index'))
        batch_op.drop_index(batch_op.f('ix_party_case_id'))

    op.drop_table('party')
    op.drop_table('name_gram')
    with op.batch_alter_table('move', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_move_case_id'))

    op.drop_table('move')
    with op.batch_alter_table('mediation_session', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_mediation_session_case_id'))

    op.drop_table('mediation_session')
    with op.batch_alter_table('level_stay', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_level_stay_case_id'))

    op.drop_table('level_stay')
    with op.batch_alter_table('help_invitation', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_help_invitation_case_id'))

    op.drop_table('help_invitation')
    with op.batch_alter_table('handling', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_handling_committee_id'))
        batch_op.drop_index(batch_op.f('ix_handling_case_id'))

    op.drop_table('handling')
    with op.batch_alter_table('correction', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_correction_case_id'))

    op.drop_table('correction')
    with op.batch_alter_table('case_number', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_case_number_case_id'))

    op.drop_table('case_number')
    with op.batch_alter_table('case_mediator', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_case_mediator_pool_member_id'))
        batch_op.drop_index(batch_op.f('ix_case_mediator_case_id'))

    op.drop_table('case_mediator')
    with op.batch_alter_table('attachment', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_attachment_case_id'))

    op.drop_table('attachment')
    op.drop_table('archive_record')
    with op.batch_alter_table('task', schema=None) as batch_op:
        batch_op.drop_index('ix_task_subject')
        batch_op.drop_index('ix_task_process_id')
        batch_op.drop_index('ix_task_open', postgresql_where=sa.text('closed_at IS NULL'), sqlite_where=sa.text('closed_at IS NULL'))
        batch_op.drop_index('ix_task_assignee')

    op.drop_table('task')
    with op.batch_alter_table('sign_in_session', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_sign_in_session_account_id'))

    op.drop_table('sign_in_session')
    op.drop_table('pool_tag')
    op.drop_table('pool_skill')
    with op.batch_alter_table('mediation_case', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_mediation_case_village_id'))
        batch_op.drop_index('ix_mediation_case_registered_at')
        batch_op.drop_index(batch_op.f('ix_mediation_case_dispute_type'))
        batch_op.drop_index('ix_mediation_case_committee_status')

    op.drop_table('mediation_case')
    op.drop_table('draft')
    with op.batch_alter_table('appointment', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_appointment_pool_member_id'))
        batch_op.drop_index(batch_op.f('ix_appointment_committee_id'))

    op.drop_table('appointment')
    with op.batch_alter_table('access_log', schema=None) as batch_op:
        batch_op.drop_index('ix_access_log_subject')

    op.drop_table('access_log')
    with op.batch_alter_table('pool_member', schema=None) as batch_op:
        batch_op.drop_index('ix_pool_member_village_state')
        batch_op.drop_index(batch_op.f('ix_pool_member_category'))

    op.drop_table('pool_member')
    with op.batch_alter_table('membership', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_membership_person_id'))
        batch_op.drop_index(batch_op.f('ix_membership_body_id'))

    op.drop_table('membership')
    op.drop_table('account')
    with op.batch_alter_table('person', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_person_village_id'))
        batch_op.drop_index(batch_op.f('ix_person_phone_index'))
        batch_op.drop_index('ix_person_name')
        batch_op.drop_index(batch_op.f('ix_person_id_number_index'))
        batch_op.drop_index(batch_op.f('ix_person_household_id'))

    op.drop_table('person')
    op.drop_table('clan_household')
    with op.batch_alter_table('timer', schema=None) as batch_op:
        batch_op.drop_index('ix_timer_waiting', postgresql_where=sa.text('gone_at IS NULL'), sqlite_where=sa.text('gone_at IS NULL'))
        batch_op.drop_index('ix_timer_process_id')

    op.drop_table('timer')
    op.drop_table('number_series')
    with op.batch_alter_table('household', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_household_resident_group_id'))

    op.drop_table('household')
    op.drop_table('coverage')
    op.drop_table('resident_group')
    op.drop_table('process')
    with op.batch_alter_table('body', schema=None) as batch_op:
        batch_op.drop_index('ix_body_village_level')
        batch_op.drop_index(batch_op.f('ix_body_committee_id'))

    op.drop_table('body')
    with op.batch_alter_table('village', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_village_region'))

    op.drop_table('village')
    op.drop_table('town_fact')
    with op.batch_alter_table('sign_in_failure', schema=None) as batch_op:
        batch_op.drop_index('ix_sign_in_failure_login_name_at')

    op.drop_table('sign_in_failure')
    op.drop_table('done_once')
    op.drop_table('definition')
    op.drop_table('audit_head')
    with op.batch_alter_table('audit_entry', schema=None) as batch_op:
        batch_op.drop_index('ix_audit_entry_subject')

    op.drop_table('audit_entry')
