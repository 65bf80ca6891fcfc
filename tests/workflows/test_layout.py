"""The diagrams are good to look at: square arrows, nothing covered, a ladder that climbs."""

from dataclasses import dataclass
from functools import cache
from itertools import combinations, pairwise
from pathlib import Path

import pytest
from lxml import etree

from workflows.diagrams.drawing import BPMN, Process, read_drawing

BPMN_FOLDER = Path(__file__).parents[2] / "bpmn"
FILES = sorted(str(path.relative_to(BPMN_FOLDER)) for path in BPMN_FOLDER.glob("*/*.bpmn"))
LADDER = ("clan_level", "group_level", "village_level", "town_level")

Point = tuple[float, float]


@dataclass(frozen=True)
class Box:
    x: float
    y: float
    width: float
    height: float

    def meets(self, other: "Box") -> bool:
        return (
            self.x < other.x + other.width
            and other.x < self.x + self.width
            and self.y < other.y + other.height
            and other.y < self.y + self.height
        )

    def holds(self, other: "Box") -> bool:
        return (
            self.x <= other.x
            and self.y <= other.y
            and other.x + other.width <= self.x + self.width
            and other.y + other.height <= self.y + self.height
        )

    def shrunk(self, by: float) -> "Box":
        return Box(self.x + by, self.y + by, self.width - 2 * by, self.height - 2 * by)


@dataclass(frozen=True)
class Layout:
    """Where everything of one file stands."""

    shapes: dict[str, Box]
    labels: dict[str, Box]
    edges: dict[str, list[Point]]
    lanes: dict[str, list[str]]


@cache
def layout(file: str) -> Layout:
    root = etree.parse(str(BPMN_FOLDER / file)).getroot()
    shapes, labels, edges = {}, {}, {}
    for piece in root.iter("{*}BPMNShape", "{*}BPMNEdge"):
        element = piece.get("bpmnElement", "")
        bounds = piece.find("{*}Bounds")
        if bounds is not None:
            shapes[element] = box(bounds)
        label = piece.find("{*}BPMNLabel/{*}Bounds")
        if label is not None:
            labels[element] = box(label)
        points = [(float(one.get("x", "")), float(one.get("y", ""))) for one in piece.findall("{*}waypoint")]
        if points:
            edges[element] = points
    lanes = {
        lane.get("id", ""): [str(one.text) for one in lane.findall(f"{BPMN}flowNodeRef")]
        for lane in root.iter(f"{BPMN}lane")
    }
    return Layout(shapes, labels, edges, lanes)


def box(bounds: etree._Element) -> Box:
    return Box(*(float(bounds.get(side, "")) for side in ("x", "y", "width", "height")))


def process_of(file: str) -> Process:
    return read_drawing(BPMN_FOLDER / file).processes[0]


def stretches(points: list[Point]) -> list[Box]:
    return [Box(min(a, c), min(b, d), abs(a - c), abs(b - d)) for (a, b), (c, d) in pairwise(points)]


@pytest.mark.parametrize("file", FILES)
def test_arrows_run_straight_and_square(file: str) -> None:
    for flow in process_of(file).flows:
        for (a, b), (c, d) in pairwise(layout(file).edges[flow.id]):
            assert (a == c) != (b == d), flow.id


@pytest.mark.parametrize("file", FILES)
def test_arrows_begin_and_end_at_their_shapes(file: str) -> None:
    drawn = layout(file)
    for flow in process_of(file).flows:
        points = drawn.edges[flow.id]
        for node, (x, y) in ((flow.source, points[0]), (flow.target, points[-1])):
            assert drawn.shapes[node].holds(Box(x, y, 0, 0)), f"{flow.id} misses {node}"


@pytest.mark.parametrize("file", FILES)
def test_no_arrow_runs_through_another_shape(file: str) -> None:
    drawn, process = layout(file), process_of(file)
    for flow in process.flows:
        own = {flow.source, flow.target, process.nodes[flow.source].host}
        for node in process.nodes:
            if node not in own:
                inside = drawn.shapes[node].shrunk(1)
                assert not any(inside.meets(one) for one in stretches(drawn.edges[flow.id])), f"{flow.id}, {node}"


@pytest.mark.parametrize("file", FILES)
def test_shapes_do_not_overlap(file: str) -> None:
    drawn, process = layout(file), process_of(file)
    for one, other in combinations(process.nodes.values(), 2):
        if one.host != other.id and other.host != one.id:
            assert not drawn.shapes[one.id].meets(drawn.shapes[other.id]), f"{one.id}, {other.id}"


@pytest.mark.parametrize("file", FILES)
def test_labels_cover_neither_shapes_nor_each_other(file: str) -> None:
    drawn, process = layout(file), process_of(file)
    for name, label in drawn.labels.items():
        for node in process.nodes:
            assert not label.shrunk(1).meets(drawn.shapes[node]), f"label of {name} lies on {node}"
    for (name, label), (other, another) in combinations(drawn.labels.items(), 2):
        assert not label.shrunk(1).meets(another), f"labels of {name} and {other}"


@pytest.mark.parametrize("file", FILES)
def test_no_arrow_strikes_out_a_label(file: str) -> None:
    drawn, process = layout(file), process_of(file)
    for name, label in drawn.labels.items():
        for flow in process.flows:
            struck = any(label.shrunk(2).meets(one) for one in stretches(drawn.edges[flow.id]))
            assert not struck, f"{flow.id} strikes out the label of {name}"


@pytest.mark.parametrize("file", FILES)
def test_every_name_outside_a_shape_has_its_place(file: str) -> None:
    process = process_of(file)
    small = [node.id for node in process.nodes.values() if node.name and node.kind.endswith(("Event", "Gateway"))]
    named = [flow.id for flow in process.flows if flow.name]

    assert set(layout(file).labels) == {*small, *named}


@pytest.mark.parametrize("file", FILES)
def test_every_shape_stands_in_its_lane(file: str) -> None:
    drawn = layout(file)
    for lane, nodes in drawn.lanes.items():
        for node in nodes:
            assert drawn.shapes[lane].holds(drawn.shapes[node]), f"{node} leaves {lane}"


@pytest.mark.parametrize("file", FILES)
def test_everything_has_a_chinese_name(file: str) -> None:
    process = process_of(file)
    for node in process.nodes.values():
        is_merge = node.kind == "exclusiveGateway" and len(process.ways_out(node.id)) == 1
        assert is_merge or any("\u4e00" <= sign <= "\u9fff" for sign in node.name), node.id


def test_the_four_levels_climb_from_lower_left_to_upper_right() -> None:
    shapes = layout("mediation/ladder.bpmn").shapes
    steps = [(shapes[level].x, shapes[level].y) for level in LADDER]

    for (x, y), (next_x, next_y) in pairwise(steps):
        assert next_x > x
        assert next_y < y


def test_the_way_up_is_one_straight_line() -> None:
    edges = layout("mediation/ladder.bpmn").edges
    for lower, upper in (("clan", "group"), ("group", "village"), ("village", "town")):
        points = edges[f"after_{lower}__to_{upper}"]
        assert len(points) == 2
        assert points[0][0] == points[1][0]


def test_the_lanes_are_the_four_levels_and_the_mediator() -> None:
    root = etree.parse(str(BPMN_FOLDER / "mediation" / "ladder.bpmn")).getroot()

    names = [lane.get("name") for lane in root.iter(f"{BPMN}lane")]

    assert names == ["镇级调解中心", "村级调解委员会", "村民调解小组", "家族调解小组", "调解员"]
