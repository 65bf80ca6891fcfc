"""A diagram as it is drawn: nodes, arrows, lanes and what each says, in plain values.

The checker and the narrator read this; the engine reads the same file by itself.
Nothing here is judged except that the file can be read safely.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from lxml import etree
from pydantic import TypeAdapter

from workflows.diagrams.forms import WORDS_FILE
from workflows.errors import DiagramRefused
from workflows.read_json import Strict, Words, read_json

BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
BPMNDI = "{http://www.omg.org/spec/BPMN/20100524/DI}"
WAYPOINT = "{http://www.omg.org/spec/DD/20100524/DI}waypoint"
SPIFF = "{http://spiffworkflow.org/bpmn/schema/1.0/core}"

LARGEST_FILE = 2_000_000

_FLOW_NODES = ("Event", "Task", "Gateway", "callActivity", "subProcess", "transaction", "task", "adHocSubProcess")


@dataclass(frozen=True, slots=True)
class Node:
    """One shape of a process. ``kind`` is its BPMN name, ``event`` what kind of event it catches or throws.

    ``calls`` is the process it goes into: a called one, or its own inside; ``host`` what a boundary event sits on.
    """

    id: str
    kind: str
    name: str = ""
    lane: str = ""
    documentation: str = ""
    properties: Mapping[str, str] = field(default_factory=dict)
    default: str = ""
    calls: str = ""
    decision: str = ""
    host: str = ""
    interrupting: bool = True
    event: str = ""
    timer_kind: str = ""
    timer: str = ""
    message: str = ""
    has_script: bool = False
    event_started: bool = False

    @property
    def label(self) -> str:
        return self.name or self.id


@dataclass(frozen=True, slots=True)
class Flow:
    """One arrow. ``condition`` is empty on a plain or default arrow."""

    id: str
    name: str
    source: str
    target: str
    condition: str = ""


@dataclass(frozen=True, slots=True)
class Process:
    """One process, or the inside of one embedded sub-process."""

    id: str
    name: str
    documentation: str
    nodes: Mapping[str, Node]
    flows: tuple[Flow, ...]
    inner: bool = False
    properties: Mapping[str, str] = field(default_factory=dict)

    def ways_out(self, node: str) -> tuple[Flow, ...]:
        """The arrows leaving this node, in the order of the file."""
        return tuple(flow for flow in self.flows if flow.source == node)

    def boundaries(self, node: str) -> tuple[Node, ...]:
        """The boundary events attached to this node."""
        return tuple(one for one in self.nodes.values() if one.host == node)

    def of_kind(self, *kinds: str) -> tuple[Node, ...]:
        return tuple(node for node in self.nodes.values() if node.kind in kinds)


@dataclass(frozen=True, slots=True)
class Drawing:
    """One .bpmn file."""

    file: str
    processes: tuple[Process, ...]
    messages: Mapping[str, str]
    ids: tuple[str, ...]
    drawn: frozenset[str]
    to_draw: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of a decision table: tests, results and why."""

    id: str
    why: str
    tests: tuple[str, ...]
    results: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Decision:
    """One .dmn file with its one table, read from the top: the first row that fits counts."""

    file: str
    id: str
    name: str
    policy: str
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    rules: tuple[Rule, ...]
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _WordSaid(Strict):
    """A routing word as it stands in words.json, under its name; or ``answers`` that forms offer by that name."""

    label: Words
    kind: Literal["code", "yes_no", "moment", "answers"]
    values: tuple[Words, ...] = ()
    answers: tuple[dict[str, Any], ...] = ()


_WORDS = TypeAdapter(dict[str, _WordSaid])


@dataclass(frozen=True, slots=True)
class RoutingWord:
    """A routing word of a folder's words.json: ``kind`` is code, yes_no or moment."""

    name: str
    label: str
    kind: str
    values: tuple[str, ...] = ()


def read_drawing(path: Path) -> Drawing:
    """Read a .bpmn file; raises DiagramRefused when it is no safe, whole XML file."""
    return parse_drawing(path.name, path.read_bytes())


