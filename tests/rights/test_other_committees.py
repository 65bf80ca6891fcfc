"""A committee that gave a case away, or is merely asked, reads; whatever it sends changes not a single row."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image

from app.cases.actions.at_any_step import ACTIONS
from app.cases.models import Case
from app.cases.queries import case_by_id, termination_of
from app.cases.rules import PROCESS
from app.cases.terms import CaseStatus
from app.core.db import db
from app.matters.queries.attachments import attachments_of
from app.mediators.models import PoolMember
from app.processes.queries.definitions import newest_pinned
from tests import public
from tests.petitions.refusing import everything
from tests.rights.matters import archived, asked_town, declined, do, moved, stopped_while_asked
from tests.story import Story
from workflows.diagrams.forms import FieldKind, FieldSpec

ClientOf = Callable[[str], FlaskClient]
BESIDES = frozenset({"access_log", "print_log", "printed_page", "sign_in_session", "done_once"})
"""What a look, a print or a sign-in writes by itself, and by what a form is known that was sent before."""
STANDS: dict[str, tuple[Callable[[], Story], str]] = {
    "gave it away": (moved, "head"),
    "gave it away and it is put away": (archived, "mediator"),
    "is asked": (asked_town, "town-head"),
    "is asked, as clerk": (asked_town, "clerk"),
}
"""How a committee stands to a case it may read but does not handle, and one of its accounts."""
OUT_OF_SIGHT: dict[str, tuple[Callable[[], Story], str]] = {
    "was asked and gave it back": (declined, "town-head"),
    "was asked and it ended meanwhile": (stopped_while_asked, "town-head"),
    "never had to do with it": (moved, "stranger-head"),
}


ASK_WHO_HANDLES = ("/deeds/", "/attachments", "/mediators 1", "/correct", "/unmask", "/sessions")
"""Addresses without a step of their own: they ask for themselves who handles the case."""


def photograph() -> tuple[io.BytesIO, str]:
    kept = io.BytesIO()
    Image.new("RGB", (30, 20), "white").save(kept, "PNG")
    kept.seek(0)
    return kept, "现场.png"


def told(name: str, case: Case) -> dict[str, str]:
    """A whole and proper answer to the form of an action."""
    values = {"once": f"once-{name}", "occurred_at": "2026-11-20T10:00", "spoken_by": "王甲"}
    for field in newest_pinned(PROCESS).actions.get(name).fields:
        if field.kind is FieldKind.PER_PARTY:
            values |= {f"{field.name}-party_{party.public_id}": _answer(field) for party in case.parties}
        else:
            values[field.name] = _answer(field)
    return values


def _answer(field: FieldSpec) -> str:
    if field.kind is FieldKind.DATE:
        return "2026-11-20"
    likely = [value for value in field.values if value in ("yes", "agreed")]
    return (likely or [*field.values, "想这样办。"])[0]


def posts(case: Case) -> Iterator[tuple[str, dict[str, object]]]:
    """Everything that can be sent about a case, well filled in."""
    root, party = f"/cases/{case.public_id}", case.parties[0].public_id
    entry = {"occurred_at": "2026-11-20T10:00", "spoken_by": "王甲", "reason": "当事人要求。"}
    for name in ACTIONS:
        yield f"{root}/deeds/{name}", told(name, case)
    yield f"/attachments/of/case/{case.public_id}", {**entry, "kind": "evidence", "file": photograph()}
    member = db.session.query(PoolMember).first().public_id
    wish = {f"will_{member}_{party}": "objects", f"reason_{member}": "有亲戚关系。", f"part_{member}": "none"}
    yield f"{root}/mediators", {**entry, **wish, "only_wishes": "1"}
    yield f"{root}/mediators", {**entry, **wish, "task_id": public.task(1), "chosen_by": "committee"}
    yield f"{root}/parties/{party}/correct", {**entry, "name": "王改名", "side": "1"}
    yield f"{root}/parties/{party}/unmask", {"reason": "当事人要求核对号码。"}
    sitting = {"place": "村里", "present": "双方", "statements": "都说了。", "result": "没谈拢。"}
    yield f"{root}/sessions", {f"sitting-{name}": text for name, text in {**entry, **sitting}.items()}
    yield f"{root}/mediate", {**entry, "outcome": "not_reached"}
    for stage in ("draft", "freeze", "sign", "seal", "oral", "original", "duties"):
        yield f"/agreements/{case.public_id}/{stage}", {**entry, "outcome": "signed", "facts": "双方谈好了。"}
    for stage in ("/send", "", "/decide"):
        yield f"/reviews/cases/{case.public_id}{stage}", {**entry, "outcome": "passed"}


def rows() -> dict[str, list[str]]:
    return {name: found for name, found in everything().items() if name not in BESIDES}


def refusals(client: FlaskClient, case_id: int) -> dict[str, int]:
    """What each request is answered with; after all of them no row may be another."""
    before, answers = rows(), {}
    for address, data in list(posts(case_by_id(case_id))):
        answers[f"{address} {data.get('only_wishes', '')}"] = client.post(address, data=data).status_code
    changed = [name for name, found in rows().items() if found != before[name]]
    assert changed == [], (changed, answers)
    return answers


@pytest.mark.parametrize("how", sorted(STANDS))
def test_who_does_not_handle_a_case_changes_nothing_of_it(app: Flask, client_of: ClientOf, how: str) -> None:
    make, name = STANDS[how]
    story, client = make(), client_of(name)
    assert client.get(f"/cases/{public.case(story.case_id)}").status_code == 200
    answers = refusals(client, story.case_id)
    assert len(answers) > 25
    assert {status for status in answers.values() if status < 400} <= {302}, answers
    asked = [address for address in answers if any(word in address for word in ASK_WHO_HANDLES)]
    assert len(asked) == len(ACTIONS) + 5
    assert {address: answers[address] for address in asked if answers[address] != 403} == {}


@pytest.mark.parametrize("how", sorted(OUT_OF_SIGHT))
def test_for_a_committee_that_has_no_part_in_it_there_is_no_such_case(
    app: Flask, client_of: ClientOf, how: str
) -> None:
    make, name = OUT_OF_SIGHT[how]
    story, client = make(), client_of(name)
    shown, none = client.get(f"/cases/{public.case(story.case_id)}"), client.get(f"/cases/{public.NOBODY}")
    assert shown.status_code == none.status_code == 404
    assert set(refusals(client, story.case_id).values()) <= {403, 404}


@pytest.mark.parametrize("how", sorted(STANDS))
def test_nothing_that_will_be_refused_is_offered(app: Flask, client_of: ClientOf, how: str) -> None:
    make, name = STANDS[how]
    story, client = make(), client_of(name)
    root, party = f"/cases/{public.case(story.case_id)}", story.case.parties[0].public_id
    page = client.get(root).text
    refused = [f"{root}/deeds/{one}" for one in ACTIONS]
    refused += [
        f"/attachments/of/case/{public.case(story.case_id)}",
        f"{root}/parties/{party}/correct",
        f"{root}/parties/{party}/unmask",
    ]
    assert [address for address in refused if f'"{address}"' in page] == []
    for address in refused:
        answer = client.get(address)
        assert answer.status_code == 403
        assert f"现在由{story.case.committee.name}办" in answer.text or "您的身份办不了" in answer.text
    assert "记一次调解" not in client.get(f"{root}/mediate").text


def test_what_the_handling_committee_is_offered_is_what_it_may_do(app: Flask, client_of: ClientOf) -> None:
    for story, by in ((Story().mediating_at("village"), "head"), (archived(), "town-head"), (moved(), "town-head")):
        client, root = client_of(by), f"/cases/{public.case(story.case_id)}"
        page = client.get(root).text
        offered = {name for name in ACTIONS if f'"{root}/deeds/{name}"' in page}
        opened = {name for name in ACTIONS if client.get(f"{root}/deeds/{name}").status_code == 200}
        assert offered == opened
        assert ("stop" in offered) == (story.case.status is not CaseStatus.CLOSED)


def test_an_agreement_in_force_offers_no_stopping(app: Flask, client_of: ClientOf) -> None:
    story = archived()
    client, root = client_of("town-head"), f"/cases/{public.case(story.case_id)}"
    assert f'"{root}/correct"' not in client.get(root).text
    assert client.get(f"{root}/correct").status_code == 409
    for name in ("stop", "withdraw", "set_risk"):
        assert f'"{root}/deeds/{name}"' not in client.get(root).text
        assert client.get(f"{root}/deeds/{name}").status_code == 409
    assert "协议已经生效，不能再终止调解" in client.get(f"{root}/deeds/stop").text


def test_the_handling_committee_files_until_the_file_is_put_away(app: Flask, client_of: ClientOf) -> None:
    story = moved()
    do(story, "stop", by="town-head", asks=story.everyone("yes"), reason="不想调了。")
    data = {"kind": "evidence", "occurred_at": "2026-11-20T10:00"}
    address = f"/attachments/of/case/{public.case(story.case_id)}"
    sent = client_of("clerk").post(address, data={**data, "file": photograph()})
    assert sent.status_code == 302
    assert len(attachments_of(story.case)) == 1
    closed = archived()
    page, files = (f"/{what}/{public.case(closed.case_id)}" for what in ("cases", "attachments/of/case"))
    sent = client_of("clerk").post(files, data={**data, "file": photograph()})
    assert sent.status_code == 409
    assert "案件已经归档，不能再添材料" in sent.text
    assert attachments_of(closed.case) == []
    assert f'"{files}"' not in client_of("clerk").get(page).text


def test_numbers_in_full_are_for_who_handles_it_also_when_it_is_over(app: Flask, client_of: ClientOf) -> None:
    story = archived()
    address = f"/cases/{public.case(story.case_id)}/parties/{story.case.parties[0].public_id}/unmask"
    reason = {"reason": "当事人来电要求核对。"}
    assert "13812345678" in client_of("clerk").post(address, data=reason).text
    refused = client_of("head").post(address, data=reason)
    assert refused.status_code == 403
    assert "13812345678" not in refused.text


def test_a_case_that_was_only_asked_for_is_ended_by_its_own_committee(app: Flask) -> None:
    story = asked_town()
    do(story, "stop", by="head", asks=story.everyone("yes"), reason="不想调了。")
    ended = termination_of(story.case_id)
    assert ended is not None
    assert ended.typed_by_id == story.account("head").id
