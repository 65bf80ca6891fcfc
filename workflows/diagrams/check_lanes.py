"""What a diagram says by its lanes: who does what.  A lane is one role's, and a role stands in one lane.

Lanes without a step of their own may stand for a place (the four levels of mediation): who works there is drawn in the
process they call.
"""

from collections.abc import Iterator

from workflows.diagrams.drawing import Process

Fault = tuple[str, str]

_BY_PEOPLE = ("userTask", "manualTask")


def lane_faults(process: Process) -> Iterator[Fault]:
    """Every step whose role another lane has already, or whose lane another role has, as element and sentence."""
    role_of: dict[str, str] = {}
    lane_of: dict[str, str] = {}
    for node in process.of_kind(*_BY_PEOPLE):
        role = node.properties.get("role", "")
        if not role or not node.lane:
            continue
        first = role_of.setdefault(node.lane, role)
        if first != role:
            yield node.id, f"泳道“{node.lane}”是“{first}”的，“{node.label}”由“{role}”答复，请放到自己的泳道里。"
        elif lane_of.setdefault(role, node.lane) != node.lane:
            yield node.id, f"“{role}”的步骤都在泳道“{lane_of[role]}”里，“{node.label}”也请放到那里。"
