"""Whatever writes about a matter asks whose it is, or says here why not."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.house.calls import GUARDED_KINDS, functions_of, unguarded

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("app.cases.", "app.agreements.", "app.legal_review.", "app.petitions.", "app.accusations.")
OFFICERS = "Every officer who sees an accusation handles it; the view finds it by `get_accusation` or answers 404."
WHY_NOT: dict[str, str] = {
    "app.accusations.actions.hand_over:hand_over": OFFICERS,
    "app.accusations.actions.hand_over:keep_receipt": OFFICERS,
    "app.accusations.actions.tell_accuser:tell_accuser": OFFICERS,
    "app.accusations.actions.seal:seal_accusation": "There is no accusation yet; the desk may take one down too.",
    "app.cases.actions.register_case:register_case": "There is no case yet; a committee registers at its own.",
    "app.petitions.actions.register_petition:register_petition": "There is no petition yet; the view asks.",
    "app.petitions.actions.register_petition:add_claim": "A part of registering, or of the guarded adding of a claim.",
}
"""Function → why it asks nobody."""
LAW = "from app.cases.queries.handling import must_handle\nfrom app.audit.actions.record import record\n"
PLANTED = {
    "a use case that asks nobody": {
        "app.cases.give_back": LAW + "def give_back(case, actor: Actor):\n    record('case:given_back', case, actor)\n"
    },
    "one that writes a row": {
        "app.cases.note": "def note(case, *, actor: Actor):\n    db.session.add(Note(case_id=case.id, by=actor.id))\n"
    },
    "one that only sets a column": {
        "app.petitions.mark": "def mark(claim, told: Submission):\n    claim.ending = told.text('x')\n"
    },
    "one of two callers asks": {
        "app.cases.keep": LAW + "def keep(case, actor: Actor):\n    record('case:kept', case, actor)\n",
        "app.cases.asking": LAW
        + "from app.cases.keep import keep\n"
        + "def asking(case, actor: Actor):\n    must_handle(case, actor)\n    keep(case, actor)\n",
        "app.cases.pages.keep": "from app.cases.keep import keep\ndef page(key):\n    keep(find(key), signed_in())\n",
    },
    "two that call each other": {
        "app.agreements.one": LAW
        + "from app.agreements.two import two\n"
        + "def one(case, actor: Actor):\n    two(case, actor)\n    record('x', case, actor)\n",
        "app.agreements.two": "from app.agreements.one import one\ndef two(x, actor: Actor):\n    one(x, actor)\n",
    },
    "an action that is no guarded action": {
        "app.petitions.acts": LAW
        + "def act(claim, told: Submission):\n    record('claim:x', claim, told.actor)\n"
        + "ACTS = {'act': Plain('right', act)}\n"
    },
}
"""What the next unguarded use case could look like."""
HARMLESS = {
    "it asks": {
        "app.cases.note": LAW
        + "def note(case, actor: Actor):\n    must_handle(case, actor)\n    record('case:noted', case, actor)\n"
    },
    "a step's handler": {
        "app.cases.actions.steps": LAW + "def keep(answer: Answer):\n    record('x', answer, answer.actor)\n"
    },
    "a guarded action": {
        "app.cases.actions.at_any_step": LAW
        + "def act(case, told: Submission):\n    record('x', case, told.actor)\nX = Action('right', act, 'done')\n"
    },
    "it only reads": {"app.cases.queries": "def visible_to(actor: Actor):\n    return Case.id == actor.id\n"},
}


def sources() -> dict[str, str]:
    """Every module of the application by its dotted name, commands, example and migrations apart."""
    inside = sorted((ROOT / "app").rglob("*.py"))
    paths = [path for path in inside if not {"cli", "example", "migrations"} & {*path.parts}]
    named = {".".join(path.relative_to(ROOT).with_suffix("").parts): path for path in paths}
    return {name.removesuffix(".__init__"): path.read_text(encoding="utf-8") for name, path in named.items()}


def test_everything_that_writes_about_a_matter_asks_whose_it_is() -> None:
    assert unguarded(sources(), ROOMS) == sorted(WHY_NOT)


def test_an_action_that_is_entered_as_guarded_is_carried_out_by_asking_first() -> None:
    guarding = [
        one
        for one in functions_of(sources()).values()
        if one.name.rpartition(":")[2] in {f"{kind}.carry_out" for kind in GUARDED_KINDS}
    ]
    assert len(guarding) == 2, "cases and petitions have actions"
    assert [one.name for one in guarding if not one.asks] == []


def test_every_reason_is_a_sentence() -> None:
    assert [name for name, reason in WHY_NOT.items() if len(reason) < 40 or not reason.endswith(".")] == []


@pytest.mark.parametrize("how", sorted(PLANTED))
def test_a_planted_use_case_that_asks_nobody_is_found(how: str) -> None:
    assert unguarded(PLANTED[how], ROOMS)


@pytest.mark.parametrize("how", sorted(HARMLESS))
def test_one_that_asks_is_left_alone(how: str) -> None:
    assert unguarded(HARMLESS[how], ROOMS) == []
