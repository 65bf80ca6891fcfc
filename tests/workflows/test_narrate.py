"""The process told in sentences says what the diagram does, in the order of the diagram."""

import shutil
from pathlib import Path

import pytest

from workflows.catalogue import read_folder
from workflows.diagrams.drawing import find_decision, read_drawing
from workflows.diagrams.narrate import Sentence, narrate
from workflows.errors import DiagramRefused

FAULTY = Path(__file__).parent / "faulty"
MEDIATION = Path(__file__).parents[2] / "bpmn" / "mediation"
FILES = read_folder(MEDIATION, "mediation")


def told(*current: str) -> list[Sentence]:
    return narrate(FILES, "mediation", current=frozenset(current))


def sentence(sentences: list[Sentence], element: str) -> Sentence:
    return next(one for one in sentences if one.element == element)


def test_a_small_process_is_told_word_by_word(tmp_path: Path) -> None:
    shutil.copy(FAULTY / "good.bpmn", tmp_path)

    assert narrate(read_folder(tmp_path, "errand"), "errand", current=frozenset({"remind"})) == [
        Sentence(
            "1",
            "ask",
            "问一问。问清楚要不要办。要办，就在这里结束（办了）；不办，就在这里结束（不办）。"
            "到期了，就接着第2步“催一催”。",
        ),
        Sentence("2", "remind", "催一催。到期了，催一催。办完就在这里结束（催过了）。", current=True),
    ]


def test_every_step_and_every_reason_is_told_exactly_once() -> None:
    steps = [
        node.id
        for path in sorted(MEDIATION.glob("*.bpmn"))
        for process in read_drawing(path).processes
        for node in process.of_kind("userTask", "businessRuleTask", "callActivity")
    ]
    reasons = [rule.id for rule in find_decision(FILES, "triage").rules]

    elements = [one.element for one in told()]

    assert sorted(one for one in elements if one != "which_form") == sorted(steps + reasons)


def test_numbers_count_up_without_gaps() -> None:
    last: dict[str, int] = {}
    for one in told():
        above, _, place = one.number.rpartition(".")
        assert int(place) == last.get(above, 0) + 1
        last[above] = int(place)


def test_the_ladder_is_told_from_the_clan_up_to_the_town() -> None:
    levels = [one.element for one in told() if one.element.endswith("_level")]

    assert levels == ["clan_level", "group_level", "village_level", "town_level"]


def test_anybody_may_stop_at_any_time_before_effect_and_that_is_said_once() -> None:
    sentences = told()
    stopping = f"随时有人要求停止，就到第{sentence(sentences, 'tell_routes').number}步"

    assert [one.element for one in sentences if stopping in one.text] == ["ladder"]


def test_a_way_up_names_the_step_it_leads_to() -> None:
    sentences = told()

    assert f"双方同意，往上一级，就接着第{sentence(sentences, 'village_level').number}步“村调委会调解”" in (
        sentence(sentences, "group_level").text
    )
    assert "往上一级" not in sentence(sentences, "town_level").text


def test_the_inside_of_a_level_is_told_once_and_referred_to_afterwards() -> None:
    sentences = told()
    first = sentence(sentences, "clan_level").number

    assert sentence(sentences, "mediate").number.startswith(f"{first}.")
    assert sentence(sentences, "town_level").text.endswith(f"做法跟第{first}步一样。")


def test_the_inside_is_told_where_the_case_stands() -> None:
    sentences = told("ladder", "village_level", "mediate")
    village = sentence(sentences, "village_level")

    assert village.current
    assert sentence(sentences, "mediate").number.startswith(f"{village.number}.")
    assert [one.element for one in sentences if one.current] == ["ladder", "village_level", "mediate"]
    assert sentence(sentences, "clan_level").text.endswith(f"做法跟第{village.number}步一样。")


@pytest.mark.parametrize("calls", [("acceptance",), ("village_level", "transfer")])
def test_a_step_of_one_name_in_two_processes_is_current_where_the_case_is(calls: tuple[str, ...]) -> None:
    sentences = [one for one in told("ladder", *calls, "tell_rights") if one.current]

    assert [one.element for one in sentences] == ["ladder", *calls, "tell_rights"]


def test_a_reminder_says_that_the_step_goes_on_waiting() -> None:
    assert "过期没答复，另外就" in sentence(told(), "answer_transfer").text
    assert "这一步照样等着" in sentence(told(), "answer_transfer").text
    assert "照样等着" not in sentence(told(), "mediate").text


def test_sentences_read_aloud_without_code_words() -> None:
    for one in told():
        assert one.text.endswith(("。", "："))
        for word in ("outcome", "None", "，，", "。。", "，。", "；。"):
            assert word not in one.text


def test_an_unknown_process_is_a_sentence() -> None:
    with pytest.raises(DiagramRefused, match="没有找到编号为“petition”的流程"):
        narrate(FILES, "petition")


ROUND = """<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"><process id="round">
<startEvent id="begin"/><userTask id="ask" name="问一问"/>
<exclusiveGateway id="left" name="甲"/><exclusiveGateway id="right" name="乙"/><endEvent id="done" name="好了"/>
<sequenceFlow id="a" sourceRef="begin" targetRef="ask"/><sequenceFlow id="b" sourceRef="ask" targetRef="left"/>
<sequenceFlow id="c" name="不行" sourceRef="left" targetRef="right"/>
<sequenceFlow id="d" name="还是不行" sourceRef="right" targetRef="left"/>
<sequenceFlow id="e" name="行了" sourceRef="right" targetRef="done"/>
<sequenceFlow id="f" name="悬空" sourceRef="right" targetRef="nowhere"/></process></definitions>"""


def test_gateways_in_a_circle_and_loose_arrows_do_not_trap_the_teller() -> None:
    assert [one.text for one in narrate({"round.bpmn": ROUND}, "round")] == [
        "问一问。不行，再看乙（还是不行，就再看一遍甲；行了，就在这里结束（好了））。"
    ]


WAITS = """<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"><process id="waits">
<startEvent id="begin"/><exclusiveGateway id="together"/><userTask id="ask" name="问一问"/>
<intermediateCatchEvent id="told" name="对方答复"><messageEventDefinition/></intermediateCatchEvent>
<eventBasedGateway id="first" name="三十日里"/>
<intermediateCatchEvent id="came" name="有人来请求"><messageEventDefinition/></intermediateCatchEvent>
<intermediateCatchEvent id="over" name="期满"><timerEventDefinition/></intermediateCatchEvent>
<endEvent id="done" name="好了"/>
<sequenceFlow id="a" sourceRef="begin" targetRef="together"/><sequenceFlow id="b" sourceRef="together" targetRef="ask"/>
<sequenceFlow id="c" sourceRef="ask" targetRef="told"/><sequenceFlow id="d" sourceRef="told" targetRef="first"/>
<sequenceFlow id="e" sourceRef="first" targetRef="came"/><sequenceFlow id="f" sourceRef="first" targetRef="over"/>
<sequenceFlow id="g" sourceRef="came" targetRef="together"/><sequenceFlow id="h" sourceRef="over" targetRef="done"/>
</process></definitions>"""


def test_what_is_waited_for_is_told_and_where_ways_meet_is_not() -> None:
    told = narrate({"waits.bpmn": WAITS}, "waits", current=frozenset({"first"}))
    assert [(one.number, one.text, one.current) for one in told] == [
        ("1", "问一问。", False),
        ("2", "等对方答复。", False),
        ("3", "三十日里，看哪一样先来：有人来请求，就回到第1步“问一问”；期满，就在这里结束（好了）。", True),
    ]
