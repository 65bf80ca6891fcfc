"""A running matter goes on as its version has it, a new one as the files have it; what cannot go on stops a start."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Mapping
from html import unescape
from pathlib import Path

import orjson
import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from app.cases.actions.steps import HANDLERS
from app.cases.rules import PROCESS
from app.cli.refusal import Refused
from app.cli.start_checks import refuse_unknown_steps
from app.core.db import db
from app.core.transaction import transaction
from app.petitions.actions.sort import propose_route
from app.petitions.terms import PROCESS as PETITION
from app.processes.models import DefinitionRow, Task
from app.processes.queries import decision_table, definitions
from app.processes.queries.definitions import current, folder_of, newest_pinned
from app.processes.registry import registry
from tests import public
from tests.petitions.way import Way
from tests.story import Story
from workflows.catalogue import Definition
from workflows.diagrams.forms import FormRefused
from workflows.errors import DiagramRefused
from workflows.pinned import pinned

ClientOf = Callable[[str], FlaskClient]
SEEN_BEFORE, SEEN_NOW = "问各方愿不愿意调", "请各方说说愿不愿意"
Files = Callable[[dict[str, str]], dict[str, str]]
ComeOut = Callable[..., Definition]


def renamed(files: Mapping[str, str]) -> dict[str, str]:
    """A step is called otherwise, with its form, and asks in other words; so does the action beside the steps."""
    drawn = {
        name.replace("record_consents", "ask_parties"): text.replace("record_consents", "ask_parties")
        for name, text in files.items()
    }
    drawn["ask_parties.form.json"] = drawn["ask_parties.form.json"].replace(SEEN_BEFORE, SEEN_NOW)
    drawn["deeds/stop.form.json"] = drawn["deeds/stop.form.json"].replace('"title": "', '"title": "从新：')
    return drawn


@pytest.fixture
def come_out(monkeypatch: pytest.MonkeyPatch) -> ComeOut:
    """Lets a new version of a process come out: its files changed, mediation's new step handled as the old one was."""

    def begin_with(change: Files, key: str = PROCESS) -> Definition:
        made = Definition.from_files(key, change(current(key).files()))
        monkeypatch.setitem(definitions._newest, key, made)
        monkeypatch.setitem(registry._handlers, (PROCESS, "ask_parties"), HANDLERS["record_consents"])
        return made

    return begin_with


def consents(story: Story, name: str) -> dict[str, str]:
    """The page of asking the parties, as it is sent."""
    asked = {f"{field}-party_{one.public_id}": value for one in story.case.parties
             for field, value in (("consent", "agreed"), ("method", "in_person"))}  # fmt: skip
    version = str(story.task(name).row_version)
    return {**asked, "page_version": version, "occurred_at": "2026-11-23T08:30"}


@pytest.mark.both
def test_a_renamed_step_and_form_are_asked_of_new_matters_and_running_ones_keep_theirs(
    app: Flask, client_of: ClientOf, come_out: ComeOut
) -> None:
    running = Story().register().start_at("village").accept()
    made = come_out(renamed)
    fresh = Story().register().start_at("village").accept()
    client = client_of("mediator")
    for story, name, asks, never in (
        (running, "record_consents", SEEN_BEFORE, SEEN_NOW),
        (fresh, "ask_parties", SEEN_NOW, SEEN_BEFORE),
    ):
        address = f"/tasks/{public.task(story.task(name).id)}"
        page = client.get(address).text
        assert asks in page
        assert never not in page
        assert client.post(address, data={**consents(story, name), "occurred_at": ""}).status_code == 422
        done = client.post(address, data=consents(story, name), follow_redirects=True)
        assert "办好了，已存好" in done.text
        assert story.open == ["tell_rights"]
    head = client_of("head")
    assert "从新：" not in head.get(f"/cases/{public.case(running.case_id)}/deeds/stop").text
    assert "从新：" in head.get(f"/cases/{public.case(fresh.case_id)}/deeds/stop").text
    kept = {sha for (sha,) in db.session.query(DefinitionRow.sha256)}
    assert len(kept) == 2
    assert made.sha256 in kept
    refuse_unknown_steps(app)


def advised_anew(files: dict[str, str]) -> dict[str, str]:
    """Both tables say something else: disputes begin in town, everything is a suggestion."""
    drawn = {
        name: text.replace('"village"</text>', '"town"</text>').replace("<description>", "<description>从新：")
        for name, text in files.items()
        if name.endswith(".dmn")
    }
    if "routes.dmn" in drawn:
        drawn["routes.dmn"] = drawn["routes.dmn"].replace('"appeal"</text>', '"suggestion"</text>')
    return {**files, **drawn}


