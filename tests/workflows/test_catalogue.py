"""Reading and versioning diagrams: same content, same name; everything unsafe or unknown refused with a sentence."""

import shutil
from pathlib import Path

import orjson
import pytest
from tiny import OPENING, condition, process, timer, tiny
from walking import BPMN, DIAGRAMS, LADDER_WORDS, MORNING, small

from workflows import engine
from workflows.catalogue import Definition, specs_of
from workflows.diagrams.expressions import LONGEST_EXPRESSION
from workflows.errors import DiagramRefused


def read(text: str, name: str = "tiny.bpmn") -> Definition:
    return Definition.from_files("tiny", {name: text})


# Versions


def test_the_same_content_has_the_same_name_and_any_change_another() -> None:
    one, same = small("ladder"), small("ladder")
    assert (one.sha256, one.source) == (same.sha256, same.source)
    files = one.files()
    files["level.bpmn"] = files["level.bpmn"].replace("答复移交", "回复移交")
    assert Definition.from_files("ladder", files).sha256 != one.sha256


def test_line_ends_of_another_machine_do_not_make_another_version(tmp_path: Path) -> None:
    folder = tmp_path / "ladder"
    shutil.copytree(DIAGRAMS / "ladder", folder)
    for file in folder.iterdir():
        file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
    assert Definition.from_folder(folder, "ladder").sha256 == small("ladder").sha256


