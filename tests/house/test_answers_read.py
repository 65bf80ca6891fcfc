"""Nothing is asked and thrown away, and nothing is read that nobody asks: form files and handlers name the same."""

from __future__ import annotations

import ast
import importlib
import pkgutil
from collections.abc import Callable, Iterator
from types import ModuleType
from typing import Any

import pytest
from flask import Flask

from app.agreements.actions.promise_due import HANDLERS as PROMISE_STEPS
from app.agreements.actions.record_confirmation import confirm_from_page
from app.agreements.actions.steps import HANDLERS as AGREEMENT_STEPS
from app.cases.actions.at_any_step import ACTIONS as CASE_ACTIONS
from app.cases.actions.steps import HANDLERS as CASE_STEPS
from app.cases.actions.steps import MONTH_HANDLERS
from app.cases.actions.steps import OLDER_HANDLERS as OLDER_CASE_STEPS
from app.cases.actions.told import SAID
from app.legal_review.actions.steps import HANDLERS as REVIEW_STEPS
from app.letters.actions.steps import LETTER_STEPS
from app.petitions.actions.at_any_step import ACTIONS as CLAIM_ACTIONS
from app.petitions.actions.enter_national import enter_national
from app.petitions.actions.steps import HANDLERS as CLAIM_STEPS
from app.petitions.actions.steps import OLDER_HANDLERS as OLDER_CLAIM_STEPS
from app.petitions.actions.supervise import answer_supervision, register_supervision
from app.petitions.actions.withdraw import WITHDRAWAL_HANDLERS
from app.processes.queries.definitions import BPMN_FOLDER
from app.processes.registry import Answer, Submission, registry
from tests.bpmn.said import said_of
from tests.house.answers_read import EVERY, CannotFollow, names_read
from workflows.diagrams.forms import FormFolder, FormSpec

Handler = Callable[..., Any]
STEPS: dict[str, dict[str, Handler]] = {
    "mediation": {**CASE_STEPS, **AGREEMENT_STEPS, **REVIEW_STEPS},
    "petition": dict(CLAIM_STEPS),
    "letter": dict(LETTER_STEPS),
    "withdrawal": dict(WITHDRAWAL_HANDLERS),
    "month": dict(MONTH_HANDLERS),
    "promise": dict(PROMISE_STEPS),
}
ACTIONS: dict[str, dict[str, Handler]] = {
    "mediation/deeds": {
        **{name: action.act for name, action in CASE_ACTIONS.items()},
        "confirmation": confirm_from_page,
    },
    "petition/deeds": {
        **{action.form: action.act for action in CLAIM_ACTIONS.values()},
        "national": enter_national,
        "supervision": register_supervision,
        "letter_supervision_reply": answer_supervision,
    },
}
WHOLE = frozenset({"redraft"})
"""Forms whose fields are the parts of a letter, taken as they come."""


def forms(folder: str) -> dict[str, FormSpec]:
    found = FormFolder(BPMN_FOLDER / folder)
    return {name: found.get(name) for name in found.names()}


def on_own_pages(process: str) -> set[str]:
    return set(said_of(BPMN_FOLDER / process, "page"))


def asked_and_read() -> Iterator[tuple[str, FormSpec, Handler]]:
    for folder, handlers in (STEPS | ACTIONS).items():
        for name, spec in forms(folder).items():
            yield f"{folder}/{name}", spec, handlers[name]


CASES = {where: (spec, handler) for where, spec, handler in asked_and_read()}


@pytest.mark.usefixtures("app")
def test_every_step_there_is_has_its_handler_here() -> None:
    here = {(process, name) for process, handlers in STEPS.items() for name in handlers}
    older = {("petition", name) for name in OLDER_CLAIM_STEPS} | {("mediation", name) for name in OLDER_CASE_STEPS}
    assert registry.steps() - older == here


@pytest.mark.parametrize("process", STEPS)
def test_every_step_without_a_page_of_its_own_has_a_form_and_no_other_form_is_there(process: str) -> None:
    assert set(forms(process)) == set(STEPS[process]) - on_own_pages(process)


@pytest.mark.parametrize("folder", ACTIONS)
def test_every_action_that_asks_has_its_form_and_no_other_form_is_there(folder: str) -> None:
    assert set(forms(folder)) == set(ACTIONS[folder])


