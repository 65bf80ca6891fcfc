"""Who may do what, and with which things, on one page; docs/rights.md prints it.

A permission is ``<thing>:<action>``: first the role must carry it (`ROLE_PERMISSIONS`), then the thing must be one of
those it is for (`WHICH`).  Lists are narrowed by the `visible_to` of each room, which says the same to the database.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol

from app.core.whose import is_owned_by


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
    """Every right a view may ask for."""

    TODAY_SEE = "today:see"
    CASE_SEE = "case:see"
    CASE_REGISTER = "case:register"
    CASE_ADVANCE = "case:advance"
    CASE_STOP = "case:stop"
    CASE_CORRECT = "case:correct"
    CASE_VOID_NUMBER = "case:void_number"
    CASE_CALL = "case:call"
    CASE_UNMASK = "case:unmask"
    CASE_PRINT = "case:print"
    CASE_SPOT_CHECK = "case:spot_check"
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
    PETITION_CALL = "petition:call"
    PETITION_UNMASK = "petition:unmask"
    PETITION_COUNT = "petition:count"
    PARTICIPANT_MEET = "participant:meet"
    MATTER_LINK = "matter:link"
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
    PAPER_CHECK = "paper:check"
    FILE_SEE = "file:see"
    FILE_ADD = "file:add"


P = Permission
_EVERYONE = frozenset(
    {P.TODAY_SEE, P.PROCESS_SEE, P.BODY_SEE, P.DEADLINE_SEE, P.NOTICE_OWN, P.ACCOUNT_OWN, P.DRAFT_OWN}
)
_MEDIATING = frozenset(
    {P.CASE_SEE, P.CASE_REGISTER, P.CASE_ADVANCE, P.CASE_STOP, P.CASE_CORRECT, P.CASE_CALL, P.CASE_UNMASK}
    | {P.PARTICIPANT_MEET, P.MATTER_LINK}
    | {P.CASE_PRINT, P.MEDIATOR_SEE, P.MEDIATOR_CHOOSE, P.AGREEMENT_DRAFT, P.AGREEMENT_FREEZE, P.PAPER_CHECK}
    | {P.FILE_SEE, P.FILE_ADD}
)
ROLE_PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.MEDIATOR: _EVERYONE | _MEDIATING,
    Role.COMMITTEE_HEAD: _EVERYONE | _MEDIATING | {P.AGREEMENT_SEAL, P.REVIEW_DECIDE, P.CASE_VOID_NUMBER},
    Role.CENTRE_CLERK: _EVERYONE | _MEDIATING | {P.MEDIATOR_MANAGE},
    Role.LEGAL_ADVISER: _EVERYONE | {P.CASE_SEE, P.CASE_PRINT, P.PAPER_CHECK, P.REVIEW_WRITE, P.FILE_SEE},
    Role.JUSTICE_OFFICE: _EVERYONE
    | {P.CASE_SEE, P.CASE_PRINT, P.PAPER_CHECK, P.FILE_SEE, P.MEDIATOR_SEE, P.AUDIT_SEE, P.ACCOUNT_HISTORY}
    | {P.CASE_SPOT_CHECK},
    Role.PETITION_CLERK: _EVERYONE
    | {P.PETITION_SEE, P.PETITION_REGISTER, P.PETITION_ADVANCE, P.PETITION_SEAL, P.PETITION_UNMASK}
    | {P.PETITION_CALL, P.PETITION_COUNT, P.PARTICIPANT_MEET, P.CASE_SEE, P.CASE_PRINT, P.PAPER_CHECK}
    | {P.FILE_SEE, P.FILE_ADD, P.MATTER_LINK},
    Role.GOVERNMENT_LEADER: _EVERYONE
    | {P.PETITION_SEE, P.PETITION_SIGN_OFF, P.PETITION_COUNT, P.PAPER_CHECK, P.FILE_SEE},
    Role.HANDLER: _EVERYONE
    | {P.PETITION_SEE, P.PETITION_ADVANCE, P.PETITION_CALL, P.PARTICIPANT_MEET, P.PAPER_CHECK, P.FILE_SEE, P.FILE_ADD},
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


class OfCommittee(Protocol):
    """A thing that one committee handles: a dispute."""

    @property
    def committee_id(self) -> int | None: ...


class OfOffice(Protocol):
    """A thing that an office may handle: a claim of a petition."""

    @property
    def handling_office_id(self) -> int | None: ...


class Requested(Protocol):
    """A thing that one adviser was asked for: a legal review."""

    @property
    def adviser_person_id(self) -> int | None: ...


class Numbered(Protocol):
    """A thing with a key: an account."""

    @property
    def id(self) -> int: ...


SEES_EVERY_CLAIM = frozenset({Role.PETITION_CLERK, Role.GOVERNMENT_LEADER})
SEES_EVERY_COMMITTEE = frozenset({Role.JUSTICE_OFFICE, Role.ADMINISTRATOR})


def handles(actor: Actor, thing: OfCommittee) -> bool:
    """Whether it is with the actor's committee now; one that had it, or is asked to take it over, only reads."""
    return is_owned_by(thing.committee_id, actor.committee_id)


def sees_every_claim(actor: Actor) -> bool:
    """Whether the account sees all petitions and supervisions: the desk and the government's leaders."""
    return Role(actor.role) in SEES_EVERY_CLAIM


def sees_claim(actor: Actor, thing: OfOffice) -> bool:
    """Whether a claim is in the account's sight: everybody's who sees all, else its own office's."""
    return sees_every_claim(actor) or is_owned_by(thing.handling_office_id, actor.office_id)


def sees_every_committee(actor: Actor) -> bool:
    """Whether the account sees the pool, the terms and the groups of every committee: 司法所 and the administrator."""
    return Role(actor.role) in SEES_EVERY_COMMITTEE