@pytest.mark.both
def test_a_table_changed_in_a_new_version_advises_new_matters_and_running_ones_as_before(
    client_of: ClientOf, come_out: ComeOut
) -> None:
    running, running_claim = Story().register(), Way().register()
    come_out(advised_anew)
    come_out(advised_anew, PETITION)
    fresh, fresh_claim = Story().register(), Way().register()
    pages = [
        client_of("mediator").get(f"/tasks/{public.task(one.task('choose_start').id)}").text for one in (running, fresh)
    ]
    assert [[words in page for words in ("建议从“村", "建议从“镇", "从新：")] for page in pages] == [
        [True, False, False],
        [False, True, True],
    ]
    proposed = [propose_route(one.claim, {"wants_enforcement": True}) for one in (running_claim, fresh_claim)]
    assert [one.results["matter_class"] for one in proposed] == ["appeal", "suggestion"]
    assert [one.why.startswith("从新：") for one in proposed] == [False, True]


def test_a_table_that_a_version_did_not_know_advises_as_the_newest_does(app: Flask, come_out: ComeOut) -> None:
    newest = current(PETITION)
    come_out(lambda files: {name: text for name, text in files.items() if name != "routes.dmn"}, PETITION)
    way = Way().register()
    come_out(lambda _files: newest.files(), PETITION)
    assert propose_route(way.claim, {"proposal": True}).results["matter_class"] == "suggestion"


def test_tables_of_a_version_are_read_once(app: Flask) -> None:
    one, other = Story().register(), Story().register()
    table = decision_table(PROCESS, one.case, "triage")
    assert table is decision_table(PROCESS, other.case, "triage")
    assert table is newest_pinned(PROCESS).tables.get("triage")
    with pytest.raises(DiagramRefused, match="没有决策表“nothing”"):
        decision_table(PROCESS, one.case, "nothing")


def redrawn(files: dict[str, str]) -> dict[str, str]:
    """The step that stands open first is called otherwise in the drawing."""
    drawn = {**files}
    for name, old in (("ladder.bpmn", "选定从哪一级开始调"), ("petition.bpmn", "定性质、定途径")):
        if name in drawn:
            assert old in drawn[name]
            drawn[name] = drawn[name].replace(old, f"从新：{old}")
    return drawn


def link_to_diagrams(page: str) -> list[str]:
    """Where the page leads for the diagrams."""
    return [unescape(one) for one in re.findall(r'href="(/processes/[^"]*)"', page)]


@pytest.mark.both
def test_a_matter_is_shown_the_diagrams_it_began_with_and_where_it_stands(
    client_of: ClientOf, come_out: ComeOut
) -> None:
    running = Story().register()
    come_out(redrawn)
    fresh, client = Story().register(), client_of("mediator")
    for story, is_new in ((running, False), (fresh, True)):
        (address,) = link_to_diagrams(client.get(f"/cases/{public.case(story.case_id)}").text)
        page = client.get(address).text
        assert page.count('aria-current="step"') == 2, "the step, and the part of the whole it stands in"
        assert ("从新：" in page) is is_new
        beside = link_to_diagrams(page)
        assert len(beside) == 6
        named = f"kind=case&id={public.case(story.case_id)}"
        assert all(named in one and client.get(one).status_code == 200 for one in beside)
        (inside,) = re.findall(r'href="([^"]*)">[^<]*（现在在这里面）', page)
        page = client.get(unescape(inside)).text
        assert page.count('aria-current="step"') == 1
        (file,) = (unescape(one) for one in re.findall(r'data-url="([^"]*)"', page))
        assert ("从新：" in client.get(file).text) is is_new
    assert "从新：" in client.get("/processes/mediation").text
    assert "从新：" in client.get("/processes/ladder.bpmn").text


def test_claims_of_one_petition_that_run_in_two_versions_are_shown_each_in_its_own(
    client_of: ClientOf, come_out: ComeOut
) -> None:
    way, desk = Way().register(claims=("核实翻建手续。", "修小海眼的路灯。")), client_of("petition")
    (together,) = link_to_diagrams(desk.get(f"/petitions/{public.petition(way.petition.id)}").text)
    assert desk.get(together).text.count('aria-current="step"') == 1
    come_out(redrawn, PETITION)
    way.action("add_claim", request="顺便把村口的沟清了。")
    page = desk.get(f"/petitions/{public.petition(way.petition.id)}").text
    assert "第1、2项：看全部流程图和文字" in page
    assert "第3项：看全部流程图和文字" in page
    assert ["从新：" in desk.get(one).text for one in link_to_diagrams(page)] == [False, True]


def test_the_diagrams_of_a_matter_out_of_sight_are_not_there(client_of: ClientOf) -> None:
    story, way = Story().register(), Way().register()
    for who, asked in (
        ("stranger", f"kind=case&id={public.case(story.case_id)}"),
        ("mediator", f"kind=claim&id={public.claim(way.claim_id)}"),
        ("mediator", f"kind=case&id={public.NOBODY}"),
        ("mediator", f"kind=nothing&id={public.case(story.case_id)}"),
        ("mediator", "kind=case"),
        ("mediator", f"id={public.case(story.case_id)}"),
    ):
        for address in ("/processes/mediation", "/processes/mediation.bpmn"):
            assert client_of(who).get(f"{address}?{asked}").status_code == 404
    asked = f"kind=case&id={public.case(story.case_id)}"
    assert client_of("mediator").get(f"/processes/petition?{asked}").status_code == 404