@pytest.mark.parametrize("where", CASES)
def test_every_field_of_a_form_is_read_or_kept_only(where: str) -> None:
    spec, handler = CASES[where]
    read = names_read(handler)
    if spec.name in WHOLE:
        assert EVERY in read
        return
    kept = {field.name for field in spec.fields if field.kept_only}
    assert {field.name for field in spec.fields} - read == kept


@pytest.mark.parametrize("where", CASES)
def test_every_name_a_handler_reads_is_a_field_of_its_form(where: str) -> None:
    spec, handler = CASES[where]
    assert names_read(handler) - {field.name for field in spec.fields} <= {EVERY}


def texts_of_pages(page: str, app: Flask) -> str:
    """The sources of the pages of the room in which a page stands."""
    package = importlib.import_module(app.view_functions[page].__module__.rpartition(".")[0])
    modules = pkgutil.iter_modules(package.__path__, f"{package.__name__}.")
    return "".join(source_of(importlib.import_module(one.name)) for one in modules)


def source_of(module: ModuleType) -> str:
    assert module.__file__ is not None
    with open(module.__file__, encoding="utf-8") as file:
        return file.read()


@pytest.mark.parametrize("process", STEPS)
def test_a_step_that_says_it_has_a_page_of_its_own_has_one_that_takes_its_refusals(process: str, app: Flask) -> None:
    pages = {name: page for (key, name), page in registry.pages().items() if key == process}
    assert on_own_pages(process) <= set(pages)
    for name in on_own_pages(process):
        assert pages[name].again is None


@pytest.mark.parametrize("process", STEPS)
def test_what_is_read_of_a_page_of_its_own_stands_in_the_pages_of_its_room(process: str, app: Flask) -> None:
    pages = registry.pages()
    for name in sorted(on_own_pages(process)):
        text = texts_of_pages(pages[process, name].endpoint, app)
        missing = [one for one in names_read(STEPS[process][name]) - {EVERY} if f'"{one}"' not in text]
        assert missing == [], name


@pytest.mark.parametrize("process", STEPS)
def test_what_a_page_of_its_own_sends_is_read_or_told_in_the_history(process: str, app: Flask) -> None:
    for name in sorted(on_own_pages(process)):
        endpoint = registry.pages()[process, name].endpoint
        sent = sent_by(source_of(importlib.import_module(app.view_functions[endpoint].__module__)))
        read = names_read(STEPS[process][name])
        assert EVERY in read or sent - read <= set(SAID), name


def sent_by(source: str) -> set[str]:
    """The names in the answers that the forms of a module put together in `values`."""
    functions = [one for one in ast.walk(ast.parse(source)) if isinstance(one, ast.FunctionDef)]
    returned = [
        one.value for each in functions if each.name == "values" for one in each.body if isinstance(one, ast.Return)
    ]
    keys = [key for one in returned if isinstance(one, ast.Dict) for key in one.keys]
    return {str(key.value) for key in keys if isinstance(key, ast.Constant)}


COMPETING = ("reply", "ground")


def _day(answer: Answer, name: str) -> object:
    return answer.values[name]


def reads_in_many_ways(answer: Answer) -> dict[str, object]:
    found: dict[str, object] = {name: answer.text(name) for name in COMPETING}
    for name in ("first", "second"):
        found[name] = answer.values.get(name)
    return {**found, "day": _day(answer, "told_on"), "who": answer.per_party("who")}


def hands_on_everything(submission: Submission) -> dict[str, object]:
    return dict(submission.values)


def hides_a_name(answer: Answer) -> str:
    return answer.text(answer.spoken_by)


def hands_it_to_nobody_knows(answer: Answer) -> str:
    return str(answer)


def test_names_are_found_in_loops_constants_and_helpers() -> None:
    assert names_read(reads_in_many_ways) == {"reply", "ground", "first", "second", "told_on", "who"}


def test_values_taken_as_a_whole_are_every_name() -> None:
    assert names_read(hands_on_everything) == {EVERY}


@pytest.mark.parametrize("handler", [hides_a_name, hands_it_to_nobody_knows])
def test_a_handler_that_cannot_be_followed_is_refused(handler: Handler) -> None:
    with pytest.raises(CannotFollow):
        names_read(handler)
