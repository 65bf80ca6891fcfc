"""What a diagram says of waiting: for a message, for a date, or for whichever of several comes first."""

from collections.abc import Iterator

from workflows.diagrams.drawing import Node, Process

Fault = tuple[str, str]

_FIRST = "eventBasedGateway"
_EVENT = "intermediateCatchEvent"
LEAST = 2


def wait_faults(process: Process) -> Iterator[Fault]:
    """All that is wrong with the waits of one process, as the element and a sentence."""
    for node in process.nodes.values():
        if node.kind == _FIRST:
            yield from _first_of(node, process)
        elif node.kind == _EVENT and node.event not in {"message", "timer"}:
            yield node.id, f"“{node.label}”等的既不是消息，也不是日期，请改正。"


def _first_of(gateway: Node, process: Process) -> Iterator[Fault]:
    """A gateway that waits has only events behind it, one date at most, and no conditions."""
    ways = process.ways_out(gateway.id)
    awaited = [process.nodes[flow.target] for flow in ways if flow.target in process.nodes]
    if len(awaited) < LEAST:
        yield gateway.id, f"“{gateway.label}”要等两样以上；只等一样的，直接画那个事件。"
    for one in awaited:
        if one.kind != _EVENT:
            yield one.id, f"“{gateway.label}”后面只能接等消息、等日期的事件，“{one.label}”不是。"
        elif len([flow for flow in process.flows if flow.target == one.id]) > 1:
            yield one.id, f"“{one.label}”只能从“{gateway.label}”走过来。"
    if sum(one.event == "timer" for one in awaited) > 1:
        yield gateway.id, f"“{gateway.label}”只能等一个日期。"
    messages = [one.message for one in awaited if one.event == "message"]
    if len(messages) != len(set(messages)):
        yield gateway.id, f"“{gateway.label}”等的两条消息是同一条，分不出走哪条路。"
    yield from ((flow.id, f"“{gateway.label}”后面的箭头不写条件：哪样先来走哪条。") for flow in ways if flow.condition)