def test_an_action_that_a_version_did_not_know_asks_as_the_newest_does(
    app: Flask, client_of: ClientOf, come_out: ComeOut
) -> None:
    come_out(lambda files: {name: text for name, text in files.items() if name != "deeds/stop.form.json"})
    story = Story().register()
    newest = Definition.from_folder(folder_of(PROCESS), PROCESS)
    come_out(lambda _files: newest.files())
    assert (
        pinned(newest).actions.get("stop").title
        in client_of("head").get(f"/cases/{public.case(story.case_id)}/deeds/stop").text
    )


def test_forms_of_a_version_are_judged_once(app: Flask, client_of: ClientOf) -> None:
    one, other = Story().register(), Story().register()
    assert client_of("mediator").get(f"/tasks/{public.task(one.task('choose_start').id)}").status_code == 200
    spec = pinned(definitions.definition_of(one.task("choose_start").process)).forms.get("choose_start")
    assert spec is pinned(definitions.definition_of(other.task("choose_start").process)).forms.get("choose_start")


def test_files_in_which_a_step_has_no_form_begin_nothing(
    app: Flask, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    shutil.copytree(definitions.BPMN_FOLDER, tmp_path / "bpmn")
    (tmp_path / "bpmn" / PROCESS / "archive.form.json").unlink()
    monkeypatch.setattr(definitions, "BPMN_FOLDER", tmp_path / "bpmn")
    monkeypatch.setattr(definitions, "_newest", {})
    with pytest.raises(FormRefused, match="流程“mediation”有步骤没有表单：archive。"):
        Story().register()
    with pytest.raises(Refused, match="有步骤没有表单：archive"):
        refuse_unknown_steps(app)


def stored_as(change: Files) -> None:
    """The version that is stored is another one now."""
    row = db.session.query(DefinitionRow).filter_by(key=PROCESS).one()
    source = orjson.dumps({"files": change(current(PROCESS).files()), "main": PROCESS}, option=orjson.OPT_SORT_KEYS)
    changed = Definition.from_source(PROCESS, source)
    with transaction():
        found = sa.update(DefinitionRow).where(DefinitionRow.id == row.id)
        db.session.execute(found.values(source=changed.source, sha256=changed.sha256))


def without_form(files: dict[str, str]) -> dict[str, str]:
    return {name: text for name, text in files.items() if name != "archive.form.json"}


def without_role(files: dict[str, str]) -> dict[str, str]:
    return {**files, "transfer.bpmn": files["transfer.bpmn"].replace('value="receiver"', 'value="nobody"')}


def without_step(files: dict[str, str]) -> dict[str, str]:
    return {**files, "ladder.bpmn": files["ladder.bpmn"].replace("choose_start", "pick_start")}


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (without_form, "在办的事项会走到没有表单的步骤：archive（流程 mediation）。"),
        (without_role, "在办的事项会走到谁也办不了的步骤，它的角色没有对应的账号：answer_transfer（流程 mediation）。"),
        (without_step, "有事项正停在它开始时的流程里没有的步骤：choose_start（流程 mediation）。"),
    ],
)
def test_a_stored_version_that_cannot_be_carried_out_to_its_end_stops_the_start(
    app: Flask, change: Files, sentence: str
) -> None:
    Story().register()
    refuse_unknown_steps(app)
    stored_as(change)
    with pytest.raises(Refused) as refused:
        refuse_unknown_steps(app)
    assert sentence in refused.value.message
    assert "系统没有打开，数据都在" in refused.value.message


def test_a_step_that_matters_only_come_to_needs_its_handler_too(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    Story().register()
    monkeypatch.delitem(registry._handlers, (PROCESS, "archive"))
    with pytest.raises(Refused, match="会走到这个版本的程序不会办的步骤：archive（流程 mediation）"):
        refuse_unknown_steps(app)


def test_a_stored_version_that_cannot_be_read_stops_the_start(app: Flask) -> None:
    Story().register()
    with transaction():
        db.session.execute(sa.update(DefinitionRow).values(source=b"torn", sha256="0" * 64))
    with pytest.raises(Refused, match="保存的流程图读不懂"):
        refuse_unknown_steps(app)


def test_versions_that_nothing_open_belongs_to_keep_nothing_from_starting(app: Flask) -> None:
    Story().register()
    stored_as(without_form)
    with transaction():
        db.session.execute(sa.update(Task).values(closed_at=sa.func.current_timestamp()))
    refuse_unknown_steps(app)


def test_a_step_of_one_name_in_two_diagrams_is_lit_where_the_matter_stands(client_of: ClientOf) -> None:
    story, client = Story().register().start_at("village").accept().consent(), client_of("mediator")
    assert story.open == ["tell_rights"]
    (address,) = link_to_diagrams(client.get(f"/cases/{public.case(story.case_id)}").text)
    page = client.get(address).text
    assert re.findall(r">([^<>]*)（现在在这里面）", page) == ["一级一级地调", "受理、征询、告知"]
    assert page.count('aria-current="step"') == 3
    transfer = next(one for one in link_to_diagrams(page) if "/transfer?" in one)
    assert 'aria-current="step"' not in client.get(transfer).text
