"""Every rule of the checker has a small faulty diagram that breaks it, and the finding is named."""

import shutil
from pathlib import Path

import pytest

from workflows.diagrams.check import check_file, check_folder
from workflows.diagrams.process_file import parse_process_file, roles_of_all
from workflows.errors import DiagramRefused

FAULTY = Path(__file__).parent / "faulty"
MEDIATION = Path(__file__).parents[2] / "bpmn" / "mediation"

REFUSED = {
    "doctype.bpmn": [("", "DOCTYPE")],
    "torn.bpmn": [("", "不是完整的 XML")],
    "against_the_standard.bpmn": [("", "不合 BPMN 2.0 的格式")],
    "event_sub_process.bpmn": [("alarm", "事件子流程")],
    "script_task.bpmn": [("help", "脚本任务")],
    "hidden_script.bpmn": [("ask", "夹着脚本")],
    "service_task.bpmn": [("help", "这里不办理")],
    "plain_task.bpmn": [("help", "这里不办理")],
    "wait_for_one.bpmn": [("first", "要等两样以上")],
    "wait_for_a_step.bpmn": [("remind", "只能接等消息、等日期的事件")],
    "wait_for_the_same.bpmn": [("first", "是同一条")],
    "wait_with_condition.bpmn": [("first__asked", "后面的箭头不写条件")],
    "wait_says_no_status.bpmn": [("asked", "没有写办到这一步时显示什么"), ("asked", "没有写属于哪一段")],
    "unquoted_timer.bpmn": [("too_late", "“P7D”不是一个表示时间的词")],
    "naive_timer.bpmn": [("too_late", "没有写时区")],
    "duration_timer.bpmn": [("too_late", "不能写时长")],
    "timer_of_no_moment.bpmn": [("too_late", "“outcome”不是一个表示时间的词")],
    "unknown_deadline.bpmn": [("too_late", "期限代号“X9”不认识")],
    "unknown_word.bpmn": [("choice__done", "“outcom”不是流转用的词")],
    "forbidden_expression.bpmn": [("choice__done", "不能用 ListComp")],
    "no_default.bpmn": [("choice", "没有默认的出路")],
    "inclusive_no_default.bpmn": [("choice", "没有默认的出路")],
    "no_condition.bpmn": [("choice__done", "没有写条件")],
    "unlabelled_way.bpmn": [("choice__dropped", "没有写字")],
    "undrawn_node.bpmn": [("remind", "“催一催”没有画出来")],
    "undrawn_flow.bpmn": [("ask__choice", "没有画出来")],
    "doubled_id.bpmn": [("begin_di", "用了 2 次")],
    "no_lane.bpmn": [("remind", "不在任何一条泳道里")],
    "two_roles_in_a_lane.bpmn": [("remind", "请放到自己的泳道里")],
    "one_role_in_two_lanes.bpmn": [("remind", "都在泳道“办事员”里")],
    "merge_not_drawn.bpmn": [("dropped", "有 2 根箭头直接指到“不办”")],
    "no_documentation.bpmn": [("remind", "没有写说明")],
    "no_role.bpmn": [("remind", "没有写由谁答复")],
    "no_form.bpmn": [("nudge", "没有表单文件“nudge.form.json”")],
    "no_message.bpmn": [("too_late", "等的消息没有定义")],
    "dead_end.bpmn": [("too_late", "走不到任何一个结束"), ("remind", "走不到任何一个结束")],
    "unreachable.bpmn": [("alone", "从开头走不到“孤零零”")],
    "unknown_process.bpmn": [("help", "要调用的流程“nowhere”找不到")],
    "unknown_decision.bpmn": [("help", "要用的决策表“nowhere”找不到")],
    "join_in_a_loop.bpmn": [("both", "在回头路上汇合")],
    "table_collecting.dmn": [("table_collecting", "hitPolicy")],
    "table_forbidden_cell.dmn": [("table_forbidden_cell_rule", "不能用 ListComp")],
    "table_unknown_value.dmn": [("table_unknown_value_rule", "只能写 True 或者 False")],
    "table_unknown_word.dmn": [("table_unknown_word", "“urgnt”不是流转用的词")],
    "table_without_reason.dmn": [("table_without_reason_rule", "没有写理由")],
    "table_without_rest.dmn": [("table_without_rest", "最后一行要什么都不限")],
}
WARNED = {
    "answers_not_told_apart.bpmn": [("choice", "“yes、later”在图上没有分开")],
    "nobody_gives.bpmn": [("choice__done", "没有哪张表单、哪一步给出"), ("choice", "没有分开")],
    "not_this_form.bpmn": [("choice__done", "“问一问”里没有这个答案"), ("choice", "没有分开")],
}
CLEAN = ("good.bpmn", "good_elsewhere.bpmn", "good_wait.bpmn", "good_table.dmn")


@pytest.mark.parametrize("name", REFUSED)
def test_a_faulty_file_is_refused_for_its_one_fault(name: str) -> None:
    findings = check_file(FAULTY / name)

    assert [found.element for found in findings] == [element for element, _ in REFUSED[name]]
    for found, (_, words) in zip(findings, REFUSED[name], strict=True):
        assert words in found.sentence
        assert found.file == name
        assert not found.warning


@pytest.mark.parametrize("name", WARNED)
def test_an_answer_that_leads_nowhere_of_its_own_is_a_warning(name: str) -> None:
    findings = check_file(FAULTY / name)

    assert [found.element for found in findings] == [element for element, _ in WARNED[name]]
    for found, (_, words) in zip(findings, WARNED[name], strict=True):
        assert words in found.sentence
        assert found.warning


