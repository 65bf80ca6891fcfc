"""Every page that belongs to something, in every state: lives of cases that pause where there is a page to look at."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from app.accounts.actions.open_account import open_account
from app.accounts.models import Account
from app.agreements.models import Duty
from app.agreements.queries import the_agreement
from app.agreements.queries.spot_checks import check_of
from app.cases.models import Case
from app.core.db import db
from app.core.identity import check_digit
from app.core.permissions import Role
from app.core.transaction import transaction
from app.deadlines.queries import running_of
from app.mediators.actions.watch_terms import watch_terms
from app.organisations.models import Office, OfficeKind
from app.processes.queries import open_steps_about
from app.processes.queries.definitions import diagram_names, step_roles
from app.processes.registry import Submission
from tests import public
from tests.agreements.paying import paid_in_part
from tests.bpmn.life import THREE, Life, second_adviser
from tests.filing import filed
from tests.journeys import petition_scenes
from tests.petitions.way import Way

WAITING_ID = "37030419810101001" + check_digit("37030419810101001")
View = tuple[str, str]
"""Who looks, and the address."""
Scene = Callable[[Life], Iterator[list[View]]]


def looked_at(life: Life, *more: View) -> list[View]:
    """The case page as its mediator sees it, each open step as somebody who may answer it sees it, and more."""
    views = [("mediator", f"/cases/{public.case(life.case_id)}")]
    for task in open_steps_about("case", [life.case_id]):
        views.append((_who(task.role, life.case, task.committee_id), f"/tasks/{public.task(task.id)}"))
    return [*views, *more]


def _who(role: str, case: Case, committee_id: int) -> str:
    if role == "adviser":
        return "adviser"
    is_town = committee_id != case.handlings[0].committee_id if case.handlings else case.body.village_id is None
    head = role in ("head", "receiver")
    return ("town-head" if is_town else "head") if head else ("clerk" if is_town else "mediator")


def preparing(life: Life) -> Iterator[list[View]]:
    yield looked_at(life.register())
    yield looked_at(life.start_at("village"))
    yield looked_at(life.accept())
    yield looked_at(life.consent())
    yield looked_at(life.tell_rights())


def mediating(life: Life) -> Iterator[list[View]]:
    yield looked_at(life.mediating_at("clan"))
    yield looked_at(life.not_reached())
    yield looked_at(life.next("up"))
    yield looked_at(life.choose_mediators().handed_up().choose_mediators().sit())


def letters_and_dates(life: Life) -> Iterator[list[View]]:
    yield looked_at(life.mediating_at("village").handed_up())
    yield looked_at(life.seal_letter())
    yield looked_at(life.ring())
    yield looked_at(life.answer_transfer("clerk"))
    other = Life(life.now)
    yield looked_at(other.mediating_at("village").ring())
    life.now = other.now
    other.answer("ask_month", outcome="ended", reason="不再调。")
    yield looked_at(other)
    yield looked_at(other.tell_routes("posted"))


def drafting(life: Life) -> Iterator[list[View]]:
    second_adviser()
    life.mediating_at("village").agree()
    yield looked_at(life)
    yield looked_at(life.draft(), ("mediator", f"/agreements/{public.case(life.case_id)}/draft"))
    yield looked_at(life.send(), ("adviser", "/reviews/"))
    yield looked_at(life.ring())


def signing(life: Life) -> Iterator[list[View]]:
    yield looked_at(life.mediating_at("village").agree().draft().unread())
    yield looked_at(life.freeze())
    yield looked_at(life.signatures().answer("sign", outcome="signed"))
    yield looked_at(life.seal())
    yield looked_at(life.promise_day(), *_promise(life))
    yield looked_at(life.perform())
    yield looked_at(life.visit("done"))
    yield looked_at(life.answer("archive", "head", complete="yes", retention="long"))


def _promise(life: Life) -> list[View]:
    """The page of a promise that was kept in part, and that of striking it out."""
    row = paid_in_part(life)
    page = f"/agreements/{public.case(life.case_id)}/performance"
    return [
        ("mediator", f"{page}/{db.session.get_one(Duty, row.duty_id).public_id}"),
        ("mediator", f"{page}/entries/{row.public_id}"),
    ]


def other_forms(life: Life) -> Iterator[list[View]]:
    yield looked_at(life.mediating_at("village").agree(form="handwritten"))
    other = Life(life.now)
    other.register(parties=THREE).start_at("village").accept().consent().tell_rights().choose_mediators()
    yield looked_at(other.agree(form="oral"))
    bound = [party.id for party in other.case.parties][:2]
    other.answer("register_oral", agreed_on=other.today, performed="no", **other.text(bound=bound))
    yield looked_at(other, ("justice", f"/agreements/spot-checks/{_check_of(other)}"))


def _check_of(life: Life) -> str:
    found = check_of(the_agreement(life.case_id))
    assert found is not None
    return found.public_id


def beside_the_road(life: Life) -> Iterator[list[View]]:
    from app.cases.actions.at_any_step import ACTIONS

    with transaction():
        watch_terms(life.now)
    case = f"/cases/{public.case(life.mediating_at('village').case_id)}"
    party = life.case.parties[0].public_id
    yield [("head", f"{case}/deeds/{name}") for name in ACTIONS]
    filed(life.case, life.account("mediator"), life.now, kind="evidence", name="现场.jpg", taken_on=life.today)
    filed(life.case, life.account("mediator"), life.now, kind="identity", name="身份证.jpg", colour="gray")
    yield looked_at(life, ("justice", case))
    yield [("mediator", f"{case}/{page}") for page in ("correct", "parties/add", "split")]
    yield [("mediator", f"/attachments/of/case/{public.case(life.case_id)}")]
    yield [("mediator", f"{case}/parties/{party}/{page}") for page in ("correct", "unmask")]
    beside = life.case.parties[1].public_id
    yield [("mediator", f"/links/of/case/{public.case(life.case_id)}")]
    yield [("mediator", f"/participants/{party}"), ("mediator", f"/participants/{party}/same/{beside}")]
    yield [("mediator", f"/bodies/{life.case.body.public_id}")]
    wrong = Life(life.now)
    wrong.register()
    yield [("mediator", f"/cases/{public.case(wrong.case_id)}/deeds/void_registration")]
    said = {"why": "mistake", "reason": "点错了，没有这件事。"}
    with transaction():
        ACTIONS["void_registration"].carry_out(
            wrong.case, Submission(said, life.now, "", life.account("mediator"), life.now)
        )
    yield looked_at(wrong)
    yield [("mediator", f"/mediators/{public.member(1)}"), ("clerk", f"/mediators/{public.member(2)}")]
    month = running_of("case", life.case_id)[0].public_id
    yield [("mediator", f"/deadlines/{month}"), ("head", f"/deadlines/of/case/{public.case(life.case_id)}")]
    yield [("justice", f"/deadlines/of/body/{public.body(life.case.committee_id)}"), ("admin", "/deadlines/rules/R1")]
    yield [("admin", f"/bodies/offices/{public.office(1)}"), ("admin", f"/accounts/{public.account(1)}/second-factor")]
    yield [("mediator", "/cases/99999"), ("mediator", "/tasks/1")]
    yield [("mediator", f"/processes/{key}") for key in diagram_names()["mediation"]]


def waiting_accounts(life: Life) -> Iterator[list[View]]:
    """An account that waits for a second person, by who may confirm it and by who may not."""
    with transaction():
        admin = db.session.query(Account).filter_by(login_name="admin").one()
        office = db.session.query(Office).filter_by(kind=OfficeKind.DISCIPLINE).one()
        opened = open_account(
            person_name="等核准", id_number=WAITING_ID, login_name="waiting", role=Role.DISCIPLINE_OFFICER,
            committee_id=None, office_id=office.id, first_password="drawn by hand", lasts=timedelta(hours=1),
            actor=admin, now=life.now,
        )  # fmt: skip
        account = f"/accounts/{opened.public_id}"
    yield [(who, f"{account}/confirm") for who in ("discipline", "secretary")]
    yield [("admin", f"{account}/new-password"), ("discipline", "/accounts/waiting")]
    yield [("admin", "/accounts"), ("justice", "/accounts/history"), ("admin", "/notices")]


@dataclass(frozen=True)
class Set:
    """A scene and the pages it must come by."""

    play: Callable[[Any], Iterator[list[View]]]
    endpoints: frozenset[str]
    begin: Callable[[], Life | Way] = Life


CASE = frozenset({"cases.detail"})
SETS = {
    "preparing": Set(preparing, CASE | {"processes.step", "cases.mediators_page"}),
    "mediating": Set(mediating, CASE | {"cases.mediate_page"}),
    "letters and dates": Set(letters_and_dates, CASE | {"processes.step", "cases.letter"}),
    "drafting": Set(
        drafting,
        CASE | {"agreements.draft_page", "legal_review.send_page", "legal_review.answer_page"}
        | {"legal_review.decide_page", "legal_review.queue"},
    ),
    "signing": Set(
        signing,
        CASE | {"agreements.freeze_page", "agreements.sign_page", "agreements.seal_page", "agreements.duties_page"}
        | {"agreements.performance_page", "agreements.strike_out"},
    ),
    "other forms": Set(
        other_forms, CASE | {"agreements.original_page", "agreements.oral_page", "agreements.spot_check"}
    ),
    "beside the road": Set(
        beside_the_road,
        frozenset({"cases.action", "matters.attach", "cases.correct_party_page", "cases.unmask_page"})
        | {"matters.person_page", "matters.same_person_page", "cases.correct_page"}
        | {"cases.add_party_page", "cases.split_page", "matters.link_page"}
        | {"organisations.detail", "organisations.office_detail", "mediators.detail", "processes.diagram"}
        | {"accounts.lost_second_factor", "desk.old_case", "desk.old_address"}
        | {"deadlines.explained", "deadlines.of_subject", "deadlines.length_page"},
    ),
    "a petition comes in": Set(
        petition_scenes.coming_in,
        frozenset({"petitions.detail", "petitions.sort_page", "petitions.copy", "petitions.national_page"})
        | {"petitions.correct_page", "petitions.correct_petitioner_page", "matters.person_page"}
        | {"petitions.add_petitioner_page"}
        | {"petitions.unmask_page", "petitions.letter", "processes.step"},
        Way,
    ),
    "a petition is handled": Set(
        petition_scenes.being_handled,
        frozenset({"petitions.detail", "petitions.assign_page", "petitions.letter", "processes.step"})
        | {"petitions.correct_service_page"},
        Way,
    ),
    "beside a petition": Set(
        petition_scenes.beside_the_road,
        frozenset({"petitions.action", "petitions.letter", "petitions.supervision", "desk.old_address"}),
        Way,
    ),
    "an account that waits": Set(
        waiting_accounts,
        frozenset({"accounts.confirm", "accounts.new_password", "accounts.waiting_list", "accounts.history"}),
    ),
    "an accusation": Set(
        petition_scenes.an_accusation,
        frozenset({"accusations.detail", "accusations.hand_over", "accusations.receipt", "accusations.tell"}),
        Way,
    ),
}  # fmt: skip
NOT_PAGES = frozenset(
    {
        "static",
        "healthz",
        "agreements.paper",
        "cases.paper",
        "matters.attachment",
        "matters.untie_page",
        "matters.thumbnail",
        "accounts.kept_draft",
    }
    | {"accounts.waiting"}
    | {"mediators.phone", "mediators.roster_template", "processes.diagram_file", "notifications.feed"}
    | {"petitions.letter_pdf", "petitions.sheet", "accusations.paper", "accusations.attachment"}
    | {"desk.old_head", "petitions.older_letter_step"}
)
"""Files, data, and old addresses that only lead on: nobody looks at them as a page; and the one page of an account
that waits (test_accounts.py)."""
BEHIND_A_CODE = frozenset({"accounts.sign_in_code", "accounts.recovery_codes", "accounts.second_factor_off"})
"""Pages that lead elsewhere without a second factor; the journey of the second factor looks at them."""
assert set(step_roles()) == {"mediator", "sender", "receiver", "head", "adviser"} | set(petition_scenes.WHO)
