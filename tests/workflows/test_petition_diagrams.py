"""The petition diagrams suggest what 第29–31条 say, and can be walked as the desk walks them."""

from datetime import timedelta
from itertools import product

import pytest
from walking import BPMN, MORNING, PETITION_WORDS, Walker

from workflows.catalogue import Definition, read_folder
from workflows.diagrams.decisions import decide
from workflows.diagrams.drawing import find_decision, find_process
from workflows.errors import NobodyWaits
from workflows.steps import Word

PETITION = BPMN / "petition"
FILES = read_folder(PETITION, "petition")
ROUTES = find_decision(FILES, "routes")
DIAGRAMS = ("petition", "simple", "handle", "statutory", "upper")
QUESTIONS = {
    "misconduct": ("accusation", "none"),
    "proposal": ("suggestion", "none"),
    "in_court": ("appeal", "litigation"),
    "contract_arbitration": ("appeal", "arbitration"),
    "party_matter": ("appeal", "party"),
    "administrative_act": ("appeal", "administrative"),
    "wants_enforcement": ("appeal", "duty"),
}
"""In the order of the articles: who answers the first one with yes gets its row."""
LATER = (MORNING + timedelta(days=30)).isoformat()
OPENING: dict[str, Word] = {**PETITION_WORDS, "decision": "accepted"}


def every_answer() -> list[dict[str, Word]]:
    return [dict(zip(QUESTIONS, values, strict=True)) for values in product((True, False), repeat=len(QUESTIONS))]


def expected(words: dict[str, Word]) -> tuple[str, str]:
    return next((found for name, found in QUESTIONS.items() if words[name]), ("appeal", "petition"))


def proposed(words: dict[str, Word]) -> tuple[object, object]:
    results = decide(ROUTES, words).results
    return results["matter_class"], results["route"]


# The table


def test_the_first_question_answered_with_yes_decides() -> None:
    assert len(every_answer()) == 128
    assert [words for words in every_answer() if proposed(words) != expected(words)] == []


def test_every_row_of_the_table_is_the_answer_to_some_claim() -> None:
    used = {decide(ROUTES, words).rule for words in every_answer()}
    assert used == {rule.id for rule in ROUTES.rules}
    assert len(used) == 8


def test_what_speaks_of_misconduct_is_always_an_accusation() -> None:
    assert {proposed(words) for words in every_answer() if words["misconduct"]} == {("accusation", "none")}


def test_every_proposal_comes_with_its_article() -> None:
    assert all("条" in decide(ROUTES, words).why for words in every_answer())


# The flow


class Walk(Walker):
    """One claim taken from answer to answer, always from the stored position."""

    def __init__(self) -> None:
        super().__init__(Definition.from_folder(PETITION, "petition"), OPENING)

    def decided(self, decision: str, **words: Word) -> "Walk":
        self.answer("sort_claim", outcome="new").answer("decide_claim", decision=decision, outcome="", **words)
        return self

    def served(self, letter: str, **words: Word) -> "Walk":
        """The letter the flow waits for reached whom it is for."""
        self.hear(f"{letter}_served", **words)
        return self

    def handled(self) -> "Walk":
        """The opinion reached the petitioner; thirty days run."""
        self.answer("assign_unit").answer("investigate", outcome="ready").answer("write_opinion", outcome="")
        return self.served("opinion", review_ends_at=(self.now + timedelta(days=30)).isoformat())

    def upper(self, outcome: str, **words: Word) -> "Walk":
        self.answer("supply_file", outcome="").answer("record_upper", outcome=outcome, **words)
        return self

    @property
    def over(self) -> str:
        """The end that was reached, empty while steps are open."""
        if not self.position.finished:
            return ""
        return next(way.target for way in reversed(self.position.taken) if way.process == "petition")