def parse_drawing(file: str, data: bytes) -> Drawing:
    """What a .bpmn file of this name holds; raises DiagramRefused when it is no safe, whole XML."""
    root = _root(file, data)
    processes: list[Process] = []
    for element in root.iter(f"{BPMN}process"):
        processes.extend(_processes(element))
    return Drawing(
        file=file,
        processes=tuple(processes),
        messages={_id(one): one.get("name", "") for one in root.iter(f"{BPMN}message")},
        ids=_ids(root),
        drawn=frozenset(_drawn(root)),
        to_draw=tuple(_to_draw(root)),
    )


def read_decision(path: Path) -> Decision:
    """Read a .dmn file; raises DiagramRefused when it is not one safe file with one table."""
    return parse_decision(path.name, path.read_bytes())


def parse_decision(file: str, data: bytes) -> Decision:
    """What a .dmn file of this name holds; raises DiagramRefused when it is not one safe file with one table."""
    root = _root(file, data)
    tables = [one for one in root.iter() if _kind(one) == "decisionTable"]
    if len(tables) != 1:
        raise DiagramRefused(f"{file}：一份决策文件里要有而且只有一张表。")
    table = tables[0]
    holder = table.getparent()
    decision = table if holder is None else holder
    return Decision(
        file=file,
        id=_id(decision),
        name=decision.get("name", ""),
        policy=table.get("hitPolicy", "UNIQUE"),
        inputs=tuple(_text(one) for one in table.iter() if _kind(one) == "inputExpression"),
        outputs=tuple(one.get("name", "") for one in table.iter() if _kind(one) == "output"),
        rules=tuple(_rule(one) for one in table.iter() if _kind(one) == "rule"),
        ids=_ids(root),
    )


def read_words(folder: Path) -> dict[str, RoutingWord]:
    """The routing words of a folder, by name; raises DiagramRefused when words.json is missing or faulty."""
    path = folder / WORDS_FILE
    try:
        return parse_words(path.read_bytes())
    except FileNotFoundError:
        raise DiagramRefused(f"缺少 {WORDS_FILE}，请在图的旁边写明用到哪些流转用的词。") from None


def parse_words(text: str | bytes) -> dict[str, RoutingWord]:
    """The routing words of a text, by name; raises DiagramRefused with a sentence naming the word."""
    said = read_json(_WORDS, text, WORDS_FILE, DiagramRefused)
    routing = {name: word for name, word in said.items() if word.kind != "answers"}
    return {name: RoutingWord(name, word.label, word.kind, word.values) for name, word in routing.items()}


def find_process(files: Mapping[str, str], key: str) -> Process:
    """The process of this id among the texts of a version, by file name; raises DiagramRefused when there is none."""
    for name in sorted(files):
        if name.endswith(".bpmn"):
            for process in parse_drawing(name, files[name].encode()).processes:
                if process.id == key:
                    return process
    raise DiagramRefused(f"没有找到编号为“{key}”的流程，请检查名字。")


def find_decision(files: Mapping[str, str], key: str) -> Decision:
    """The decision of this id among the texts of a version, by file name; raises DiagramRefused when there is none."""
    for name in sorted(files):
        if name.endswith(".dmn"):
            decision = parse_decision(name, files[name].encode())
            if decision.id == key:
                return decision
    raise DiagramRefused(f"没有找到编号为“{key}”的决策表，请检查名字。")


def _root(file: str, data: bytes) -> etree._Element:
    if len(data) > LARGEST_FILE:
        raise DiagramRefused(f"{file}：文件太大，请删去图片等无关内容。")
    reader = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    if b"<!DOCTYPE" in data:
        raise DiagramRefused(f"{file}：带有 DOCTYPE 声明，不能使用，请用流程图软件重新保存。")
    try:
        root = etree.fromstring(data, reader)
    except etree.XMLSyntaxError as error:
        raise DiagramRefused(f"{file}：不是完整的 XML，请重新保存（{error}）。") from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise DiagramRefused(f"{file}：带有 DOCTYPE 声明，不能使用，请用流程图软件重新保存。")
    return root


def _kind(element: etree._Element) -> str:
    return etree.QName(element).localname


def _id(element: etree._Element) -> str:
    return element.get("id", "")


def _ids(root: etree._Element) -> tuple[str, ...]:
    """Every id of the drawing; what other programs keep in it (``extensionElements``) may call its own things alike."""
    kept_by_others = {one for extras in root.iter(f"{BPMN}extensionElements") for one in extras.iter()}
    return tuple(one.get("id", "") for one in root.iter() if one.get("id") and one not in kept_by_others)


