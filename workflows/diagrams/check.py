"""Judges diagrams before they are used: every fault is a finding with a sentence to act on.

A diagram that passes is drawn completely, ends on every path, asks only what a
form answers, computes only in the small language, and waits only for dates that
are stored. The engine refuses what it cannot run; this says where and why.
"""

from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TypeVar

from lxml import etree
from SpiffWorkflow.bpmn.parser.ValidationException import ValidationException
from SpiffWorkflow.spiff.parser.process import VALIDATOR

from workflows.diagrams.check_lanes import lane_faults
from workflows.diagrams.check_merges import merge_faults
from workflows.diagrams.check_properties import Folder, property_faults
from workflows.diagrams.check_waits import wait_faults
from workflows.diagrams.check_words import comparisons, expression_faults, table_faults, timer_faults
from workflows.diagrams.drawing import (
    Drawing,
    Flow,
    Node,
    Process,
    RoutingWord,
    read_decision,
    read_drawing,
    read_words,
)
from workflows.diagrams.forms import SUFFIX, FormFolder, FormRefused, FormSpec
from workflows.diagrams.process_file import ACTIONS, ProcessFile, read_process_file
from workflows.diagrams.process_file import FILE as PROCESS_FILE
from workflows.errors import DiagramRefused, PeriodRefused
from workflows.periods.rules import FILE as PERIODS_FILE
from workflows.periods.rules import Rules, read_rules
from workflows.steps import OWN_PAGE

PERIODS_FOLDER = Path(__file__).resolve().parents[2] / "bpmn"

_TASKS = frozenset({"userTask", "manualTask", "businessRuleTask", "callActivity", "subProcess"})
_EVENTS = frozenset({"startEvent", "endEvent", "boundaryEvent", "intermediateCatchEvent", "intermediateThrowEvent"})
_GATEWAYS = frozenset({"exclusiveGateway", "inclusiveGateway", "parallelGateway", "eventBasedGateway"})
_KINDS = _TASKS | _EVENTS | _GATEWAYS
_CHOOSING = ("exclusiveGateway", "inclusiveGateway")
_JOINING = ("parallelGateway", "inclusiveGateway")
_BY_PEOPLE = ("userTask", "manualTask")

One = TypeVar("One")
Fault = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault. ``element`` is the BPMN id, empty when it is the file as a whole.

    A ``warning`` does not keep the diagram from running, but somebody should look.
    """

    file: str
    element: str
    sentence: str
    warning: bool = False


def check_folder(folder: Path) -> list[Finding]:
    """All findings about one folder of diagrams, tables and forms; an empty list means clean."""
    surroundings = _Surroundings(folder)
    findings = [found for path in surroundings.paths for found in _check(path, surroundings)]
    if not surroundings.paths:
        findings.append(Finding("", "", "这个文件夹里没有流程图。"))
    if surroundings.words_fault:
        findings.append(Finding("words.json", "", surroundings.words_fault))
    if surroundings.periods_fault:
        findings.append(Finding(PERIODS_FILE, "", surroundings.periods_fault))
    findings.extend(_doubled_processes(surroundings))
    findings.extend(_process_file(surroundings))
    findings.extend(_form_files(surroundings))
    return findings


def check_file(path: Path) -> list[Finding]:
    """All findings about one .bpmn or .dmn file, seen among its neighbours in the folder."""
    return list(_check(path, _Surroundings(path.parent)))


def steps_in(folder: Path) -> Iterator[tuple[str, Node]]:
    """Every step that somebody answers in the readable diagrams of a folder, with the name of its file."""
    for drawing in _Surroundings(folder).drawings:
        for process in drawing.processes:
            yield from ((drawing.file, node) for node in process.of_kind(*_BY_PEOPLE))


class _Surroundings:
    """What stands beside a file: other processes, tables, words and forms."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.forms = FormFolder(folder)
        self.words: Mapping[str, RoutingWord] = {}
        self.words_fault = ""
        self.process_file: ProcessFile | None = None
        self.process_fault = ""
        self.periods: Rules = {}
        self.periods_fault = ""
        try:
            self.words = read_words(folder)
        except DiagramRefused as refusal:
            self.words_fault = str(refusal)
        try:
            self.process_file = read_process_file(folder)
        except DiagramRefused as refusal:
            self.process_fault = str(refusal)
        try:
            self.periods = read_rules(PERIODS_FOLDER)
        except PeriodRefused as refused:
            self.periods_fault = str(refused)

    @cached_property
    def paths(self) -> tuple[Path, ...]:
        return tuple(sorted(path for path in self.folder.glob("*") if path.suffix in {".bpmn", ".dmn"}))

    @cached_property
    def drawings(self) -> tuple[Drawing, ...]:
        return tuple(_readable(read_drawing, [path for path in self.paths if path.suffix == ".bpmn"]))

    @cached_property
    def processes(self) -> Counter[str]:
        return Counter(one.id for drawing in self.drawings for one in drawing.processes if not one.inner)

    @cached_property
    def together(self) -> Folder:
        return Folder(tuple(one for drawing in self.drawings for one in drawing.processes), self.periods)

    @cached_property
    def decisions(self) -> frozenset[str]:
        tables = _readable(read_decision, [path for path in self.paths if path.suffix == ".dmn"])
        return frozenset(table.id for table in tables)

    @cached_property
    def answers(self) -> frozenset[tuple[str, str]]:
        """Every (field, value) that some readable form of the folder offers."""
        forms = [form for form in (self.form(name) for name in self.forms.names()) if form is not None]
        return frozenset((field.name, value) for form in forms for field in form.fields for value in field.values)

    def form(self, name: str) -> FormSpec | None:
        try:
            return self.forms.get(name)
        except FormRefused:
            return None