def test_a_claim_goes_through_all_three_levels() -> None:
    walk = Walk().decided("accepted").handled()
    walk.hear("review_requested").upper("upheld", final_ends_at=LATER)
    walk.hear("final_requested").upper("upheld")
    assert walk.over == "three_levels"


@pytest.mark.parametrize(
    ("decision", "step"),
    [
        ("accepted", "assign_unit"),
        ("suggestion", "study_suggestion"),
        ("led_in_here", "assign_unit"),
    ],
)
def test_each_decision_has_its_work_which_waits_for_no_letter(decision: str, step: str) -> None:
    walk = Walk().decided(decision)
    assert (walk.open(), walk.waits()) == ([step], [])


@pytest.mark.parametrize("decision", ["led_in", "elsewhere", "refused", "no_longer"])
def test_what_is_only_told_ends_with_the_notice(decision: str) -> None:
    walk = Walk().decided(decision)
    assert (walk.open(), walk.waits(), walk.position.status) == ([], ["notice_served"], "telling")
    assert walk.served("notice").over == "told"


def test_a_statutory_result_never_leads_to_review() -> None:
    walk = Walk().decided("led_in_here").answer("assign_unit").answer("decide_statutory", outcome="")
    assert (walk.open(), walk.waits()) == ([], ["result_served"])
    assert walk.served("result").over == "result_told"


@pytest.mark.parametrize(("outcome", "end"), [("agreed", "returned"), ("not_agreed", "")])
def test_an_objection_needs_the_transferring_bodys_word(outcome: str, end: str) -> None:
    walk = Walk().decided("objection")
    assert (walk.open(), walk.waits()) == ([], ["objection_answered"])
    assert walk.hear("objection_answered", outcome=outcome).over == end
    assert walk.open() == ([] if end else ["decide_claim"])


def test_the_same_matter_is_joined_and_over() -> None:
    assert Walk().answer("sort_claim", outcome="joined").over == "joined"


def test_ten_days_of_the_simple_procedure_ask_and_do_not_decide() -> None:
    walk = Walk().decided("simple", simple_ends_at=LATER)
    assert (walk.open(), walk.due("simple_closes").code) == (["answer_simply"], "D12b")
    assert walk.wait(31).open() == ["ask_conversion"]
    assert walk.answer("ask_conversion", outcome="convert", decision="accepted").open() == ["assign_unit"]


@pytest.mark.parametrize(
    ("outcome", "step", "back"),
    [
        ("hearing", "hold_hearing", "held"),
        ("settled", "record_settlement", "partial"),
        ("extension", "approve_extension", "denied"),
        ("extension", "approve_extension", "approved"),
        ("reroute", "approve_reroute", "denied"),
    ],
)
def test_hearing_settling_and_asking_for_time_lead_back_to_the_investigation(
    outcome: str, step: str, back: str
) -> None:
    walk = Walk().decided("accepted").answer("assign_unit").answer("investigate", outcome=outcome)
    assert walk.open() == [step]
    assert walk.answer(step, outcome=back).open() == ["investigate"]


@pytest.mark.parametrize(("outcome", "end", "step"), [("none", "not_reviewed", []), ("requested", "", ["supply_file"])])
def test_the_end_of_the_window_of_review_asks_and_does_not_decide(outcome: str, end: str, step: list[str]) -> None:
    walk = Walk().decided("accepted").handled()
    assert walk.due("review_closes").code == "D7"
    assert walk.wait(29).waits() == ["await_review"]
    assert walk.wait(2).open() == ["ask_review"]
    assert walk.wait(400).open() == ["ask_review"]
    assert walk.answer("ask_review", outcome=outcome).over == end
    assert walk.open() == step


@pytest.mark.parametrize(("outcome", "end", "step"), [("none", "not_final", []), ("requested", "", ["supply_file"])])
def test_the_end_of_the_window_of_re_review_asks_and_does_not_decide(outcome: str, end: str, step: list[str]) -> None:
    walk = Walk().decided("accepted").handled().hear("review_requested")
    walk.upper("changed", final_ends_at=LATER)
    assert walk.due("final_closes").code == "D9"
    assert walk.wait(31).open() == ["ask_final"]
    assert walk.answer("ask_final", outcome=outcome).over == end
    assert walk.open() == step


