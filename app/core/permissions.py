"""Who may do what, on one page.  A permission is ``<thing>:<deed>``; lists are narrowed by `visible_to` besides."""

from __future__ import annotations

from enum import StrEnum
from typing import Protocol


class Role(StrEnum):
    """What an account is for."""

    MEDIATOR = "mediator"
    COMMITTEE_HEAD = "committee_head"
    LEGAL_ADVISER = "legal_adviser"
    CENTRE_CLERK = "centre_clerk"
    JUSTICE_OFFICE = "justice_office"
    PETITION_CLERK = "petition_clerk"
    GOVERNMENT_LEADER = "government_leader"
    HANDLER = "handler"
    DISCIPLINE_OFFICER = "discipline_officer"
    PARTY_SECRETARY = "party_secretary"
    ADMINISTRATOR = "administrator"


ROLE_NAMES = {
    Role.MEDIATOR: "调解员",
    Role.COMMITTEE_HEAD: "调委会主任",
    Role.LEGAL_ADVISER: "法律顾问",
    Role.CENTRE_CLERK: "镇调解中心文员",
    Role.JUSTICE_OFFICE: "司法所",
    Role.PETITION_CLERK: "信访专干",
    Role.GOVERNMENT_LEADER: "镇政府负责人",
    Role.HANDLER: "承办单位经办人",
    Role.DISCIPLINE_OFFICER: "纪检干部",
    Role.PARTY_SECRETARY: "镇党委书记",
    Role.ADMINISTRATOR: "管理员",
}


class Permission(StrEnum):
    """Every deed a view may ask for."""

    TODAY_SEE = "today:see"
    CASE_SEE = "case:see"
    CASE_REGISTER = "case:register"
    CASE_ADVANCE = "case:advance"
    CASE_STOP = "case:stop"
    CASE_CORRECT = "case:correct"
    CASE_VOID_NUMBER = "case:void_number"
    CASE_UNMASK = "case:unmask"
    CASE_PRINT = "case:print"
    MEDIATOR_SEE = "mediator:see"
    MEDIATOR_MANAGE = "mediator:manage"
    MEDIATOR_CHOOSE = "mediator:choose"
    AGREEMENT_DRAFT = "agreement:draft"
    AGREEMENT_FREEZE = "agreement:freeze"
    AGREEMENT_SEAL = "agreement:seal"
    REVIEW_WRITE = "review:write"
    REVIEW_DECIDE = "review:decide"
    PETITION_SEE = "petition:see"
    PETITION_REGISTER = "petition:register"
    PETITION_ADVANCE = "petition:advance"
    PETITION_SIGN_OFF = "petition:sign_off"
    PETITION_SEAL = "petition:seal"
    PETITION_UNMASK = "petition:unmask"
    PETITION_COUNT = "petition:count"
    ACCUSATION_SEE = "accusation:see"
    PROCESS_SEE = "process:see"
    BODY_SEE = "body:see"
    DEADLINE_SEE = "deadline:see"
    DEADLINE_MANAGE = "deadline:manage"
    NOTICE_OWN = "notice:own"
    OUTBOX_MANAGE = "outbox:manage"
    ACCOUNT_OWN = "account:own"
    ACCOUNT_MANAGE = "account:manage"
    AUDIT_SEE = "audit:see"
    ACCOUNT_CONFIRM = "account:confirm"
    ACCOUNT_HISTORY = "account:history"
    DRAFT_OWN = "draft:own"


P = Permission
_EVERYONE = frozenset(
    {P.TODAY_SEE, P.PROCESS_SEE, P.BODY_SEE, P.DEADLINE_SEE, P.NOTICE_OWN, P.ACCOUNT_OWN, P.DRAFT_OWN}
)
_MEDIATING = frozenset(
    {P.CASE_SEE, P.CASE_REGISTER, P.CASE_ADVANCE, P.CASE_STOP, P.CASE_CORRECT, P.CASE_UNMASK, P.CASE_PRINT}
    | {P.MEDIATOR_SEE, P.MEDIATOR_CHOOSE, P.AGREEMENT_DRAFT, P.AGREEMENT_FREEZE}
)
ROLE_PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.MEDIATOR: _EVERYONE | _MEDIATING,
    Role.COMMITTEE_HEAD: _EVERYONE | _MEDIATING | {P.AGREEMENT_SEAL, P.REVIEW_DECIDE, P.CASE_VOID_NUMBER},
    Role.CENTRE_CLERK: _EVERYONE | _MEDIATING | {P.MEDIATOR_MANAGE},
    Role.LEGAL_ADVISER: _EVERYONE | {P.CASE_SEE, P.CASE_PRINT, P.REVIEW_WRITE},
    Role.JUSTICE_OFFICE: _EVERYONE | {P.CASE_SEE, P.CASE_PRINT, P.MEDIATOR_SEE, P.AUDIT_SEE, P.ACCOUNT_HISTORY},
    Role.PETITION_CLERK: _EVERYONE
    | {P.PETITION_SEE, P.PETITION_REGISTER, P.PETITION_ADVANCE, P.PETITION_SEAL, P.PETITION_UNMASK}
    | {P.PETITION_COUNT, P.CASE_SEE, P.CASE_PRINT},
    Role.GOVERNMENT_LEADER: _EVERYONE | {P.PETITION_SEE, P.PETITION_SIGN_OFF, P.PETITION_COUNT},
    Role.HANDLER: _EVERYONE | {P.PETITION_SEE, P.PETITION_ADVANCE},
    Role.DISCIPLINE_OFFICER: _EVERYONE | {P.ACCUSATION_SEE, P.ACCOUNT_CONFIRM, P.ACCOUNT_HISTORY},
    Role.PARTY_SECRETARY: _EVERYONE | {P.ACCOUNT_CONFIRM, P.ACCOUNT_HISTORY},
    Role.ADMINISTRATOR: _EVERYONE
    | {P.ACCOUNT_MANAGE, P.ACCOUNT_HISTORY, P.MEDIATOR_SEE, P.MEDIATOR_MANAGE, P.DEADLINE_MANAGE, P.OUTBOX_MANAGE}
    | {P.AUDIT_SEE},
}


class Actor(Protocol):
    """Whoever acts, as the lower rooms see them (an account satisfies it)."""

    @property
    def id(self) -> int: ...
    @property
    def role(self) -> Role: ...
    @property
    def committee_id(self) -> int | None: ...
    @property
    def office_id(self) -> int | None: ...
    @property
    def person_id(self) -> int: ...
    @property
    def display_name(self) -> str: ...
    @property
    def is_waiting(self) -> bool: ...


class Subject(Protocol):
    """A thing a process, an audit entry or a look is about: kind and id, never an import."""

    @property
    def subject_kind(self) -> str: ...
    @property
    def id(self) -> int: ...


def roles_with(*permissions: Permission) -> frozenset[Role]:
    """The roles that carry every one of these permissions."""
    return frozenset(role for role, carried in ROLE_PERMISSIONS.items() if carried.issuperset(permissions))


def may(actor: Actor | None, permission: Permission | str) -> bool:
    """Whether the actor's role carries the permission; nobody signed in may nothing.

    An account that waits for a second person (docs/adr/0011) opens its own page and nothing else, whoever asks.
    """
    if actor is None or (actor.is_waiting and Permission(permission) is not Permission.ACCOUNT_OWN):
        return False
    return Permission(permission) in ROLE_PERMISSIONS[Role(actor.role)]
