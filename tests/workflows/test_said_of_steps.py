"""A position says of its steps what the drawing says, and which end a flow came to."""

from dataclasses import replace

from walking import BPMN, LATER, MEDIATION_WORDS, MORNING, PETITION_WORDS, Walker, mediation

from workflows import engine
from workflows.catalogue import Definition
from workflows.steps import End


def claim(decision: str) -> Walker:
    definition = Definition.from_folder(BPMN / "petition", "petition")
    walker = Walker(definition, PETITION_WORDS).answer("sort_claim")
    return walker.answer("decide_claim", decision=decision)


def test_a_step_says_its_own_status_stage_and_periods() -> None:
    step = Walker(mediation(), MEDIATION_WORDS).step("choose_start")

    assert (step.status, step.stage, step.periods, step.within) == ("registered", "登记受理", ("M1",), ("ladder",))


def test_one_process_drawn_once_shows_what_each_call_says_of_it() -> None:
    walker = claim("accepted").answer("assign_unit").answer("investigate", outcome="ready").answer("write_opinion")
    walker.hear("opinion_served", review_ends_at=LATER).hear("review_requested")
    assert [(walker.position.status, walker.step("supply_file").within)] == [("in_review", ("review",))]

    walker.answer("supply_file").answer("record_upper", outcome="upheld", final_ends_at=LATER).hear("final_requested")
    final = walker.step("supply_file")
    assert (final.status, final.within) == ("in_review", ("final_review",))


def test_what_a_call_says_does_not_hide_the_word_of_the_step_itself() -> None:
    walker = Walker(mediation(), MEDIATION_WORDS | {"form": "oral"}).answer("choose_start", target="village")
    walker.answer("accept_case", outcome="accepted").answer("record_consents", outcome="agreed")
    walker.answer("tell_rights", outcome="told").answer("choose_mediators").answer("mediate", outcome="agreed")
    walker.answer("register_oral", outcome="in_force")
    assert walker.step("fulfil").stage == "履行"
    walker.answer("fulfil").answer("return_visit", outcome="")

    archive = walker.step("archive")
    assert (archive.stage, archive.status, archive.properties["role"]) == ("办结", "in_force", "head")


def test_calls_around_a_step_do_not_lend_it_their_other_properties() -> None:
    walker = claim("accepted").answer("assign_unit").answer("investigate", outcome="ready")

    assert set(walker.step("write_opinion").properties) == {"role", "drafts", "status", "stage", "periods"}


def test_the_end_that_was_reached_is_known_and_is_stored() -> None:
    walker = Walker(mediation(), MEDIATION_WORDS)
    assert walker.position.end is None

    walker.hear("stop_mediation").answer("tell_routes")
    assert walker.position.end == End("ended", {"ending": "ended"})
    assert engine.look(walker.definition, walker.position.state) == walker.position


def test_the_end_of_a_called_process_is_not_taken_for_the_end() -> None:
    walker = claim("simple").answer("answer_simply", outcome="answered")

    assert walker.position.end == End("answered_simply", {"ending": "answered_simply", "ended_on": "D12b"})


def test_a_position_without_status_words_has_none() -> None:
    position = engine.start(mediation(), MEDIATION_WORDS, now=MORNING)
    silent = replace(position, steps=tuple(replace(step, properties={}) for step in position.steps))

    assert (position.status, silent.status) == ("registered", "")


def test_the_properties_of_an_element_are_found_in_any_process_of_the_version() -> None:
    assert engine.properties_of(mediation(), "legal_review") == {"role": "adviser", "periods": "L1", "page": "own"}
    assert engine.properties_of(mediation(), "registered") == {}
    assert engine.properties_of(mediation(), "nowhere") == {}
