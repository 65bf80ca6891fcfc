"""The process as numbered plain Chinese sentences, from the same diagram that runs.

Steps are told in the order in which they can come; a called process is told
once, below the first step that calls it. The sentences are meant to be read
aloud to the people it concerns.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from workflows.diagrams.drawing import Flow, Node, Process, find_decision, find_process

_TOLD = frozenset({"userTask", "manualTask", "task", "businessRuleTask", "callActivity", "subProcess"})
_WAITS = frozenset({"intermediateCatchEvent", "eventBasedGateway"})
_ENDS = ("。", "！", "？")


@dataclass(frozen=True, slots=True)
class Sentence:
    """One numbered sentence: ``number`` like "2.3", the element it tells of, and whether the case is there."""

    number: str
    element: str
    text: str
    current: bool = False


def narrate(files: Mapping[str, str], key: str, *, current: frozenset[str] = frozenset()) -> list[Sentence]:
    """Tell the process ``key`` of a version, whose texts are given by file name.

    ``current`` holds the ids of the open steps and of the call activities they
    stand in. A process that several steps call is told below the first of them
    that is current, or else below the first. Raises DiagramRefused when the
    process, or one it calls, is not there.
    """
    return list(_Story(files, current).of(find_process(files, key), "", is_here=True))


class _Story:
    """One telling; remembers below which step each called process was told."""

    def __init__(self, files: Mapping[str, str], current: frozenset[str]) -> None:
        self._files = files
        self._current = current
        self._told: dict[str, str] = {}

    def of(self, process: Process, above: str, *, is_here: bool) -> Iterator[Sentence]:
        """``is_here``: the case is in this process; a step of the same name in another one is not where it stands."""
        chapter = _Chapter(process, above)
        callers = self._callers(process, chapter.order)
        for node in chapter.order:
            number = chapter.numbers[node.id]
            tells = callers.get(node.calls) == node.id and node.calls not in self._told
            if tells:
                self._told[node.calls] = number
            text = chapter.text(node, self._inside(node, number, callers, chapter))
            stands = is_here and node.id in self._current
            yield Sentence(number, node.id, text, stands)
            if node.decision:
                yield from self._table(node.decision, number)
            if tells:
                yield from self.of(find_process(self._files, node.calls), number, is_here=stands)

    def _callers(self, process: Process, order: list[Node]) -> dict[str, str]:
        """For each called process the step below which it is told: a current one before the first."""
        callers: dict[str, str] = {}
        for node in sorted(order, key=lambda one: one.id not in self._current):
            if node.calls:
                callers.setdefault(node.calls, node.id)
        return callers

    def _inside(self, node: Node, number: str, callers: dict[str, str], chapter: "_Chapter") -> str:
        if node.decision:
            return "从上往下看，第一条对得上的就是："
        if not node.calls:
            return ""
        told = self._told.get(node.calls) or chapter.numbers[callers[node.calls]]
        return "分这样几步：" if told == number else f"做法跟第{told}步一样。"

    def _table(self, key: str, above: str) -> Iterator[Sentence]:
        for place, rule in enumerate(find_decision(self._files, key).rules, 1):
            yield Sentence(f"{above}.{place}", rule.id, rule.why)


class _Chapter:
    """One process: its steps in order, their numbers, and what follows each."""

    def __init__(self, process: Process, above: str) -> None:
        process = _without_loose_ends(process)
        self._process = process
        self.order = [process.nodes[one] for one in _in_order(process) if self._is_told(process.nodes[one])]
        prefix = f"{above}." if above else ""
        self.numbers = {node.id: f"{prefix}{place}" for place, node in enumerate(self.order, 1)}
        self._places = {node.id: place for place, node in enumerate(self.order)}
        self._tellers = self._tellers_of_gateways()

    def text(self, node: Node, inside: str) -> str:
        """The whole sentence of one step: what is done, what follows, what may come in between."""
        if node.kind == "eventBasedGateway":
            return _ended(f"{node.label}，看哪一样先来：{self._first_to_come(node)}")
        if node.kind.endswith("Gateway"):
            return _ended(f"先看{node.label}：{self._branches(node, node)}")
        if node.kind == "intermediateCatchEvent":
            return f"{_ended(f'等{node.label}')}{_ended(self._after(node))}"
        parts = [_ended(node.label), _ended(node.documentation), _ended(self._after(node))]
        parts.extend(_ended(self._interruption(one, node)) for one in self._process.boundaries(node.id))
        return "".join([*parts, inside])

    def _is_told(self, node: Node) -> bool:
        """Steps are told by themselves; so are waits, and a question that nothing but the start leads to."""
        sources = {flow.source for flow in self._process.flows if flow.target == node.id}
        if node.kind in _WAITS:
            return not any(self._process.nodes[one].kind == "eventBasedGateway" for one in sources)
        starts = {start.id for start in self._process.of_kind("startEvent")}
        asks = node.kind.endswith("Gateway") and not self._is_merge(node)
        return node.kind in _TOLD or (asks and bool(sources) and sources <= starts)

    def _first_to_come(self, gateway: Node) -> str:
        events = [self._process.nodes[flow.target] for flow in self._process.ways_out(gateway.id)]
        return "；".join(f"{event.label}，{self._onward(event, gateway)}" for event in events)

    def _onward(self, event: Node, told_by: Node) -> str:
        ways = self._process.ways_out(event.id)
        return "；".join(self._goes_to(self._process.nodes[flow.target], told_by) for flow in ways)

    def _after(self, node: Node) -> str:
        ways = self._process.ways_out(node.id)
        if len(ways) != 1:
            return "；".join(self._way(flow, node) for flow in ways)
        target = self._behind_merges(ways[0].target)
        if self._tellers.get(target.id) == node.id:
            return self._branches(target, node)
        if self._is_next(node, target):
            return ""
        return f"办完{self._goes_to(target, node)}"

    def _behind_merges(self, name: str) -> Node:
        """The element itself, or what comes behind it where it only brings several ways together."""
        seen: set[str] = set()
        while name not in seen and self._is_merge(self._process.nodes[name]):
            seen.add(name)
            name = self._process.ways_out(name)[0].target
        return self._process.nodes[name]

    def _is_merge(self, node: Node) -> bool:
        """A gateway that asks nothing has no name, and one way out."""
        return node.kind.endswith("Gateway") and not node.name and len(self._process.ways_out(node.id)) == 1

    def _branches(self, gateway: Node, told_by: Node, within: tuple[str, ...] = ()) -> str:
        ways = self._process.ways_out(gateway.id)
        return "；".join(self._way(flow, told_by, (*within, gateway.id)) for flow in ways)

    def _way(self, flow: Flow, told_by: Node, within: tuple[str, ...] = ()) -> str:
        goes = self._goes_to(self._process.nodes[flow.target], told_by, within)
        return f"{flow.name}，{goes}" if flow.name else goes

    def _goes_to(self, target: Node, told_by: Node, within: tuple[str, ...] = ()) -> str:
        target = self._behind_merges(target.id)
        if target.kind == "endEvent":
            return f"就在这里结束（{target.label}）"
        if target.id not in self.numbers:
            return self._goes_to_gateway(target, told_by, within)
        if self._places[target.id] <= self._places[told_by.id]:
            verb = "回到"
        else:
            verb = "接着" if self._is_next(told_by, target) else "到"
        return f"就{verb}第{self.numbers[target.id]}步“{target.label}”"

    def _goes_to_gateway(self, gateway: Node, told_by: Node, within: tuple[str, ...]) -> str:
        teller = self._tellers.get(gateway.id, told_by.id)
        if teller != told_by.id:
            return f"就回到第{self.numbers[teller]}步，再看{gateway.label}"
        if gateway.id in within:
            return f"就再看一遍{gateway.label}"
        return f"再看{gateway.label}（{self._branches(gateway, told_by, within)}）"

    def _interruption(self, event: Node, told_by: Node) -> str:
        goes = self._onward(event, told_by)
        if event.event == "message":
            return f"随时{event.label}，{goes}"
        return f"{event.label}，{goes}" if event.interrupting else f"{event.label}，另外{goes}，这一步照样等着"

    def _is_next(self, node: Node, target: Node) -> bool:
        return self._places.get(target.id) == self._places[node.id] + 1

    def _tellers_of_gateways(self) -> dict[str, str]:
        """For each gateway the step that tells its ways out: the first that leads to it."""
        tellers: dict[str, str] = {}
        for node in self.order:
            waiting = [node.id]
            for here in waiting:
                is_told = here in self.numbers
                if here not in tellers and not is_told and self._process.nodes[here].kind.endswith("Gateway"):
                    tellers[here] = node.id
                if here == node.id or tellers.get(here) == node.id:
                    onward = [flow.target for flow in self._process.ways_out(here)]
                    waiting.extend(one for one in onward if one not in waiting)
        return tellers


def _without_loose_ends(process: Process) -> Process:
    known = process.nodes
    return replace(process, flows=tuple(flow for flow in process.flows if {flow.source, flow.target} <= set(known)))


def _in_order(process: Process) -> list[str]:
    """All nodes, each after those that lead to it; arrows that lead back do not count."""
    seen: set[str] = set()
    finished: list[str] = []

    def visit(node: str) -> None:
        seen.add(node)
        events = [event.id for event in process.boundaries(node)]
        onward = [flow.target for here in [*events, node] for flow in process.ways_out(here)]
        for target in reversed(onward):
            if target in process.nodes and target not in seen:
                visit(target)
        finished.append(node)

    for start in process.of_kind("startEvent"):
        visit(start.id)
    return finished[::-1]


def _ended(text: str) -> str:
    return text if not text or text.endswith(_ENDS) else f"{text}。"