def _text(element: etree._Element) -> str:
    return " ".join("".join(str(part) for part in element.itertext()).split())


def _child(element: etree._Element, name: str) -> etree._Element | None:
    return element.find(f"{BPMN}{name}")


def _child_text(element: etree._Element, name: str) -> str:
    found = _child(element, name)
    return "" if found is None else _text(found)


def _processes(element: etree._Element) -> Iterator[Process]:
    lanes = {
        (reference.text or "").strip(): lane.get("name", "")
        for lane in element.iter(f"{BPMN}lane")
        for reference in lane.findall(f"{BPMN}flowNodeRef")
    }
    nodes = [_node(one, lanes) for one in element if _is_node(one)]
    yield Process(
        id=_id(element),
        name=element.get("name", ""),
        documentation=_child_text(element, "documentation"),
        nodes={node.id: node for node in nodes},
        flows=tuple(_flow(one) for one in element.findall(f"{BPMN}sequenceFlow")),
        inner=_kind(element) != "process",
        properties=_properties(element),
    )
    for one in element:
        if _kind(one) in {"subProcess", "transaction", "adHocSubProcess"}:
            yield from _processes(one)


def _is_node(element: etree._Element) -> bool:
    return str(element.tag).startswith(BPMN) and _kind(element).endswith(_FLOW_NODES)


def _flow(element: etree._Element) -> Flow:
    return Flow(
        id=_id(element),
        name=element.get("name", ""),
        source=element.get("sourceRef", ""),
        target=element.get("targetRef", ""),
        condition=_child_text(element, "conditionExpression"),
    )


def _node(element: etree._Element, lanes: Mapping[str, str]) -> Node:
    event = next((one for one in element if _kind(one).endswith("EventDefinition")), None)
    timer = None if event is None or _kind(event) != "timerEventDefinition" else next(iter(event), None)
    decision = next(element.iter(f"{SPIFF}calledDecisionId"), None)
    return Node(
        id=_id(element),
        kind=_kind(element),
        name=" ".join(element.get("name", "").split()),
        lane=lanes.get(_id(element), ""),
        documentation=_child_text(element, "documentation"),
        properties=_properties(element),
        default=element.get("default", ""),
        calls=element.get("calledElement", "") or (_id(element) if _kind(element) == "subProcess" else ""),
        decision="" if decision is None else _text(decision),
        host=element.get("attachedToRef", ""),
        interrupting=element.get("cancelActivity", "true") == "true",
        event="" if event is None else _kind(event).removesuffix("EventDefinition"),
        timer_kind="" if timer is None else _kind(timer),
        timer="" if timer is None else _text(timer),
        message="" if event is None else event.get("messageRef", ""),
        has_script=any(_kind(one) in {"preScript", "postScript"} for one in element.iter(f"{SPIFF}*")),
        event_started=element.get("triggeredByEvent") == "true",
    )


def _properties(element: etree._Element) -> dict[str, str]:
    own = element.iterfind(f"{BPMN}extensionElements//{SPIFF}property")
    return {one.get("name", ""): one.get("value", "") for one in own}


def _drawn(root: etree._Element) -> Iterator[str]:
    for shape in root.iter(f"{BPMNDI}BPMNShape"):
        if any(_kind(one) == "Bounds" for one in shape):
            yield shape.get("bpmnElement", "")
    for edge in root.iter(f"{BPMNDI}BPMNEdge"):
        if len(edge.findall(WAYPOINT)) >= 2:
            yield edge.get("bpmnElement", "")


def _to_draw(root: etree._Element) -> Iterator[tuple[str, str]]:
    named = {"participant", "lane", "sequenceFlow", "textAnnotation", "association"}
    for element in root.iter(f"{BPMN}*"):
        if _kind(element) in named or (_is_node(element) and element.get("id")):
            yield _id(element), element.get("name", "")


def _rule(element: etree._Element) -> Rule:
    def texts(kind: str) -> tuple[str, ...]:
        return tuple(_text(one) for one in element if _kind(one) == kind)

    why = next((_text(one) for one in element if _kind(one) == "description"), "")
    return Rule(_id(element), why, texts("inputEntry"), texts("outputEntry"))