def _readable(read: Callable[[Path], One], paths: Iterable[Path]) -> Iterator[One]:
    for path in paths:
        try:
            yield read(path)
        except DiagramRefused:
            continue


def _check(path: Path, around: _Surroundings) -> Iterator[Finding]:
    try:
        if path.suffix == ".dmn":
            decision = read_decision(path)
            yield from (Finding(path.name, *fault) for fault in table_faults(decision, around.words))
            yield from (Finding(path.name, *fault) for fault in _doubled_ids(decision.ids))
            return
        drawing = read_drawing(path)
    except DiagramRefused as refusal:
        yield Finding(path.name, "", str(refusal))
        return
    faults = [Finding(path.name, *fault) for rule in _DRAWING_RULES for fault in rule(drawing)]
    for process in drawing.processes:
        faults.extend(Finding(path.name, *fault) for rule in _PROCESS_RULES for fault in rule(process, around))
        faults.extend(Finding(path.name, *fault, warning=True) for fault in _values(process, around))
    yield from faults or _form_of_the_standard(path)


def _doubled_ids(ids: Iterable[str]) -> Iterator[Fault]:
    for one, times in Counter(ids).items():
        if times > 1:
            yield one, f"编号“{one}”用了 {times} 次，每样东西要有自己的编号。"


def _ids(drawing: Drawing) -> Iterator[Fault]:
    yield from _doubled_ids(drawing.ids)


def _undrawn(drawing: Drawing) -> Iterator[Fault]:
    for element, name in drawing.to_draw:
        if element not in drawing.drawn:
            yield element, f"“{name or element}”没有画出来，请在图上摆好位置。"


def _messages(drawing: Drawing) -> Iterator[Fault]:
    for process in drawing.processes:
        for node in process.nodes.values():
            if node.event == "message" and not drawing.messages.get(node.message):
                yield node.id, f"“{node.label}”等的消息没有定义，请给它起名。"


def _kinds(process: Process, around: _Surroundings) -> Iterator[Fault]:
    for node in process.nodes.values():
        if node.event_started:
            yield node.id, f"“{node.label}”是事件子流程，引擎会把它带进下一件案子，请改用边界事件。"
        elif node.kind == "scriptTask":
            yield node.id, f"“{node.label}”是脚本任务，图里不能写程序，请改成由人办理或者由决策表判断。"
        elif node.kind not in _KINDS:
            yield node.id, f"“{node.label}”这种图形（{node.kind}）这里不办理，请换一种画法。"
        if node.has_script:
            yield node.id, f"“{node.label}”里夹着脚本，请删去。"