@pytest.mark.parametrize("name", CLEAN)
def test_the_sound_files_the_faulty_ones_were_made_from_have_no_finding(name: str) -> None:
    assert check_file(FAULTY / name) == []


def test_no_faulty_file_is_left_without_an_expectation() -> None:
    files = {path.name for path in FAULTY.iterdir() if path.suffix in {".bpmn", ".dmn"}}

    assert files == {*REFUSED, *WARNED, *CLEAN}


def test_the_mediation_folder_is_clean() -> None:
    assert check_folder(MEDIATION) == []


def sound_folder(folder: Path) -> Path:
    for name in ("good.bpmn", "good_table.dmn", "words.json", "process.json", "ask.form.json", "remind.form.json"):
        shutil.copy(FAULTY / name, folder / name)
    return folder


def test_a_sound_small_folder_is_clean(tmp_path: Path) -> None:
    assert check_folder(sound_folder(tmp_path)) == []


def test_two_processes_of_one_name_are_found_across_files(tmp_path: Path) -> None:
    folder = sound_folder(tmp_path)
    shutil.copy(FAULTY / "good.bpmn", folder / "copy.bpmn")

    doubled, unnamed = check_folder(folder)
    assert (doubled.element, "有 2 个流程" in doubled.sentence) == ("errand", True)
    assert (unnamed.file, unnamed.element) == ("process.json", "copy")


def test_a_form_that_no_step_uses_is_a_warning(tmp_path: Path) -> None:
    folder = sound_folder(tmp_path)
    shutil.copy(FAULTY / "ask_three.form.json", folder)

    findings = check_folder(folder)

    assert [(found.file, found.warning) for found in findings] == [("ask_three.form.json", True)]


def test_a_faulty_form_is_found_at_its_step(tmp_path: Path) -> None:
    folder = sound_folder(tmp_path)
    (folder / "ask.form.json").write_text('{"title": "问一问"}', encoding="utf-8")

    findings = check_folder(folder)

    assert [found.element for found in findings] == ["ask", "choice__done"]
    assert "表单用不了" in findings[0].sentence


def test_without_a_list_of_words_every_condition_is_unknown(tmp_path: Path) -> None:
    folder = sound_folder(tmp_path)
    (folder / "words.json").unlink()

    sentences = [found.sentence for found in check_folder(folder)]

    assert any("缺少 words.json" in sentence for sentence in sentences)
    assert any("“outcome”不是流转用的词" in sentence for sentence in sentences)


def test_an_empty_folder_is_not_clean(tmp_path: Path) -> None:
    assert "这个文件夹里没有流程图。" in [found.sentence for found in check_folder(tmp_path)]


@pytest.mark.parametrize(
    ("before", "after", "sentence"),
    [
        ('"title": "跑一趟",', "", "“title”：没有写"),
        ('"跑一趟"}', '""}', "“diagrams”“good”：要写上文字"),
        ('"good"', '"goods"', "流程图“good”没有写在 diagrams 里"),
        ('"head": {"accounts": ["head"]}', '"head": {"accounts": []}', "“roles”“head”“accounts”：至少要有一项"),
        ('["head"]}', '["head"], "assigned": "yes"}', "“roles”“head”“assigned”：只能写 true 或者 false"),
        ('["head"]}', '["head"], "asigned": true}', "“roles”“head”“asigned”：不认识"),
        ('["head"]}', '["head"], "paper_desk": "clerk"}', "paper_desk 要写在 accounts 里"),
        ("{", "", "的全文：写法不对"),
    ],
)
def test_a_faulty_process_file_is_said_with_its_place(tmp_path: Path, before: str, after: str, sentence: str) -> None:
    folder = sound_folder(tmp_path)
    text = (folder / "process.json").read_text(encoding="utf-8")
    (folder / "process.json").write_text(text.replace(before, after, 1), encoding="utf-8")

    found = check_folder(folder)[0]

    assert found.file == "process.json"
    assert sentence in found.sentence


def test_a_folder_without_a_process_file_is_not_clean(tmp_path: Path) -> None:
    folder = sound_folder(tmp_path)
    (folder / "process.json").unlink()
    assert ["缺少 process.json" in found.sentence for found in check_folder(folder)] == [True]


def test_a_role_means_the_same_accounts_in_every_process() -> None:
    one = parse_process_file('{"title": "甲", "diagrams": {"a": "图"}, "roles": {"desk": {"accounts": ["x"]}}}')
    other = parse_process_file('{"title": "乙", "diagrams": {"b": "图"}, "roles": {"desk": {"accounts": ["y"]}}}')
    assert roles_of_all({"a": one, "c": one}) == one.roles
    with pytest.raises(DiagramRefused, match=r"流程“b”的 process\.json：角色“desk”在别的流程里是别的账号"):
        roles_of_all({"a": one, "b": other})


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_doctype_is_refused_in_any_encoding(tmp_path: Path, encoding: str) -> None:
    text = '<?xml version="1.0"?>\n<!DOCTYPE a [<!ENTITY b "c">]>\n<a/>'
    (tmp_path / "hidden.bpmn").write_bytes(text.encode(encoding))

    assert "DOCTYPE" in check_file(tmp_path / "hidden.bpmn")[0].sentence


def test_a_file_too_large_to_be_a_diagram_is_refused_unread(tmp_path: Path) -> None:
    (tmp_path / "large.bpmn").write_bytes(b"<a>" + b" " * 2_000_001)

    assert "太大" in check_file(tmp_path / "large.bpmn")[0].sentence
