"""Reads BPMN and DMN text into the specifications SpiffWorkflow runs.

Strict on purpose: no document type, no entities, no network, and only the
elements whose behaviour is tested here. Everything a diagram computes goes
through ``expressions``, every date through ``timing``.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from lxml import etree
from SpiffWorkflow.bpmn.specs import control
from SpiffWorkflow.bpmn.specs import defaults as bpmn
from SpiffWorkflow.bpmn.specs.event_definitions import (
    MessageEventDefinition,
    NoneEventDefinition,
    TerminateEventDefinition,
    TimeDateEventDefinition,
)
from SpiffWorkflow.bpmn.specs.event_definitions.timer import TimerEventDefinition
from SpiffWorkflow.exceptions import SpiffWorkflowException
from SpiffWorkflow.spiff.parser.process import SpiffBpmnParser
from SpiffWorkflow.spiff.specs import defaults as spiff

from workflows.diagrams.expressions import ExpressionRefused, check_expression
from workflows.errors import DiagramRefused
from workflows.timing import DateTimer, FirstOf

LARGEST_FILE = 2_000_000

STEPS = (spiff.UserTask, spiff.ManualTask)
EVENTS = (bpmn.StartEvent, bpmn.EndEvent, bpmn.BoundaryEvent, bpmn.IntermediateCatchEvent, bpmn.IntermediateThrowEvent)
CATCHING = (bpmn.BoundaryEvent, bpmn.IntermediateCatchEvent)
GATEWAYS = (bpmn.ExclusiveGateway, bpmn.ParallelGateway, bpmn.InclusiveGateway, bpmn.EventBasedGateway)
CALLS = (spiff.CallActivity, spiff.SubWorkflowTask)
HIDDEN = (
    control.BpmnStartTask,
    control.SimpleBpmnTask,
    control.BoundaryEventSplit,
    control.BoundaryEventJoin,
    control._EndJoin,
)
RUN_HERE = (*STEPS, *EVENTS, *GATEWAYS, *CALLS, *HIDDEN, spiff.BusinessRuleTask)
NOT_RUN_HERE = (control.StartEventSplit, control.StartEventJoin)


@dataclass(frozen=True, slots=True)
class Specs:
    """The main process of a version and every process it calls, by id."""

    main: Any
    called: Mapping[str, Any]


def read_specs(key: str, files: Mapping[str, str]) -> Specs:
    """Parse a version; ``key`` is the id of its main process.

    Raises DiagramRefused with a sentence naming the file or the element.
    """
    roots = {name: _safe_root(name, files[name]) for name in sorted(files)}
    parser = SpiffBpmnParser()
    try:
        for name, root in roots.items():
            if name.endswith(".dmn"):
                parser.add_dmn_xml(root, name)
            else:
                parser.add_bpmn_xml(root, name)
        if parser.get_process_parser(key) is None:
            raise DiagramRefused(f"流程图里没有编号为“{key}”的主流程。")
        specs = Specs(parser.get_spec(key), parser.get_subprocess_specs(key))
    except SpiffWorkflowException as error:
        raise DiagramRefused(f"流程图“{key}”有一处读不懂，请改正后重试：{_plain(error)}") from error
    except (LookupError, AttributeError, TypeError, ValueError) as error:
        raise DiagramRefused(f"流程图“{key}”缺少必要的内容，请改正后重试：{error}") from error
    for spec in (specs.main, *specs.called.values()):
        _prepare(spec)
    return specs


def _safe_root(name: str, text: str) -> Any:
    if len(text.encode()) > LARGEST_FILE:
        raise DiagramRefused(f"文件“{name}”太大，请删去图片等无关内容。")
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise DiagramRefused(f"文件“{name}”带有 DOCTYPE 声明，不能使用，请用流程图软件重新保存。")
    reader = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        return etree.fromstring(text.encode(), reader)
    except etree.XMLSyntaxError as error:
        raise DiagramRefused(f"文件“{name}”不是完整的 XML，请重新保存：{error}") from error


def _plain(error: SpiffWorkflowException) -> str:
    place = getattr(error, "id", "") or getattr(error, "file_name", "")
    return f"{error}（{place}）" if place else str(error)


def _prepare(spec: Any) -> None:
    if spec.data_objects or spec.io_specification is not None:
        raise DiagramRefused(f"流程“{spec.name}”用了数据对象，这里只认流转用的词，请删去数据对象。")
    for task_spec in spec.task_specs.values():
        _refuse_unknown(task_spec)
        if isinstance(task_spec, bpmn.EventBasedGateway):
            _prepare_gateway(task_spec)
        elif isinstance(task_spec, EVENTS) and not _is_awaited_before(task_spec):
            _prepare_event(task_spec)
        for text in expressions_of(task_spec):
            _check(task_spec, text)


def _refuse_unknown(task_spec: Any) -> None:
    if not isinstance(task_spec, RUN_HERE) or isinstance(task_spec, NOT_RUN_HERE):
        raise DiagramRefused(
            f"“{_label(task_spec)}”是这里不办理的图形（{type(task_spec).__name__}），"
            "请改用用户任务、判断、调用流程、决策表或边界事件。"
        )
    if getattr(task_spec, "prescript", None) or getattr(task_spec, "postscript", None):
        raise DiagramRefused(f"“{_label(task_spec)}”里写了脚本，请删去脚本。")
    if task_spec.data_input_associations or task_spec.data_output_associations or task_spec.io_specification:
        raise DiagramRefused(f"“{_label(task_spec)}”连着数据对象，请删去数据对象。")


def _prepare_gateway(gateway: Any) -> None:
    """The library moves the events of the ways out into the gateway, and leaves those drawn there with none."""
    events = [
        _date_of(way, event) if isinstance(event, TimerEventDefinition) else event
        for way, event in zip(gateway.outputs, gateway.event_definition.event_definitions, strict=True)
    ]
    if any(not isinstance(each, DateTimer) and not _is_message(each) for each in events):
        raise DiagramRefused(f"“{_label(gateway)}”等的每一样都要是消息或者日期，请改正。")
    if sum(isinstance(each, DateTimer) for each in events) > 1:
        raise DiagramRefused(f"“{_label(gateway)}”只能等一个日期，请改正。")
    gateway.event_definition = FirstOf(events)


def _is_awaited_before(task_spec: Any) -> bool:
    """Whether a gateway waits for the event instead."""
    return any(isinstance(before, bpmn.EventBasedGateway) for before in task_spec.inputs)


def _is_message(definition: Any) -> bool:
    return isinstance(definition, MessageEventDefinition) and bool(definition.name)


def _date_of(task_spec: Any, definition: Any) -> DateTimer:
    if not isinstance(definition, TimeDateEventDefinition):
        raise DiagramRefused(f"“{_label(task_spec)}”要写到期的日期（timeDate），不能写时长：时长会从机器的现在算起。")
    return DateTimer(task_spec.name, (definition.expression or "").strip())


def _prepare_event(task_spec: Any) -> None:
    definition = task_spec.event_definition
    if isinstance(task_spec, CATCHING) and isinstance(definition, TimerEventDefinition):
        task_spec.event_definition = _date_of(task_spec, definition)
        return
    if isinstance(task_spec, CATCHING):
        known = _is_message(definition)
    elif isinstance(task_spec, bpmn.EndEvent):
        known = isinstance(definition, NoneEventDefinition | TerminateEventDefinition)
    else:
        known = isinstance(definition, NoneEventDefinition)
    if not known:
        raise DiagramRefused(f"“{_label(task_spec)}”是这里不办理的事件（{type(definition).__name__}）。")


def expressions_of(task_spec: Any) -> Iterator[str]:
    """Everything an element computes: conditions, dates, the cells of a table."""
    if isinstance(task_spec, bpmn.ExclusiveGateway | bpmn.InclusiveGateway):
        yield from (condition.args[0] for condition, _target in task_spec.cond_task_specs if condition is not None)
    if isinstance(task_spec, (*CATCHING, bpmn.EventBasedGateway)):
        yield from (timer.expression for timer in dates_of(task_spec))
    if isinstance(task_spec, spiff.BusinessRuleTask):
        table = task_spec.dmnEngine.decision_table
        yield from (column.expression for column in table.inputs)
        for rule in table.rules:
            yield from (_cell_test(cell) for entry in rule.inputEntries for cell in entry.lhs if cell is not None)
            yield from (entry.text for entry in rule.outputEntries if entry.text)


def dates_of(task_spec: Any) -> list[DateTimer]:
    """The dates an element waits for: its own, or that of an event-based gateway's ways out."""
    definition = task_spec.event_definition
    events = definition.event_definitions if isinstance(definition, FirstOf) else [definition]
    return [each for each in events if isinstance(each, DateTimer)]


def _cell_test(cell: str) -> str:
    """A table's cell as SpiffWorkflow will read it: ``< 5``, ``? in (1, 2)`` or a plain value."""
    text = cell.replace("?", "cell").strip()
    try:
        check_expression(text)
    except ExpressionRefused:
        return f"cell {text}"
    return text


def _check(task_spec: Any, text: str | None) -> None:
    try:
        check_expression(text or "")
    except ExpressionRefused as refusal:
        raise DiagramRefused(f"“{_label(task_spec)}”：{refusal}") from refusal


def _label(task_spec: Any) -> str:
    return str(task_spec.bpmn_name or task_spec.bpmn_id or task_spec.name)