def _people(process: Process, around: _Surroundings) -> Iterator[Fault]:
    for node in process.of_kind(*_BY_PEOPLE):
        if not node.lane:
            yield node.id, f"“{node.label}”不在任何一条泳道里，看不出该谁办。"
        if not node.documentation:
            yield node.id, f"“{node.label}”没有写说明，请用一句话写清楚要做什么。"
        roles = around.process_file.roles if around.process_file else {}
        if roles and node.properties.get("role", "") not in roles:
            yield node.id, f"“{node.label}”没有写由谁答复（role），只能是：{'、'.join(sorted(roles))}。"
        if node.properties.get("page") != OWN_PAGE:
            yield from _form(node, around)


def _form(node: Node, around: _Surroundings) -> Iterator[Fault]:
    try:
        around.forms.get(node.id)
    except FormRefused as refusal:
        yield node.id, f"“{node.label}”的表单用不了：{refusal}"


def _judged_elsewhere(process: Process, around: _Surroundings) -> Iterator[Fault]:
    yield from property_faults(process, around.together)
    yield from wait_faults(process)
    yield from lane_faults(process)
    yield from merge_faults(process)


def _gateways(process: Process, around: _Surroundings) -> Iterator[Fault]:
    for node in process.of_kind(*_CHOOSING):
        ways = process.ways_out(node.id)
        if len(ways) < 2:
            continue
        if node.default not in {flow.id for flow in ways}:
            yield node.id, f"“{node.label}”没有默认的出路，条件都不合时会卡住，请定一条。"
        for flow in ways:
            if flow.id != node.default and not flow.condition:
                yield flow.id, f"“{node.label}”有一条出路没有写条件。"
            if not flow.name:
                yield flow.id, f"“{node.label}”有一条出路没有写字，看图的人不知道什么时候走它。"


def _conditions(process: Process, around: _Surroundings) -> Iterator[Fault]:
    for flow in process.flows:
        if flow.condition:
            yield from ((flow.id, sentence) for sentence in expression_faults(flow.condition, around.words))


def _timers(process: Process, around: _Surroundings) -> Iterator[Fault]:
    for node in process.nodes.values():
        if node.event != "timer":
            continue
        for sentence in timer_faults(node.timer_kind, node.timer, around.words):
            yield node.id, f"“{node.label}”：{sentence}"
        code = node.properties.get("deadline", "")
        if code not in around.periods:
            yield node.id, f"“{node.label}”的期限代号“{code}”不认识，只有：{'、'.join(around.periods)}。"


def _calls(process: Process, around: _Surroundings) -> Iterator[Fault]:
    for node in process.of_kind("callActivity"):
        if node.calls not in around.processes:
            yield node.id, f"“{node.label}”要调用的流程“{node.calls}”找不到，请检查编号。"
    for node in process.of_kind("businessRuleTask"):
        if node.decision not in around.decisions:
            yield node.id, f"“{node.label}”要用的决策表“{node.decision}”找不到，请检查编号。"


def _paths(process: Process, around: _Surroundings) -> Iterator[Fault]:
    starts, ends = process.of_kind("startEvent"), process.of_kind("endEvent")
    if len(starts) != 1:
        yield process.id, f"流程“{process.name or process.id}”要有而且只有一个开头。"
    for flow in process.flows:
        if flow.source not in process.nodes or flow.target not in process.nodes:
            yield flow.id, "这根箭头有一头没有接上。"
    reached = _reach((node.id for node in starts), process, lambda flow: (flow.source, flow.target), attached=True)
    ending = _reach((node.id for node in ends), process, lambda flow: (flow.target, flow.source), attached=False)
    for node in process.nodes.values():
        if node.event_started:
            continue
        if node.id not in reached:
            yield node.id, f"从开头走不到“{node.label}”，请接上箭头或者删去。"
        elif node.id not in ending:
            yield node.id, f"从“{node.label}”走不到任何一个结束，案子会停在这里。"


def _loops(process: Process, around: _Surroundings) -> Iterator[Fault]:
    for node in process.of_kind(*_JOINING):
        entries = [flow for flow in process.flows if flow.target == node.id]
        onward = [flow.target for flow in process.ways_out(node.id)]
        again = _reach(onward, process, lambda flow: (flow.source, flow.target), attached=True)
        if len(entries) > 1 and node.id in again:
            yield node.id, f"“{node.label}”在回头路上汇合，第二圈会少等一个人，请把分开和汇合放进单独的流程再调用。"


