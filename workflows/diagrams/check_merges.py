"""Where several ways come together, that is drawn: by a gateway that has nothing else to do."""

from collections import Counter
from collections.abc import Iterator

from workflows.diagrams.drawing import Process

Fault = tuple[str, str]


def merge_faults(process: Process) -> Iterator[Fault]:
    """Every element but a merging gateway to which more than one arrow leads, as element and sentence."""
    arriving = Counter(flow.target for flow in process.flows)
    for node in process.nodes.values():
        merges = node.kind.endswith("Gateway") and len(process.ways_out(node.id)) == 1
        if arriving[node.id] > 1 and not merges:
            yield (
                node.id,
                f"有 {arriving[node.id]} 根箭头直接指到“{node.label}”，请在前面画一个网关让它们先汇合。",
            )