def is_asked(actor: Actor, thing: Requested) -> bool:
    """Whether the actor is the adviser who was asked."""
    return thing.adviser_person_id == actor.person_id


def is_anothers(actor: Actor, thing: Numbered) -> bool:
    """Whether an account is somebody else's: nobody closes his own, or gives himself a password."""
    return thing.id != actor.id


@dataclass(frozen=True)
class Which:
    """Which things a right is for, in words; `fits` asks it of a given thing where its own values answer it."""

    words: str
    fits: Callable[[Actor, Any], bool] | None = None


HANDLED = Which("a dispute its committee handles now", handles)
OWN_STEP = Which("a matter whose open step stands with its committee, office or person")
OWN = Which("one's own")
ALL = Which("all")
WHICH: dict[Permission, Which] = {
    P.TODAY_SEE: Which("the steps that wait for its committee, office or person"),
    P.CASE_SEE: Which(
        "a dispute its committee handles or once accepted, is asked to take over and has not answered, or somebody "
        "works on as mediator or typed; an adviser: what was laid before him; 信访办: what its desk led to mediation; "
        "司法所: all"
    ),
    P.CASE_REGISTER: Which("a dispute of its own village; the town's committee: of every village"),
    P.CASE_ADVANCE: Which("a dispute its committee handles now; by answering a step, one that stands with it", handles),
    P.CASE_STOP: HANDLED,
    P.CASE_CORRECT: HANDLED,
    P.CASE_VOID_NUMBER: HANDLED,
    P.CASE_CALL: HANDLED,
    P.CASE_UNMASK: HANDLED,
    P.CASE_PRINT: Which("what it sees: the original of a dispute its committee handles, else a copy to read"),
    P.CASE_SPOT_CHECK: Which(
        "an agreement on the list that it neither mediated nor typed; the telephones of its parties"
    ),
    P.MEDIATOR_SEE: Which(
        "its own village's people, whom its committee appointed, and the town's; the town's committee, 司法所 and the "
        "administrator: all"
    ),
    P.MEDIATOR_MANAGE: Which("those it sees; a roster enters anybody"),
    P.MEDIATOR_CHOOSE: Which("for a dispute its committee handles now; the telephones of those it sees", handles),
    P.AGREEMENT_DRAFT: OWN_STEP,
    P.AGREEMENT_FREEZE: OWN_STEP,
    P.AGREEMENT_SEAL: Which("an agreement in a dispute its committee handles now", handles),
    P.REVIEW_WRITE: Which("a review it was asked for", is_asked),
    P.REVIEW_DECIDE: OWN_STEP,
    P.PETITION_SEE: Which("a claim its office handles; 信访办 and the government's leaders: all", sees_claim),
    P.PETITION_REGISTER: ALL,
    P.PETITION_ADVANCE: OWN_STEP,
    P.PETITION_SIGN_OFF: ALL,
    P.PETITION_SEAL: ALL,
    P.PETITION_CALL: Which("the people of a claim its office handles; 信访办: of all", sees_claim),
    P.PETITION_UNMASK: ALL,
    P.PETITION_COUNT: ALL,
    P.PARTICIPANT_MEET: Which("the people of a matter it handles (`case:call`, `petition:call`)"),
    P.MATTER_LINK: Which("a dispute its committee handles now; 信访办: every petition"),
    P.ACCUSATION_SEE: Which("an accusation that is neither against the officer nor against his office"),
    P.PROCESS_SEE: Which("the diagrams; where a matter stands in them, of what it sees"),
    P.BODY_SEE: Which(
        "its own committee with its groups, and the town's; accounts of no committee: all; surnames of clans and "
        "terms: one's own committee, 司法所 and the administrator"
    ),
    P.DEADLINE_SEE: Which("the periods of what it sees"),
    P.DEADLINE_MANAGE: Which("the town's calendar and lengths"),
    P.NOTICE_OWN: OWN,
    P.OUTBOX_MANAGE: Which("messages that were not delivered"),
    P.ACCOUNT_OWN: OWN,
    P.ACCOUNT_MANAGE: Which("somebody else's account; the town's offices", is_anothers),
    P.AUDIT_SEE: Which("where the trail stands and its monthly sheet, never what an entry says"),
    P.ACCOUNT_CONFIRM: Which("one that waits for exactly this second person"),
    P.ACCOUNT_HISTORY: ALL,
    P.DRAFT_OWN: OWN,
    P.PAPER_CHECK: Which("the papers of what it sees, told apart by their marks"),
    P.FILE_SEE: Which("the files of what it sees; those that bear whole numbers where it handles the matter"),
    P.FILE_ADD: Which(
        "a dispute its committee handles now; 信访办: every petition and letter; an office: those of a claim it handles"
    ),
}


def roles_with(*permissions: Permission) -> frozenset[Role]:
    """The roles that carry every one of these permissions."""
    return frozenset(role for role, carried in ROLE_PERMISSIONS.items() if carried.issuperset(permissions))


def may(actor: Actor | None, permission: Permission | str, thing: Any = None) -> bool:
    """Whether the actor's role carries the permission, and it is for the `thing`, if one is given.

    Nobody signed in may nothing.  An account that waits for a second person (docs/adr/0011) opens its own page and
    nothing else, whoever asks.  A thing of which only the database knows (`Which` without `fits`) is found by its
    room's `visible_to` or asked by its guard; then the role alone decides here.
    """
    right = Permission(permission)
    if actor is None or (actor.is_waiting and right is not Permission.ACCOUNT_OWN):
        return False
    fits = WHICH[right].fits
    return right in ROLE_PERMISSIONS[Role(actor.role)] and (thing is None or fits is None or fits(actor, thing))