def _reach(
    begin: Iterable[str], process: Process, ends_of: Callable[[Flow], tuple[str, str]], *, attached: bool
) -> set[str]:
    seen = set(begin)
    waiting = deque(seen)
    while waiting:
        here = waiting.popleft()
        onward = [ends_of(flow)[1] for flow in process.flows if ends_of(flow)[0] == here]
        if attached:
            onward.extend(node.id for node in process.boundaries(here))
        waiting.extend(one for one in onward if one not in seen)
        seen.update(onward)
    return seen


def _values(process: Process, around: _Surroundings) -> Iterator[Fault]:
    """Answers no gateway knows, and values at gateways that nobody gives."""
    for node in process.of_kind(*_CHOOSING):
        ways = process.ways_out(node.id)
        asked = [(flow, pair) for flow in ways for pair in comparisons(flow.condition)]
        form = _form_before(process, node, around)
        for flow, (name, value) in asked:
            word = around.words.get(name)
            if word and word.kind == "code" and value not in word.values and (name, value) not in around.answers:
                yield flow.id, f"“{node.label}”等着“{value}”，可是没有哪张表单、哪一步给出这个结果。"
            elif form and form.outcomes and name == "outcome" and value not in form.outcomes:
                yield flow.id, f"“{node.label}”等着“{value}”，可是前面的“{form.title}”里没有这个答案。"
        known = {value for _flow, (name, value) in asked if name == "outcome"}
        unknown = [] if form is None else [value for value in form.outcomes if value not in known]
        if form and known and len(unknown) > 1:
            yield node.id, f"“{form.title}”的答案“{'、'.join(unknown)}”在图上没有分开，都会走默认的出路。"


def _form_before(process: Process, gateway: Node, around: _Surroundings) -> FormSpec | None:
    sources = [flow.source for flow in process.flows if flow.target == gateway.id]
    if len(sources) != 1 or sources[0] not in {node.id for node in process.of_kind(*_BY_PEOPLE)}:
        return None
    return around.form(sources[0])


def _form_of_the_standard(path: Path) -> Iterator[Finding]:
    """The BPMN schema itself, asked last because it answers in English."""
    try:
        VALIDATOR.validate(etree.fromstring(path.read_bytes()), path.name)
    except ValidationException as error:
        yield Finding(path.name, "", f"不合 BPMN 2.0 的格式，请用流程图软件重新保存：{error}")


def _doubled_processes(around: _Surroundings) -> Iterator[Finding]:
    for key, times in around.processes.items():
        if times > 1:
            yield Finding("", key, f"有 {times} 个流程都叫“{key}”，请改掉一个。")


def _process_file(around: _Surroundings) -> Iterator[Finding]:
    """What ``process.json`` says of the diagrams beside it: each is named there, and no other."""
    if around.process_file is None:
        yield Finding(PROCESS_FILE, "", around.process_fault)
        return
    named, drawn = set(around.process_file.diagrams), {path.stem for path in around.paths if path.suffix == ".bpmn"}
    for name in sorted(drawn - named):
        yield Finding(PROCESS_FILE, name, f"流程图“{name}”没有写在 diagrams 里，请写上它画的是什么。")
    for name in sorted(named - drawn):
        yield Finding(PROCESS_FILE, name, f"diagrams 里写的“{name}”没有流程图，请改名或者删去。")


def _form_files(around: _Surroundings) -> Iterator[Finding]:
    tasks = [node for process in around.together.processes for node in process.of_kind(*_BY_PEOPLE)]
    asking = {node.id for node in tasks if node.properties.get("page") != OWN_PAGE}
    for name in around.forms.names():
        if name not in asking:
            yield Finding(name + SUFFIX, "", "图上没有哪一步用这张表单，请改名或者删去。", warning=True)
    actions = FormFolder(around.folder / ACTIONS)
    for name in actions.names():
        try:
            actions.get(name)
        except FormRefused as refusal:
            yield Finding(f"{ACTIONS}{name}{SUFFIX}", "", str(refusal))


_DRAWING_RULES = (_ids, _undrawn, _messages)
_PROCESS_RULES = (_kinds, _people, _judged_elsewhere, _gateways, _conditions, _timers, _calls, _paths, _loops)
