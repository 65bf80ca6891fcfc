"""The mediation diagrams suggest what the law allows, and can be walked as the office walks them."""

from datetime import UTC, datetime, timedelta
from itertools import product
from pathlib import Path

import pytest
from walking import BPMN, Walker

from workflows import engine
from workflows.catalogue import Definition, read_folder
from workflows.diagrams.decisions import decide
from workflows.diagrams.drawing import find_decision, find_process, read_words
from workflows.steps import Position, Word

MEDIATION = Path(__file__).parents[2] / "bpmn" / "mediation"
FILES = read_folder(MEDIATION, "mediation")
TRIAGE = find_decision(FILES, "triage")
NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


def case(**known: Word) -> dict[str, Word]:
    return {"dispute_type": "other", "grave": False, "ownership": False, "cadre_party": False, "shared": "none"} | known


def every_case() -> list[dict[str, Word]]:
    words = read_words(MEDIATION)
    choices = [words["dispute_type"].values, *[(False, True)] * 3, words["shared"].values]
    names = ("dispute_type", "grave", "ownership", "cadre_party", "shared")
    return [dict(zip(names, values, strict=True)) for values in product(*choices)]


def suggested(words: dict[str, Word]) -> object:
    return decide(TRIAGE, words).results["suggested"]


SUGGESTIONS = [
    (case(dispute_type="neighbours", shared="clan"), "clan"),
    (case(dispute_type="marriage_family", shared="clan"), "clan"),
    (case(dispute_type="marriage_family", shared="clan", grave=True), "town"),
    (case(dispute_type="neighbours", shared="clan", cadre_party=True), "town"),
    (case(dispute_type="housing_homestead", shared="clan", ownership=True), "village"),
    (case(dispute_type="housing_homestead", shared="clan"), "village"),
    (case(dispute_type="housing_homestead", shared="group"), "group"),
    (case(dispute_type="neighbours", shared="group"), "group"),
    (case(dispute_type="neighbours", shared="village"), "village"),
    (case(dispute_type="labour", shared="group"), "town"),
    (case(dispute_type="medical", shared="clan"), "town"),
    (case(dispute_type="land_requisition", shared="group"), "town"),
    (case(dispute_type="pollution", shared="group"), "town"),
    (case(dispute_type="contract", shared="group"), "village"),
    (case(dispute_type="production", shared="clan"), "village"),
    (case(dispute_type="other"), "village"),
]


@pytest.mark.parametrize(("words", "level"), SUGGESTIONS)
def test_the_suggestion_follows_the_kind_of_dispute(words: dict[str, Word], level: str) -> None:
    assert suggested(words) == level


def test_the_clan_is_never_suggested_for_violence_ownership_or_a_cadre() -> None:
    asked = [words for words in every_case() if words["grave"] or words["ownership"] or words["cadre_party"]]

    assert len(asked) == 18 * 7 * 4
    assert not {"clan", "group"} & {suggested(words) for words in asked}


def test_a_cadre_as_party_is_never_sent_to_the_cadres_own_village() -> None:
    assert {suggested(words) for words in every_case() if words["cadre_party"]} == {"town"}


def test_every_row_of_the_table_is_the_answer_to_some_case() -> None:
    used = {decide(TRIAGE, words).rule for words in every_case()}

    assert used == {rule.id for rule in TRIAGE.rules}


def test_a_suggestion_comes_with_its_reason() -> None:
    decided = decide(TRIAGE, case(dispute_type="labour"))

    assert "劳动仲裁" in decided.why


def opening(**known: Word) -> dict[str, Word]:
    later = {name: (NOW + timedelta(days=30)).isoformat() for name in ("month_ends_at", "answer_due_at")}
    return {
        **case(dispute_type="neighbours", shared="clan"),
        **later,
        "review_due_at": (NOW + timedelta(days=30)).isoformat(),
        "target": "village",
        "suggested": "village",
        "outcome": "",
        "by_letter": False,
        "ended_as": "",
        "form": "written",
        "partial": False,
        **known,
    }


@pytest.mark.parametrize("words", [words for words, _ in SUGGESTIONS])
def test_the_engine_suggests_what_the_table_says(words: dict[str, Word]) -> None:
    position = engine.start(Definition.from_folder(MEDIATION, "mediation"), opening(**words), now=NOW)

    assert position.words["suggested"] == suggested(words)
    assert [step.name for step in position.steps] == ["choose_start"]


