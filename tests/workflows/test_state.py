"""Positions as bytes: small, flat over the laps, the same after reload, and safe."""

from datetime import timedelta

import orjson
import pytest
from walking import LADDER_WORDS, LAPS_WORDS, MEDIATION_WORDS, Walker, mediation, small

from workflows import engine, state
from workflows.catalogue import Definition
from workflows.errors import EngineError, StateRefused

SEALED = ("seal", "in_force")
LAPS = pytest.mark.parametrize("laps", [40, pytest.param(200, marks=pytest.mark.campaign)])
WAYS_TO_FORCE = {
    "written": (("draft", "review"), ("legal_review", "passed"), ("freeze", "frozen"), ("sign", "signed"), SEALED),
    "oral": (("register_oral", "in_force"),),
    "handwritten": (("file_original", ""), SEALED),
}
FOLLOWED_UP = (("fulfil", ""), ("return_visit", "again"), ("fulfil", ""), ("return_visit", ""), ("archive", ""))


def a_lap(case: Walker) -> None:
    for name in ("left", "right", "foot", "rest", "judge"):
        case.answer(name, outcome="again")


@LAPS
def test_state_is_no_larger_after_many_laps_than_after_five(laps: int) -> None:
    case, sizes = Walker(small("laps"), LAPS_WORDS), []
    for _ in range(laps):
        a_lap(case)
        sizes.append(len(case.position.state))
    assert sizes[-1] <= sizes[4] + 64


@LAPS
def test_an_unanswered_reminder_of_every_lap_does_not_hide_the_way_on(laps: int) -> None:
    case = Walker(small("laps"), LAPS_WORDS | {"judge_by": "2026-01-01T00:00:00+08:00"})
    for _ in range(laps):
        a_lap(case)
        case.answer("chase_judge")
    assert sorted(case.open()) == ["foot", "left", "right"]
    assert len(case.position.state) < 4_000


@LAPS
def test_asking_again_within_one_process_stays_flat(laps: int) -> None:
    case = Walker(small("ladder"), LADDER_WORDS).answer("choose_start", target="village")
    sizes = []
    for _ in range(laps):
        case.answer("mediate", outcome="not reached").answer("next_step", outcome="again")
        sizes.append(len(case.position.state))
    assert case.open() == ["mediate"]
    assert sizes[-1] <= sizes[4] + 64


@LAPS
def test_moving_between_levels_stays_flat(laps: int) -> None:
    case = Walker(small("ladder"), LADDER_WORDS).answer("choose_start")
    sizes = []
    for lap in range(laps):
        target = "village" if lap % 2 else "group"
        case.answer("mediate", outcome="").answer("next_step", outcome="moved", target=target)
        sizes.append(len(case.position.state))
    assert max(sizes[-5:]) <= max(sizes[4:6]) + 64


def test_a_finished_call_is_not_in_the_state() -> None:
    case = Walker(small("laps"), LAPS_WORDS)
    assert b'"calls"' in case.position.state
    case.answer("left").answer("right").answer("foot")
    assert case.open() == ["rest"]
    assert b'"calls"' not in case.position.state


def test_a_finished_flow_with_a_join_keeps_no_history() -> None:
    case = Walker(Definition.from_files("lap", small("laps").files()), {"note": ""})
    case.answer("left").answer("right").answer("foot", note="done")
    assert case.position.finished
    assert len(case.position.state) < 250


def test_loading_and_storing_again_changes_no_byte() -> None:
    case = Walker(small("ladder"), LADDER_WORDS).answer("choose_start", entry="transfer").wait(4)
    again = engine.look(case.definition, case.position.state)
    assert again == case.position
    assert again.state == case.position.state


def test_step_and_due_keep_their_ids_through_store_and_reload() -> None:
    case = Walker(small("ladder"), LADDER_WORDS).answer("choose_start", target="village", entry="transfer")
    before = case.step("answer_transfer").id
    due = case.due("answer_overdue").id
    case.wait(1)
    assert (case.step("answer_transfer").id, case.due("answer_overdue").id) == (before, due)


def test_the_diagram_is_not_in_the_state() -> None:
    case = Walker(small("ladder"), LADDER_WORDS).answer("choose_start")
    assert "小组".encode() not in case.position.state
    assert b"==" not in case.position.state


def test_a_finished_flow_keeps_only_its_last_words() -> None:
    case = Walker(small("ladder"), LADDER_WORDS).hear("stop", outcome="stopped").answer("tell_routes")
    assert case.position.finished
    assert len(case.position.state) < 800
    assert case.position.words["outcome"] == "stopped"
    assert engine.look(case.definition, case.position.state).words == case.position.words


def test_a_state_of_another_version_is_refused() -> None:
    case = Walker(small("laps"), LAPS_WORDS)
    with pytest.raises(StateRefused, match="版本"):
        engine.look(small("ladder"), case.position.state)


@pytest.mark.parametrize("damage", [b"", b"{}", b"[]", b"null", b"not json", b'{"layout": 2}'])
def test_a_damaged_state_is_refused_with_a_sentence(damage: bytes) -> None:
    with pytest.raises(StateRefused, match="联系管理员"):
        engine.look(small("ladder"), damage)


def test_a_state_naming_an_unknown_step_is_refused() -> None:
    case = Walker(small("laps"), LAPS_WORDS)
    stored = orjson.loads(case.position.state)
    stored["flow"]["tasks"][-1]["of"] = "no such step"
    with pytest.raises(StateRefused):
        engine.look(case.definition, orjson.dumps(stored))


def test_a_reloaded_flow_speaks_only_the_safe_language() -> None:
    case = Walker(small("ladder"), LADDER_WORDS)
    flow = state.load(case.definition, case.position.state)
    with pytest.raises(Exception, match="不能写脚本"):
        flow.script_engine.execute(flow.task_tree, "import os")


def test_nothing_moves_when_a_step_raises() -> None:
    case = Walker(small("ladder"), LADDER_WORDS).answer("choose_start", target="village", entry="transfer")
    before = case.position.state
    with pytest.raises(EngineError):
        case.answer("answer_transfer", outcome="accepted", month_ends_at="some day")
    assert engine.look(case.definition, before) == case.position


@pytest.mark.parametrize("form", sorted(WAYS_TO_FORCE))
def test_mediation_through_all_four_levels_stays_small_at_every_step(form: str) -> None:
    case = Walker(mediation(), MEDIATION_WORDS)
    up_the_ladder(case)
    case.answer("mediate", outcome="agreed", form=form, review_due_at=(case.now + timedelta(days=5)).isoformat())
    for name, outcome in (*WAYS_TO_FORCE[form], *FOLLOWED_UP):
        case.answer(name, outcome=outcome)
    assert case.position.finished
    assert case.largest < 10_000


def up_the_ladder(case: Walker) -> None:
    """From the clan to the town: refused nowhere, agreed nowhere, one transfer answered late."""
    case.answer("choose_start", target="clan")
    case.answer("accept_case", outcome="accepted").answer("record_consents", outcome="agreed")
    case.answer("tell_rights", outcome="told")
    for level, by_letter in (("group", False), ("village", True), ("town", True)):
        case.answer("choose_mediators").answer("mediate", outcome="not_reached")
        case.answer("next_step", outcome="up", target=level, by_letter=by_letter)
        if by_letter:
            case.wait(4).answer("chase_answer").answer("answer_transfer", outcome="accepted")
            case.answer("tell_rights", outcome="told")
    case.answer("choose_mediators")
