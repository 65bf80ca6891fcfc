"""What the engine-room tests share: small diagrams, opening words, and a walker that remembers its position."""

import ast
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from xml.etree import ElementTree

from workflows import engine
from workflows.catalogue import Definition
from workflows.steps import Due, Position, Step, Word

DIAGRAMS = Path(__file__).parent / "diagrams"
MODEL = "http://www.omg.org/spec/BPMN/20100524/MODEL"
BPMN = Path(__file__).parents[2] / "bpmn"
MORNING = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)

LADDER_WORDS: dict[str, Word] = {
    "target": "group",
    "suggested": "",
    "entry": "fresh",
    "outcome": "",
    "grave": False,
    "shared": "clan",
    "month_ends_at": (MORNING + timedelta(days=30)).isoformat(),
    "answer_due_at": (MORNING + timedelta(days=3)).isoformat(),
}
LAPS_WORDS: dict[str, Word] = {"outcome": "", "judge_by": (MORNING + timedelta(days=9)).isoformat(), "note": ""}
MEDIATION_WORDS: dict[str, Word] = {
    "target": "clan",
    "suggested": "",
    "outcome": "",
    "by_letter": False,
    "ended_as": "",
    "form": "written",
    "partial": False,
    "month_ends_at": (MORNING + timedelta(days=30)).isoformat(),
    "answer_due_at": (MORNING + timedelta(days=3)).isoformat(),
    "review_due_at": (MORNING + timedelta(days=5)).isoformat(),
    "dispute_type": "neighbour",
    "grave": False,
    "ownership": False,
    "cadre_party": False,
    "shared": "clan",
}


LATER = (MORNING + timedelta(days=30)).isoformat()
PETITION_WORDS: dict[str, Word] = {
    "decision": "",
    "outcome": "",
    "review_ends_at": LATER,
    "final_ends_at": LATER,
    "simple_ends_at": LATER,
}


def small(key: str) -> Definition:
    return Definition.from_folder(DIAGRAMS / key, key)


def mediation() -> Definition:
    return Definition.from_folder(BPMN / "mediation", "mediation")


class Walker:
    """Answers steps by name, through stored bytes only: every move starts from what was stored."""

    def __init__(self, definition: Definition, words: Mapping[str, Word], now: datetime = MORNING) -> None:
        self.definition = definition
        self.now = now
        self.position = engine.start(definition, words, now=now)
        self.largest = len(self.position.state)

    def open(self) -> list[str]:
        return [step.name for step in self.position.steps]

    def waits(self) -> list[str]:
        """What the flow itself waits for."""
        return [wait.name for wait in self.position.waits]

    def step(self, name: str) -> Step:
        return next(step for step in self.position.steps if step.name == name)

    def due(self, name: str) -> Due:
        return next(due for due in self.position.dues if due.name == name)

    def answer(self, name: str, **words: Word) -> "Walker":
        return self._at(engine.complete(self.definition, self.position.state, self.step(name).id, words, now=self.now))

    def wait(self, days: float) -> "Walker":
        self.now += timedelta(days=days)
        return self._at(engine.tick(self.definition, self.position.state, now=self.now))

    def hear(self, message: str, **words: Word) -> "Walker":
        return self._at(engine.send(self.definition, self.position.state, message, words, now=self.now))

    def retime(self, name: str, at: datetime) -> "Walker":
        return self._at(engine.retime(self.definition, self.position.state, self.due(name).id, at, now=self.now))

    def _at(self, position: Position) -> "Walker":
        self.position = position
        self.largest = max(self.largest, len(position.state))
        return self


@cache
def vocabulary(definition: Definition) -> dict[str, list[Word]]:
    """Every word the gateways of a version compare, with the values they compare it to."""
    found: dict[str, set[Word]] = {}
    for texts in conditions_after(definition).values():
        for text in texts:
            for word, values in _compared(text).items():
                found.setdefault(word, set()).update(values)
    return {word: sorted(values, key=str) or [True, False] for word, values in sorted(found.items())}


@cache
def outcomes_after(definition: Definition) -> dict[str, list[Word]]:
    """By step: the outcomes that the gateway right behind it asks for."""
    found = {
        step: {value for text in texts for value in _compared(text).get("outcome", ())}
        for step, texts in conditions_after(definition).items()
    }
    return {step: [*sorted(values, key=str), "something else"] for step, values in found.items() if values}


def _compared(text: str) -> dict[str, set[Word]]:
    tree = ast.parse(text.strip(), mode="eval")
    found: dict[str, set[Word]] = {node.id: set() for node in ast.walk(tree) if isinstance(node, ast.Name)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Compare) and isinstance(node.left, ast.Name):
            found[node.left.id] |= {part.value for part in ast.walk(node) if isinstance(part, ast.Constant)}
    return found


@cache
def conditions_after(definition: Definition) -> dict[str, list[str]]:
    """By flow element: the conditions on the ways out of the gateway it leads to (or is)."""
    found: dict[str, list[str]] = {}
    for text in [text for name, text in definition.files().items() if name.endswith((".bpmn", ".dmn"))]:
        flows = [flow.attrib | {"if": flow.findtext(f"{{{MODEL}}}conditionExpression")} for flow in _flows(text)]
        conditions: dict[str, list[str]] = {}
        for flow in flows:
            if flow["if"]:
                conditions.setdefault(flow["sourceRef"], []).append(flow["if"])
        found |= conditions
        found |= {flow["sourceRef"]: conditions[flow["targetRef"]] for flow in flows if flow["targetRef"] in conditions}
    return found


def _flows(text: str) -> list[ElementTree.Element]:
    return list(ElementTree.fromstring(text).iter(f"{{{MODEL}}}sequenceFlow"))