@pytest.mark.parametrize("name", ["mediate.form.json", "deeds/stop.form.json", "words.json", "process.json"])
def test_what_is_asked_and_how_it_is_called_make_another_version(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "ladder"
    shutil.copytree(DIAGRAMS / "ladder", folder)
    (folder / name).parent.mkdir(exist_ok=True)
    (folder / name).write_text("{}", encoding="utf-8")
    made = Definition.from_folder(folder, "ladder")
    assert made.sha256 != small("ladder").sha256
    assert made.files()[name] == "{}"


@pytest.mark.parametrize("name", ["periods.json", "deadlines.json", "notes.txt", "mediate.form.json.orig"])
def test_periods_and_other_files_beside_the_diagrams_do_not_make_another_version(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "ladder"
    shutil.copytree(DIAGRAMS / "ladder", folder)
    (folder / name).write_text("{}", encoding="utf-8")
    assert Definition.from_folder(folder, "ladder").sha256 == small("ladder").sha256


def test_a_stored_source_gives_the_version_back() -> None:
    stored = small("ladder")
    again = Definition.from_source("ladder", stored.source)
    assert again == stored
    assert engine.start(again, LADDER_WORDS, now=MORNING).steps[0].name == "choose_start"


def test_a_version_is_parsed_once_however_often_it_is_read() -> None:
    assert specs_of(small("ladder")) is specs_of(Definition.from_source("ladder", small("ladder").source))


def test_the_diagrams_that_come_with_the_system_can_be_run() -> None:
    found = sorted(folder.name for folder in BPMN.iterdir() if any(folder.glob("*.bpmn")))
    assert "mediation" in found
    assert [Definition.from_folder(BPMN / key, key).key for key in found] == found


def test_a_folder_without_diagrams_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DiagramRefused, match="没有找到"):
        Definition.from_folder(tmp_path / "nothing", "nothing")


@pytest.mark.parametrize(
    "source",
    [b"", b"no json", b"[]", b"{}", orjson.dumps({"main": "other", "files": {}}), orjson.dumps({"main": "tiny"})],
)
def test_a_stored_source_that_is_no_bundle_is_refused(source: bytes) -> None:
    with pytest.raises(DiagramRefused, match="重新导入"):
        Definition.from_source("tiny", source)


# Unsafe files


@pytest.mark.parametrize(
    "head",
    [
        '<!DOCTYPE x SYSTEM "http://127.0.0.1/x.dtd">',
        '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>',
        '<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]>',
    ],
)
def test_a_document_type_is_refused(head: str) -> None:
    with pytest.raises(DiagramRefused, match="DOCTYPE"):
        read(head + tiny())


def test_a_file_in_another_encoding_is_refused(tmp_path: Path) -> None:
    (tmp_path / "tiny.bpmn").write_bytes(tiny().encode("utf-16"))
    with pytest.raises(DiagramRefused, match="UTF-8"):
        Definition.from_folder(tmp_path, "tiny")


def test_a_file_that_names_another_encoding_than_its_own_is_refused() -> None:
    with pytest.raises(DiagramRefused, match=r"tiny.bpmn"):
        read('<?xml version="1.0" encoding="utf-16"?>' + tiny())


def test_a_huge_file_is_refused() -> None:
    with pytest.raises(DiagramRefused, match="太大"):
        read(tiny(extra=f"<!--{'x' * 2_000_000}-->"))


def test_comments_and_processing_instructions_are_overlooked() -> None:
    position = engine.start(read("<?note hello?><!-- a -->" + tiny(extra="<!-- b -->")), {}, now=MORNING)
    assert [step.label for step in position.steps] == ["办事"]


@pytest.mark.parametrize("text", ["", "not xml", OPENING, "<a/>", tiny().replace("tiny", "other")])
def test_a_file_without_the_process_is_refused(text: str) -> None:
    with pytest.raises(DiagramRefused):
        read(text)


# What is not run here


@pytest.mark.parametrize(
    "task",
    [
        '<b:scriptTask id="work" name="办事"><b:script>import os</b:script></b:scriptTask>',
        '<b:task id="work" name="办事"/>',
        '<b:sendTask id="work" name="办事" messageRef="m"/>',
        '<b:receiveTask id="work" name="办事" messageRef="m"/>',
        '<b:userTask id="work" name="办事"><b:extensionElements>'
        "<s:preScript>a = 1</s:preScript></b:extensionElements></b:userTask>",
        '<b:userTask id="work" name="办事"><b:extensionElements>'
        "<s:postScript>a = 1</s:postScript></b:extensionElements></b:userTask>",
        '<b:userTask id="work" name="办事"><b:multiInstanceLoopCharacteristics>'
        "<b:loopCardinality>3</b:loopCardinality></b:multiInstanceLoopCharacteristics></b:userTask>",
        '<b:userTask id="work" name="办事"><b:standardLoopCharacteristics loopMaximum="3"/></b:userTask>',
        '<b:intermediateThrowEvent id="work" name="办事">'
        '<b:signalEventDefinition signalRef="sig"/></b:intermediateThrowEvent>',
        '<b:intermediateCatchEvent id="work" name="办事">'
        '<b:signalEventDefinition signalRef="sig"/></b:intermediateCatchEvent>',
    ],
)
def test_an_element_this_engine_room_does_not_run_is_refused_by_name(task: str) -> None:
    with pytest.raises(DiagramRefused, match=r"办事|work"):
        read(tiny(task))


def test_a_sub_process_started_by_an_event_is_refused() -> None:
    inner = (
        '<b:subProcess id="side" name="旁支" triggeredByEvent="true"><b:startEvent id="heard">'
        '<b:messageEventDefinition messageRef="m"/></b:startEvent><b:userTask id="aside"/><b:endEvent id="aside_end"/>'
        '<b:sequenceFlow id="x" sourceRef="heard" targetRef="aside"/>'
        '<b:sequenceFlow id="y" sourceRef="aside" targetRef="aside_end"/></b:subProcess>'
    )
    with pytest.raises(DiagramRefused):
        read(tiny(extra=inner))


def test_two_starts_are_refused() -> None:
    two = '<b:startEvent id="start"/><b:startEvent id="start2"/>'
    with pytest.raises(DiagramRefused):
        read(process('<b:endEvent id="end"/>', ("start", "end"), ("start2", "end"), start=two))


def test_a_data_object_is_refused() -> None:
    with pytest.raises(DiagramRefused, match="数据对象"):
        read(tiny(extra='<b:dataObject id="thing"/>'))


def test_a_call_to_a_process_that_is_not_there_is_refused() -> None:
    with pytest.raises(DiagramRefused, match="missing"):
        read(tiny('<b:callActivity id="work" calledElement="missing"/>'))


def test_a_decision_table_that_is_not_there_is_refused() -> None:
    call = "<b:extensionElements><s:calledDecisionId>missing</s:calledDecisionId></b:extensionElements>"
    with pytest.raises(DiagramRefused, match="missing"):
        read(tiny(f'<b:businessRuleTask id="work">{call}</b:businessRuleTask>'))


@pytest.mark.parametrize("kind", ["timeDuration", "timeCycle"])
def test_a_timer_that_counts_from_the_machines_now_is_refused(kind: str) -> None:
    with pytest.raises(DiagramRefused, match=r"到点.*日期"):
        read(timer(f"<b:timerEventDefinition><b:{kind}>'P7D'</b:{kind}></b:timerEventDefinition>"))


@pytest.mark.parametrize("inside", ["<b:timeDate></b:timeDate>", "<b:timeDate>now()</b:timeDate>", ""])
def test_a_timer_without_a_readable_date_is_refused(inside: str) -> None:
    with pytest.raises(DiagramRefused):
        read(timer(f"<b:timerEventDefinition>{inside}</b:timerEventDefinition>"))


@pytest.mark.parametrize("event", ["signalEventDefinition", "errorEventDefinition", "escalationEventDefinition"])
def test_a_boundary_event_other_than_date_or_message_is_refused(event: str) -> None:
    with pytest.raises(DiagramRefused):
        read(timer(f"<b:{event}/>"))


@pytest.mark.parametrize("text", ["__import__('os')", "outcome ==", "a.b", "x" * (LONGEST_EXPRESSION + 1), " "])
def test_a_condition_outside_the_language_is_refused_when_the_diagram_is_read(text: str) -> None:
    with pytest.raises(DiagramRefused, match="往哪走"):
        read(condition(text))


def test_a_condition_inside_the_language_is_taken() -> None:
    assert engine.start(read(condition("a == 'b'")), {"a": "b"}, now=MORNING).finished


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('<text>"village"</text>', "<text>open('/etc/passwd')</text>"),
        ("<text>True</text>", "<text>__import__('os')</text>"),
        ("<text>grave</text>", "<text>grave.real</text>"),
        ("<text>grave</text>", "<text></text>"),
    ],
)
def test_a_cell_of_a_decision_table_outside_the_language_is_refused(old: str, new: str) -> None:
    files = small("ladder").files()
    files["triage.dmn"] = files["triage.dmn"].replace(old, new, 1)
    with pytest.raises(DiagramRefused, match="建议从哪一级开始"):
        Definition.from_files("ladder", files)


def test_refusals_speak_without_the_words_that_frighten() -> None:
    for text in ("", OPENING, tiny('<b:task id="work"/>'), condition("a.b"), timer("")):
        with pytest.raises(DiagramRefused) as refusal:
            read(text)
        assert not any(word in str(refusal.value) for word in ("工作流", "实例", "节点", "提交", "同步", "权限不足"))