@pytest.mark.parametrize("final", [False, True])
def test_whoever_orders_it_anew_sends_it_back_to_be_assigned(final: bool) -> None:
    walk = Walk().decided("accepted").handled().hear("review_requested")
    if final:
        walk.upper("upheld", final_ends_at=LATER).hear("final_requested")
    walk.upper("redo", decision="accepted")
    assert walk.open() == ["assign_unit"]
    assert walk.handled().waits() == ["await_review"]


def investigating() -> Walk:
    walk = Walk().decided("accepted")
    walk.answer("assign_unit")
    return walk


def test_another_class_that_was_approved_is_sorted_anew() -> None:
    walk = investigating().answer("investigate", outcome="reroute").answer("approve_reroute", outcome="rerouted")
    assert walk.open() == ["sort_claim"]


def test_mediation_leads_back_to_the_investigation_or_to_what_was_settled() -> None:
    for message, step in (("mediation_over", "investigate"), ("mediation_settled", "record_settlement")):
        walk = investigating().answer("investigate", decision="mediation", outcome="")
        assert (walk.open(), walk.waits(), walk.position.status) == ([], ["await_mediation"], "handling")
        assert walk.hear(message, decision="accepted").open() == [step]


def test_an_opinion_that_is_revoked_is_made_anew() -> None:
    walk = Walk().decided("accepted").handled()
    assert walk.hear("opinion_revoked", decision="accepted").open() == ["assign_unit"]
    assert walk.handled().waits() == ["await_review"]


# Withdrawing


def test_nothing_in_the_diagram_of_a_claim_waits_for_a_withdrawal() -> None:
    walk = Walk().decided("accepted")
    with pytest.raises(NobodyWaits):
        walk.hear("withdraw")


def asked_to_withdraw() -> Walker:
    words: dict[str, Word] = {"outcome": "", "call_from": (MORNING + timedelta(days=3)).isoformat()}
    return Walker(Definition.from_folder(BPMN / "withdrawal", "withdrawal"), words)


@pytest.mark.parametrize(("outcome", "end"), [("confirmed", "withdrawn"), ("kept", "kept")])
def test_the_wish_to_withdraw_is_asked_about_after_three_days(outcome: str, end: str) -> None:
    walk = asked_to_withdraw()
    assert (walk.open(), walk.due("three_days").code) == ([], "D15")
    assert walk.wait(2).open() == []
    assert walk.wait(1).open() == ["call_back"]
    assert walk.answer("call_back", outcome="unreached").open() == ["call_back"]
    walk.answer("call_back", outcome=outcome)
    assert walk.position.end is not None
    assert walk.position.end.name == end


# Roles


def roles() -> dict[str, str]:
    return {
        node.id: node.properties["role"] for name in DIAGRAMS for node in find_process(FILES, name).of_kind("userTask")
    }


def test_the_leader_alone_approves() -> None:
    assert [name for name, role in roles().items() if role == "leader"] == ["approve_extension", "approve_reroute"]


def test_the_office_that_handles_finds_out_and_writes_and_the_desk_does_the_rest() -> None:
    handlers = sorted(name for name, role in roles().items() if role == "handler")
    assert handlers == ["answer_simply", "decide_statutory", "investigate", "study_suggestion", "write_opinion"]
    assert set(roles().values()) == {"leader", "handler", "petition_clerk"}


def test_every_step_has_its_form_or_a_page_of_its_own() -> None:
    own = {"sort_claim", "assign_unit"}
    assert set(roles()) - own == {file.name.removesuffix(".form.json") for file in PETITION.glob("*.form.json")}
