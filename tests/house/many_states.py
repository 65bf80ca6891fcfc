"""A town with matters in many states, and every address that answers GET there."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice, product

import sqlalchemy as sa
from flask import Flask
from werkzeug.routing import Rule

from app.cases.actions.at_any_step import ACTIONS
from app.core.db import Model, db
from app.core.transaction import transaction
from app.petitions.actions.at_any_step import ACTIONS as PETITION_ACTIONS
from app.petitions.actions.supervise import answer_supervision, register_supervision
from app.petitions.papers.fill_sheets import SHEETS
from app.processes.queries.definitions import diagram_names
from app.processes.registry import Submission
from tests.accusations.sealing import sealed
from tests.accusations.test_hand_over import handed
from tests.agreements.paths import Path
from tests.agreements.paying import paid_in_part
from tests.let_in import is_let_in
from tests.petitions.way import Way
from tests.public import unknown
from tests.stations import scene
from tests.story import Story
from tests.town import ACCOUNTS

WORDS = {
    "claims/<row(claim):claim_id>/deeds/<name>": tuple(PETITION_ACTIONS),
    "sheets/<name>.pdf": tuple(SHEETS),
    "deeds/<name>": tuple(ACTIONS),
    "papers/<name>.pdf": ("acceptance_register", "rights_notice", "termination_notice"),
    "<key>": tuple(key for names in diagram_names().values() for key in names),
    "rules/<code>": ("D5", "R1"),
    "feed/<token>": ("unknown",),
    "<form_key>": ("register",),
}
KINDS = ("case", "body", "accusation", "claim")
TABLES = {
    "case_id": "mediation_case",
    "member_id": "pool_member",
    "public_id": "mediation_case",
    "letter_id": "petition_letter",
    "hand_over_id": "accusation_hand_over",
    "party_id": "participant",
    "link_id": "matter_link",
    "petitioner_id": "participant",
    "other_id": "participant",
}
"""Where the ids of an address come from, when the table is not called like the argument."""
OF_KIND = {"party_id": "case", "petitioner_id": "petition"}
"""Of what kind of matter somebody is whom an address names so."""
OLD = {"number": (1, 2, 4711), "rest": ("mediate",)}
"""What stands in addresses from before rows had public ids."""
OF_EACH_ROLE = {role: name for name, _, role, _ in reversed(ACCOUNTS)}


def addresses(app: Flask, role: str) -> Iterator[str]:
    """Every address that answers GET, for every row it could be asked about; of a rule that is shut to the role, one.

    Papers take long to set and are left out.
    """
    doors = app.url_map.bind("localhost")
    for rule in app.url_map.iter_rules():
        if "GET" in (rule.methods or ()) and rule.endpoint != "static" and ".pdf" not in rule.rule:
            names = sorted(rule.arguments)
            rows = product(*(values_for(rule, name) for name in names))
            for values in rows if is_let_in(app, rule.endpoint, role) else islice(rows, 1):
                yield doors.build(rule.endpoint, dict(zip(names, values, strict=True)))


def values_for(rule: Rule, name: str) -> list[object]:
    """What may stand at a place of an address: ids of at most six rows, or the words it knows."""
    if name == "kind":
        return list(KINDS)
    if name in OLD:
        return list(OLD[name])
    words = next((found for place, found in WORDS.items() if place in rule.rule), None)
    if not name.endswith("_id"):
        assert words is not None, f"say here what {rule.rule} may be asked for"
        return list(words)
    table = Model.metadata.tables[TABLES.get(name, name.removesuffix("_id"))]
    most = 1 if rule.rule.endswith(".pdf") else 6
    column = table.c.public_id if name == "public_id" else table.c.id
    found = sa.select(column).order_by(table.c.id.desc()).limit(most)
    ids = list(db.session.scalars(found.where(table.c.subject_kind == OF_KIND[name]) if name in OF_KIND else found))
    return ids or [unknown(rule, name)]


@scene
def cases_in_many_states() -> None:
    """Registered, accepted, in mediation, sent on, ended, under review, signed, in force: a case at each of these."""
    Story().register()
    Story().register(village="赵庄", by="stranger").start_at("village", by="stranger").accept(by="stranger")
    Story().mediating_at("village").not_reached()
    Story().mediating_at("village").not_reached().next("up").seal_letter()
    Story().mediating_at("village").not_reached().next("up")
    Story().mediating_at("village").not_reached().next("stop").tell_routes("posted")
    Path().drafted().sent()
    Path().signed()
    paid_in_part(Path().sealed())
    handed(sealed())


@scene
def petitions_in_many_states() -> None:
    """Registered, objected to, handled, heard, in review, withdrawn, and a supervision that was answered."""
    Way().register(claims=("请核实翻建手续。", "请把路灯修好。"))
    Way().transferred().sort().decide("objection", competent_body="博山区自然资源局")
    Way().investigating().hearing()
    Way().investigating().opinion_out().asked()
    way = Way().register().withdraw()
    with transaction():
        desk = way.account("petition")
        values = {"from_body": "博山区信访局", "received_on": way.today, "text": "请加快办理。"}
        row = register_supervision(Submission(values, way.now, "", desk, way.now))
        answer_supervision(row, Submission({"text": "已经办结。"}, way.now, "", desk, way.now))