class Walk:
    """One case taken from answer to answer, always from the stored position."""

    def __init__(self, **known: Word) -> None:
        self.definition = Definition.from_folder(MEDIATION, "mediation")
        self.now = NOW
        self.position: Position = engine.start(self.definition, opening(**known), now=NOW)

    def open(self) -> list[str]:
        return [step.name for step in self.position.steps]

    def answer(self, name: str, outcome: str = "", **words: Word) -> "Walk":
        step = next(step for step in self.position.steps if step.name == name)
        given = {"outcome": outcome, **words} if outcome else words
        self.position = engine.complete(self.definition, self.position.state, step.id, given, now=self.now)
        return self

    def wait(self, days: int) -> "Walk":
        self.now += timedelta(days=days)
        self.position = engine.tick(self.definition, self.position.state, now=self.now)
        return self

    def stop(self, **words: Word) -> "Walk":
        self.position = engine.send(self.definition, self.position.state, "stop_mediation", words, now=self.now)
        return self

    def as_far_as_mediation(self, target: str = "village") -> "Walk":
        self.answer("choose_start", target=target).answer("accept_case", "accepted")
        return self.answer("record_consents", "agreed").answer("tell_rights", "told").answer("choose_mediators")

    def as_far_as_agreement(self, form: str = "written", *, partial: bool = False) -> "Walk":
        return self.as_far_as_mediation().answer("mediate", "agreed", form=form, partial=partial)

    def told_and_ended(self) -> bool:
        assert self.open() == ["tell_routes"]
        return self.answer("tell_routes").position.finished


def test_a_case_climbs_all_four_levels_to_a_filed_agreement() -> None:
    walk = Walk().as_far_as_mediation("clan")
    for level in ("group", "village"):
        walk.answer("mediate", "not_reached").answer("next_step", "up", target=level).answer("choose_mediators")
    walk.answer("mediate", "not_reached").answer("next_step", "up", by_letter=True, target="town")
    walk.answer("answer_transfer", "accepted").answer("tell_rights", "told").answer("choose_mediators")
    walk.answer("mediate", "agreed").answer("draft", "review").answer("legal_review", "passed")
    walk.answer("freeze", "frozen").answer("sign", "signed").answer("seal", "in_force")
    walk.answer("fulfil").answer("return_visit", "again").answer("fulfil").answer("return_visit", "done")

    assert walk.answer("archive").position.finished


@pytest.mark.parametrize("level", ["clan", "group", "village", "town"])
@pytest.mark.parametrize("outcome", ["accepted", "agreed", "not_reached"])
def test_anybody_can_stop_at_any_level_at_any_step(level: str, outcome: str) -> None:
    walk = Walk().answer("choose_start", target=level)
    if outcome != "accepted":
        walk.answer("accept_case", "accepted").answer("record_consents", "agreed").answer("tell_rights", "told")
        walk.answer("choose_mediators").answer("mediate", outcome)

    assert walk.stop().told_and_ended()


def test_a_case_can_be_stopped_before_its_level_is_chosen() -> None:
    assert Walk().stop().told_and_ended()


@pytest.mark.parametrize("step", ["draft", "legal_review", "freeze", "sign", "seal"])
def test_a_case_can_be_stopped_until_the_seal_and_not_after(step: str) -> None:
    walk = Walk().as_far_as_agreement()
    for name, outcome in (("draft", "review"), ("legal_review", "passed"), ("freeze", "frozen"), ("sign", "signed")):
        if name == step:
            break
        walk.answer(name, outcome)
    assert walk.open() == [step]
    assert "stop_mediation" in walk.position.messages
    assert walk.stop().told_and_ended()


def test_nobody_can_stop_a_case_whose_agreement_is_in_force() -> None:
    walk = Walk().as_far_as_agreement("oral").answer("register_oral", "in_force")

    assert walk.open() == ["fulfil"]
    assert walk.position.messages == ()


def test_an_unanswered_consent_asks_again_and_a_refusal_ends_the_matter() -> None:
    walk = Walk().answer("choose_start", target="group").answer("accept_case", "accepted")

    assert walk.answer("record_consents", "pending").open() == ["record_consents"]
    assert walk.answer("record_consents", "refused").told_and_ended()


@pytest.mark.parametrize(("ended_as", "end"), [("", "ended"), ("unreached", "ended_unreached")])
def test_a_side_that_never_answers_is_neither_a_refusal_nor_asked_for_ever(ended_as: str, end: str) -> None:
    walk = Walk().answer("choose_start", target="group").answer("accept_case", "accepted")

    assert walk.answer("record_consents", "unreached", ended_as=ended_as).told_and_ended()
    assert walk.position.end is not None
    assert walk.position.end.name == end


def test_a_side_that_left_as_a_whole_is_an_end_of_its_own() -> None:
    walk = Walk().as_far_as_mediation().stop(ended_as="side_left")

    assert walk.told_and_ended()
    assert walk.position.end is not None
    assert walk.position.end.name == "ended_side_left"


def test_a_case_not_accepted_is_told_its_other_routes() -> None:
    walk = Walk().answer("choose_start", target="town").answer("accept_case", "not_accepted")

    assert walk.told_and_ended()


