"""What a diagram says of its steps and ends beside the drawing: status, stage, periods, ending, judged one by one.

A step may leave status, stage and periods to the call activities around it; then each of those must say them.
Every function answers with the element and a sentence.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from workflows.diagrams.drawing import Node, Process
from workflows.steps import INHERITED, OWN_PAGE

Fault = tuple[str, str]

_STEP = INHERITED | {"role", "page", "drafts", "entry"}
KNOWN: Mapping[str, frozenset[str]] = {
    "process": frozenset({"stages"}),
    "userTask": _STEP,
    "manualTask": _STEP,
    "callActivity": INHERITED,
    "subProcess": INHERITED,
    "endEvent": frozenset({"ending", "ended_on"}),
    "boundaryEvent": frozenset({"deadline"}),
    "intermediateCatchEvent": INHERITED | {"deadline"},
}
"""The properties each kind of element may have.

status, stage, periods (of a step, or of a message while it is waited for): see `workflows.steps`; ``role``: whose step
it is; ``page``: a page of its own asks, so there is no form file; ``drafts``: its answer drafts a paper;
``entry``: what is written of its answer; ``ending``, ``ended_on``: how and on which day the matter ended;
``deadline``: the period a timer rings for; ``stages``: the stretches of the way from beginning to end, in order.
"""
VALUES: Mapping[str, frozenset[str]] = {
    "page": frozenset({OWN_PAGE}),
    "drafts": frozenset({"yes"}),
    "entry": frozenset({"own_row"}),
}
"""Properties with few values.  ``own_row``: the answer has a row that is told by itself, and not again as a step."""
_STEPS = ("userTask", "manualTask")
_CALLS = ("callActivity", "subProcess")
_A_WORD = re.compile(r"[a-z][a-z_]*")


@dataclass(frozen=True, slots=True)
class Folder:
    """The processes that stand together, and the codes of the periods there are."""

    processes: tuple[Process, ...]
    periods: Collection[str]

    @property
    def stages(self) -> tuple[str, ...]:
        """The stretches the main processes name."""
        return tuple(stage for one in self.processes for stage in one.properties.get("stages", "").split())

    def is_main(self, process: Process) -> bool:
        """Whether no other process calls this one: then its ends are those of the matter."""
        return not process.inner and not any(True for _ in self._calls_of(process.id))

    def says(self, process: str, name: str, below: tuple[str, ...] = ()) -> bool:
        """Whether every call of a process says this property for its steps, itself or by a call around it."""
        calls = [] if process in below else list(self._calls_of(process))
        around = (*below, process)
        return bool(calls) and all(
            name in call.properties or self.says(caller.id, name, around) for caller, call in calls
        )

    def _calls_of(self, process: str) -> Iterator[tuple[Process, Node]]:
        for caller in self.processes:
            yield from ((caller, node) for node in caller.of_kind(*_CALLS) if node.calls == process)


def property_faults(process: Process, folder: Folder) -> Iterator[Fault]:
    """What is missing, misspelt or unknown in one process."""
    yield from _unknown(process.id, process.name or process.id, "process", process.properties)
    for node in process.nodes.values():
        yield from _unknown(node.id, node.label, node.kind, node.properties)
        yield from _stage_and_periods(node, folder)
        if node.kind in _STEPS or (node.kind == "intermediateCatchEvent" and node.event == "message"):
            yield from _unsaid(node, process, folder)
    if folder.is_main(process):
        yield from _main(process, folder)


def _unknown(element: str, label: str, kind: str, properties: Mapping[str, str]) -> Iterator[Fault]:
    known = KNOWN.get(kind, frozenset())
    for name, value in properties.items():
        if name not in known:
            names = "、".join(sorted(known)) or "没有"
            yield element, f"“{label}”写了不认识的“{name}”，请检查拼写；这里能写的：{names}。"
        elif name in VALUES and value not in VALUES[name]:
            yield element, f"“{label}”的 {name} 写的是“{value}”，只能写：{'、'.join(sorted(VALUES[name]))}。"


def _unsaid(node: Node, process: Process, folder: Folder) -> Iterator[Fault]:
    for name, what in (("status", "办到这一步时显示什么"), ("stage", "属于哪一段")):
        if not node.properties.get(name) and not folder.says(process.id, name):
            yield node.id, f"“{node.label}”没有写{what}（{name}），请写在这一步上，或者写在调用它的每一处。"


def _stage_and_periods(node: Node, folder: Folder) -> Iterator[Fault]:
    stage = node.properties.get("stage", "")
    if stage and stage not in folder.stages:
        yield node.id, f"“{node.label}”写的段“{stage}”不在主流程写明的几段（stages）里。"
    yield from _periods(node, node.properties.get("periods", "").split(), folder)


def _periods(node: Node, codes: Iterable[str], folder: Folder) -> Iterator[Fault]:
    for code in codes:
        if code not in folder.periods:
            yield node.id, f"“{node.label}”写的期限代号“{code}”不认识，请照 deadlines.json 写。"


def _main(process: Process, folder: Folder) -> Iterator[Fault]:
    if not process.properties.get("stages"):
        yield process.id, f"流程“{process.name or process.id}”没有写从头到尾分几段（stages）。"
    for end in process.of_kind("endEvent"):
        if not end.properties.get("ending"):
            yield end.id, f"“{end.label}”没有写算怎样办结（ending）。"
        day = end.properties.get("ended_on", "")
        yield from _periods(end, [] if not day or _A_WORD.fullmatch(day) else [day], folder)
