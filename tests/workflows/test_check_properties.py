"""What a diagram says of steps and ends beside the drawing is judged: what is missing, misspelt or unknown is named."""

import re
import shutil
from pathlib import Path

import pytest

from workflows.diagrams.check import check_folder

HERE = Path(__file__).parent
BPMN = HERE.parents[1] / "bpmn"


def property_line(name: str, value: str) -> str:
    return f'<spiffworkflow:property name="{name}" value="{value}" />'


def findings_after(folder: Path, file: str, element: str, change: tuple[str, str]) -> list[tuple[str, str]]:
    """What is found when one text inside an element is replaced by another."""
    path = folder / file
    text = path.read_text(encoding="utf-8")
    begin = re.search(f'<bpmn:\\w+ id="{element}"', text)
    assert begin is not None
    assert change[0] in text[begin.start() :]
    changed = text[begin.start() :].replace(*change, 1)
    path.write_text(text[: begin.start()] + changed, encoding="utf-8")
    return [(found.element, found.sentence) for found in check_folder(folder)]


def errand(folder: Path) -> Path:
    for name in ("good.bpmn", "good_table.dmn", "words.json", "process.json", "ask.form.json", "remind.form.json"):
        shutil.copy(HERE / "faulty" / name, folder / name)
    return folder


ASK_STATUS = property_line("status", "asking")
FAULTS = {
    "no status": ("ask", (ASK_STATUS, ""), "没有写办到这一步时显示什么（status）"),
    "empty status": ("ask", (ASK_STATUS, property_line("status", "")), "没有写办到这一步时显示什么（status）"),
    "no stage": ("remind", (property_line("stage", "问"), ""), "没有写属于哪一段（stage）"),
    "no role": ("ask", (property_line("role", "mediator"), ""), "没有写由谁答复（role）"),
    "unknown stage": ("ask", (property_line("stage", "问"), property_line("stage", "文")), "写的段“文”不在"),
    "unknown period": ("ask", (ASK_STATUS, ASK_STATUS + property_line("periods", "M2 M99")), "期限代号“M99”不认识"),
    "misspelt property": ("ask", (ASK_STATUS, ASK_STATUS + property_line("perods", "M2")), "不认识的“perods”"),
    "unknown value": ("ask", (ASK_STATUS, ASK_STATUS + property_line("drafts", "ye")), "只能写：yes。"),
    "property of another kind": (
        "done",
        (property_line("ending", "done"), property_line("ending", "done") + property_line("role", "head")),
        "不认识的“role”",
    ),
    "no ending": ("done", (property_line("ending", "done"), ""), "没有写算怎样办结（ending）"),
    "unknown period of an ending": (
        "done",
        (property_line("ending", "done"), property_line("ending", "done") + property_line("ended_on", "D77")),
        "期限代号“D77”不认识",
    ),
    "no stages": ("errand", (property_line("stages", "问 办"), property_line("stages", "")), "没有写从头到尾分几段"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_in_what_is_said_beside_the_drawing_is_named(fault: str, tmp_path: Path) -> None:
    element, change, words = FAULTS[fault]
    findings = findings_after(errand(tmp_path), "good.bpmn", element, change)

    assert (element, True) in [(where, words in sentence) for where, sentence in findings]


def mediation(folder: Path) -> Path:
    return Path(shutil.copytree(BPMN / "mediation", folder / "mediation"))


def test_what_a_call_says_for_its_steps_is_missed_at_every_one_of_them(tmp_path: Path) -> None:
    said = property_line("status", "agreeing")
    findings = findings_after(mediation(tmp_path), "level.bpmn", "agreement", (said, ""))

    steps = ["register_oral", "file_original", "draft", "freeze", "sign", "legal_review", "decide_review", "seal"]
    assert [where for where, _ in findings] == steps
    assert all("（status）" in sentence for _, sentence in findings)


def test_a_step_that_every_call_but_one_speaks_for_is_found(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(BPMN / "petition", tmp_path / "petition"))
    findings = findings_after(folder, "petition.bpmn", "final_review", (property_line("status", "in_review"), ""))

    assert [where for where, _ in findings] == ["supply_file", "record_upper"]


def test_an_end_of_a_called_process_needs_no_ending(tmp_path: Path) -> None:
    assert 'name="ending"' not in (BPMN / "mediation" / "level.bpmn").read_text(encoding="utf-8")
    assert check_folder(mediation(tmp_path)) == []


def test_a_step_with_a_page_of_its_own_needs_no_form_and_one_that_lies_there_is_read_by_nobody(tmp_path: Path) -> None:
    folder = errand(tmp_path)
    own = (ASK_STATUS, ASK_STATUS + property_line("page", "own"))
    findings = findings_after(folder, "good.bpmn", "ask", own)
    assert [sentence for _, sentence in findings] == ["图上没有哪一步用这张表单，请改名或者删去。"]

    (folder / "ask.form.json").unlink()
    assert "没有表单文件" not in "".join(found.sentence for found in check_folder(folder))