def test_a_returned_transfer_comes_back_to_the_senders_next_step() -> None:
    walk = Walk().as_far_as_mediation().answer("mediate", "not_reached")
    walk.answer("next_step", "moved", target="town", by_letter=True)

    walk.answer("answer_transfer", "moved", target="village")

    assert walk.open() == ["next_step"]
    assert walk.answer("next_step", "ended", by_letter=False).told_and_ended()


def test_an_overdue_answer_is_chased_once_and_never_keeps_the_level_open() -> None:
    walk = Walk().as_far_as_mediation().answer("mediate", "not_reached")
    walk.answer("next_step", "up", by_letter=True, target="town").wait(31)
    assert sorted(walk.open()) == ["answer_transfer", "chase_answer"]

    its_own_month = (walk.now + timedelta(days=30)).isoformat()
    walk.answer("answer_transfer", "accepted", month_ends_at=its_own_month)
    walk.answer("tell_rights", "told").answer("choose_mediators").answer("mediate", "agreed", form="oral")

    assert walk.open() == ["register_oral"]


def test_the_month_takes_no_step_away() -> None:
    walk = Walk().as_far_as_mediation().wait(400)
    assert (walk.open(), walk.position.dues) == (["mediate"], ())


@pytest.mark.parametrize(("outcome", "end"), [("extended", "extended"), ("goes_on", "goes_on"), ("ended", "given_up")])
def test_after_the_month_the_parties_are_asked_beside_the_work(outcome: str, end: str) -> None:
    asked = Walker(Definition.from_folder(BPMN / "month", "month"), {"outcome": ""})
    assert asked.open() == ["ask_month"]
    asked.answer("ask_month", outcome=outcome)
    assert asked.position.end is not None
    assert asked.position.end.name == end


def test_help_or_another_try_leaves_the_case_where_it_is() -> None:
    walk = Walk().as_far_as_mediation().answer("mediate", "change_mediators").answer("choose_mediators")

    assert walk.answer("mediate", "not_reached").answer("next_step", "again").open() == ["mediate"]


def test_an_adviser_who_does_not_answer_is_replaced_or_passed_over() -> None:
    walk = Walk().as_far_as_agreement().answer("draft", "review").wait(31)
    assert walk.open() == ["decide_review"]

    later = (walk.now + timedelta(days=1)).isoformat()
    walk.answer("decide_review", "substitute", review_due_at=later)
    assert walk.open() == ["legal_review"]

    assert walk.wait(2).answer("decide_review", "passed").open() == ["freeze"]


@pytest.mark.parametrize(
    "answers",
    [
        [("draft", "review"), ("legal_review", "returned")],
        [("draft", "skip_review"), ("freeze", "back")],
        [("draft", "skip_review"), ("freeze", "frozen"), ("sign", "reopen")],
    ],
)
def test_what_has_to_be_changed_goes_back_to_the_draft(answers: list[tuple[str, str]]) -> None:
    walk = Walk().as_far_as_agreement()
    for name, outcome in answers:
        walk.answer(name, outcome)

    assert walk.open() == ["draft"]


def test_an_agreement_nobody_signs_goes_back_to_the_level_it_came_from() -> None:
    walk = Walk().as_far_as_agreement().answer("draft", "skip_review").answer("freeze", "frozen")

    assert walk.answer("sign", "not_signed").open() == ["next_step"]


def test_those_left_out_of_a_partial_agreement_are_told() -> None:
    walk = Walk().as_far_as_agreement("handwritten", partial=True).answer("file_original").answer("seal", "in_force")

    assert walk.open() == ["tell_rest"]
    assert walk.answer("tell_rest").open() == ["fulfil"]


def test_only_the_committees_people_answer_a_transfer_and_only_the_adviser_reviews() -> None:
    roles = {
        node.id: node.properties["role"]
        for name in ("mediation", "ladder", "acceptance", "level", "transfer", "agreement", "follow_up")
        for node in find_process(FILES, name).of_kind("userTask")
    }

    assert roles["answer_transfer"] == "receiver"
    assert roles["chase_answer"] == "sender"
    assert roles["legal_review"] == "adviser"
    assert sorted(name for name, role in roles.items() if role == "head") == ["archive", "decide_review", "seal"]


@pytest.mark.parametrize("to", ["clan", "village", "town"])
def test_from_a_level_it_goes_to_any_other(to: str) -> None:
    walk = Walk().as_far_as_mediation("group").answer("mediate", "not_reached").answer("next_step", "moved", target=to)

    (step,) = walk.answer("choose_mediators").position.steps
    assert step.within == ("ladder", f"{to}_level")


def test_a_letter_may_go_to_a_committee_of_the_same_level() -> None:
    walk = Walk().as_far_as_mediation().answer("mediate", "not_reached")
    walk.answer("next_step", "moved", target="village", by_letter=True)

    walk.answer("answer_transfer", "accepted").answer("tell_rights", "told")

    assert walk.open() == ["choose_mediators"]
    assert walk.position.steps[0].within == ("ladder", "village_level")
