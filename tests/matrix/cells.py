"""The cells of the matrix: every address of the application for objects of every tie, and who must not get in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import sqlalchemy as sa
from flask import Flask
from werkzeug.routing import Rule

from app.cases.actions.at_any_step import ACTIONS as CASE_ACTIONS
from app.core.db import db
from app.petitions.actions.at_any_step import ACTIONS as CLAIM_DEEDS
from app.petitions.papers.fill_sheets import SHEETS
from app.processes.queries.definitions import diagram_names
from tests import public
from tests.let_in import is_let_in
from tests.matrix.ownership import WAITING, Ledger, Visitor

ABSENT = public.NOBODY
NAMED = {"case": public.case, "claim": public.claim}


@dataclass(frozen=True)
class Scope:
    """How much a visitor is tried on: disputes of each tie, claims in sight and as many out of it."""

    per_tie: int
    claims: int


IN_THE_SUITE, WHOLE = Scope(1, 2), Scope(4, 9)


@dataclass(frozen=True)
class Cell:
    """One address by one method, and the object that it concerns: kind and id, or none."""

    method: str
    address: str
    endpoint: str
    kind: str = ""
    id: int = 0


def methods_of(rule: Rule) -> list[str]:
    """The methods a rule answers."""
    return sorted((rule.methods or set()) & {"GET", "POST"})


def cells_for(app: Flask, ledger: Ledger, who: Visitor, scope: Scope) -> Iterator[Cell]:
    """Every cell of a visitor, in one order; unless it is the whole, one for each door that is shut to the visitor.

    The guard answers there before any object is looked at.
    """
    every = list(_cells(app, ledger, who, scope))
    shut = {} if scope == WHOLE else _at_shut_doors(app, ledger, who, every)
    yield from (cell for cell in every if shut.get((cell.method, cell.endpoint), cell) is cell)


def _at_shut_doors(app: Flask, ledger: Ledger, who: Visitor, every: list[Cell]) -> dict[tuple[str, str], Cell]:
    """By method and endpoint the one cell that is tried where the guard stops the visitor: one out of sight, if any."""
    kept: dict[tuple[str, str], Cell] = {}
    for cell in every:
        if not is_let_in(app, cell.endpoint, who.role, is_waiting=who.login_name == WAITING):
            first = kept.setdefault((cell.method, cell.endpoint), cell)
            if ledger.sees(who, first.kind, first.id) and not ledger.sees(who, cell.kind, cell.id):
                kept[cell.method, cell.endpoint] = cell
    return kept


def _cells(app: Flask, ledger: Ledger, who: Visitor, scope: Scope) -> Iterator[Cell]:
    chosen = _disputes(ledger, who, scope.per_tie)
    claims, petitions = _claims(ledger, who, scope.claims), _petitions(ledger, who, scope.claims)
    adapter = app.url_map.bind("localhost")
    for rule in sorted(app.url_map.iter_rules(), key=lambda one: one.rule):
        if rule.endpoint == "static":
            continue
        of_any_kind = rule.endpoint.startswith("matters.") and "participant_id" not in rule.arguments
        values_of = _of_matters if of_any_kind else _values
        for kind, object_id, values in values_of(rule, chosen, claims, petitions):
            address = adapter.build(rule.endpoint, values)
            for method in methods_of(rule):
                yield Cell(method, address, rule.endpoint, kind, object_id)


def _disputes(ledger: Ledger, who: Visitor, most: int) -> list[int]:
    kept: dict[str, list[int]] = {}
    for case in ledger.disputes.values():
        ids = kept.setdefault(ledger.tie(who, case), [])
        if len(ids) < most:
            ids.append(case.id)
    return sorted(one for ids in kept.values() for one in ids)


def _claims(ledger: Ledger, who: Visitor, most: int) -> list[int]:
    seen = [one for one in ledger.matters if ledger.sees_claim(who, one)]
    unseen = [one for one in ledger.matters if not ledger.sees_claim(who, one)]
    return seen[:most] + unseen[:most]


def _petitions(ledger: Ledger, who: Visitor, most: int) -> list[int]:
    every = sorted({one.petition_id for one in ledger.matters.values()})
    seen = [one for one in every if ledger.sees_petition(who, one)]
    unseen = [one for one in every if not ledger.sees_petition(who, one)]
    return seen[:most] + unseen[:most]


Values = Iterator[tuple[str, int, dict[str, object]]]
WORDS: dict[str, tuple[str, ...]] = {
    "/cases/<row(mediation_case):case_id>/deeds/<name>": tuple(CASE_ACTIONS),
    "/cases/<row(mediation_case):case_id>/papers/<name>.pdf": (
        "acceptance_register",
        "rights_notice",
        "termination_notice",
    ),
    "/petitions/claims/<row(claim):claim_id>/deeds/<name>": tuple(CLAIM_DEEDS),
    "/petitions/<row(petition):petition_id>/sheets/<name>.pdf": tuple(SHEETS),
    "/processes/<key>": tuple(key for names in diagram_names().values() for key in names),
    "/processes/<key>.bpmn": ("mediation",),
    "/deadlines/rules/<code>": ("D5", "R1"),
    "/drafts/<form_key>": ("register", "petition-register"),
    "/feed/<token>.ics": ("unknown",),
}


def _values(rule: Rule, cases: list[int], claims: list[int], petitions: list[int]) -> Values:
    """Object and arguments of a rule: for every chosen object what hangs below it."""
    names = set(rule.arguments)
    words = WORDS.get(rule.rule, ("",))
    extra = [{"name": word} if "name" in names else {next(iter(names), ""): word} if word else {} for word in words]
    if names & {"number", "rest"}:
        yield "", 0, {"number": 1, "kind": "case", "case_id": 999_999, "rest": "more"}
    elif not names or names & {"key", "code", "form_key", "token"}:
        yield from (("", 0, values) for values in extra)
    elif "case_id" in names:
        yield from _of_cases(names, cases, extra)
    elif "claim_id" in names:
        yield from _of_claims(names, claims, extra)
    elif "petition_id" in names:
        yield from _of_petitions(names, petitions, extra)
    elif names & {"task_id", "deadline_id", "public_id", "participant_id"}:
        yield from _of_subjects(names, {"case": cases, "claim": claims, "petition": petitions})
    elif "letter_id" in names:
        for claim_id in claims:
            for letter in _ids("SELECT id FROM petition_letter WHERE claim_id = :id LIMIT 2", claim_id):
                yield from (("claim", claim_id, {"letter_id": letter} | values) for values in extra)
    else:
        yield from _of_others(names)


_OF_ITS_AGREEMENT = "JOIN agreement ON agreement.id = agreement_id WHERE agreement.case_id = :id"


def _of_cases(names: set[str], cases: list[int], extra: list[dict[str, object]]) -> Values:
    below = {
        "party_id": "SELECT id FROM participant WHERE subject_kind = 'case' AND subject_id = :id LIMIT 1",
        "duty_id": f"SELECT duty.id FROM duty {_OF_ITS_AGREEMENT} LIMIT 1",
        "performance_entry_id": f"SELECT performance_entry.id FROM performance_entry {_OF_ITS_AGREEMENT} LIMIT 1",
    }
    inner = next((name for name in below if name in names), None)
    for case_id in cases:
        for values in extra:
            ids = _ids(below[inner], case_id) or [ABSENT] if inner else [0]
            for one in ids:
                yield "case", case_id, {"case_id": case_id} | values | ({inner: one} if inner else {})


def _of_claims(names: set[str], claims: list[int], extra: list[dict[str, object]]) -> Values:
    for claim_id in claims:
        tasks = _ids("SELECT id FROM task WHERE subject_kind = 'claim' AND subject_id = :id LIMIT 1", claim_id)
        for values in extra:
            given = {"task_id": (tasks or [ABSENT])[0]} if "task_id" in names else {}
            yield "claim", claim_id, {"claim_id": claim_id} | values | given


PETITIONER = "SELECT id FROM participant WHERE subject_kind = 'petition' AND subject_id = :id LIMIT 1"


def _of_petitions(names: set[str], petitions: list[int], extra: list[dict[str, object]]) -> Values:
    for petition_id in petitions:
        people = _ids(PETITIONER, petition_id)
        for values in extra:
            given = {"petitioner_id": (people or [ABSENT])[0]} if "petitioner_id" in names else {}
            yield "petition", petition_id, {"petition_id": petition_id} | values | given


def _of_people(names: set[str], chosen: dict[str, list[int]]) -> Values:
    """The first of a matter, beside the last where two are compared."""
    for kind, ids in chosen.items():
        every = f"SELECT id FROM participant WHERE subject_kind = '{kind}' AND subject_id = :id ORDER BY id"
        for subject_id in ids:
            people = _ids(every, subject_id) or [ABSENT]
            beside = {"other_id": people[-1]} if "other_id" in names else {}
            yield kind, subject_id, {"participant_id": people[0]} | beside


def _of_subjects(names: set[str], every: dict[str, list[int]]) -> Values:
    if "participant_id" in names:
        yield from _of_people(names, {kind: every[kind] for kind in ("case", "petition")})
        return
    for kind, ids in ((kind, every[kind]) for kind in ("case", "claim")):
        for subject_id in ids:
            if "public_id" in names:
                yield kind, subject_id, {"kind": kind, "public_id": NAMED[kind](subject_id)}
                continue
            table = "task" if "task_id" in names else "deadline"
            order = "closed_at IS NOT NULL, id" if table == "task" else "id"
            found = (
                f"SELECT id FROM {table} WHERE subject_kind = '{kind}' AND subject_id = :id ORDER BY {order} LIMIT 2"
            )
            for one in _ids(found, subject_id):
                yield kind, subject_id, {f"{table}_id": one}


def _of_matters(rule: Rule, cases: list[int], claims: list[int], petitions: list[int]) -> Values:
    """Files and ties of matters, and where more are made: of disputes, petitions, and letters about claims."""
    letters = [
        (claim_id, letter)
        for claim_id in claims
        for letter in _ids("SELECT id FROM petition_letter WHERE claim_id = :id LIMIT 1", claim_id)
    ]
    owned = [("case", one, "case", one, public.case(one)) for one in cases]
    owned += [("petition", one, "petition", one, public.petition(one)) for one in petitions]
    owned += [("claim", claim_id, "letter", letter, public.letter(letter)) for claim_id, letter in letters]
    for owner, owner_id, kind, subject_id, public_id in owned:
        if "public_id" in rule.arguments:
            inner = {"link_id": ABSENT} if "link_id" in rule.arguments else {}
            yield owner, owner_id, {"kind": kind, "public_id": public_id} | inner
            continue
        found = f"SELECT id FROM attachment WHERE subject_kind = '{kind}' AND subject_id = :id LIMIT 1"
        for attachment in _ids(found, subject_id) or [ABSENT]:
            yield owner, owner_id, {"attachment_id": attachment}


def _of_others(names: set[str]) -> Values:
    """Things without an owner among the visitors: bodies, people of the pool, accounts, offices, messages."""
    tables = {"member_id": "pool_member", "outbox_id": "outbox"}
    name = next(iter(sorted(names)))
    table = tables.get(name, name.removesuffix("_id"))
    ids = _ids(f"SELECT id FROM {table} WHERE :id = 0 ORDER BY id DESC LIMIT 1", 0) or [ABSENT]
    inner = {one: ABSENT for one in ("hand_over_id", "attachment_id") if one in names - {name}}
    yield "", 0, {name: ids[0]} | inner


def _ids(statement: str, object_id: int) -> list[int]:
    return list(db.session.scalars(sa.text(statement), {"id": object_id}))


def secrets_out_of_sight(ledger: Ledger, who: Visitor) -> dict[str, re.Pattern[str]]:
    """What no page may show a visitor: titles and numbers of disputes and numbers of claims they do not see."""
    words = {
        word: f"dispute {case.id}"
        for case in ledger.disputes.values()
        if not ledger.sees_case(who, case.id)
        for word in (case.title, *case.numbers)
    }
    words |= {one.number: f"claim {one.id}" for one in ledger.matters.values() if not ledger.sees_claim(who, one.id)}
    return {what: re.compile(re.escape(word) + r"(?!\d)") for word, what in words.items()}
