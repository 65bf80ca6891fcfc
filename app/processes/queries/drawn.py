"""The diagrams to look at: as the files have them, or as the version has them that a matter began with."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from app.core.permissions import Actor
from app.processes.queries import key_named, must_see_subject, processes_of
from app.processes.queries.definitions import current, definition_of, process_with
from workflows.catalogue import Definition
from workflows.diagrams.drawing import Node, parse_drawing
from workflows.pinned import pinned


@dataclass(frozen=True)
class Drawn:
    """One version to look at: its texts by file name, and by name of a diagram what it shows."""

    files: Mapping[str, str] = field(repr=False)
    names: Mapping[str, str]
    main: str

    def has(self, diagram: str) -> bool:
        """Whether there is a diagram of this name."""
        return diagram in self.names and f"{diagram}.bpmn" in self.files

    def text(self, diagram: str) -> str:
        """The diagram itself."""
        return self.files[f"{diagram}.bpmn"]

    def standing(self, elements: Collection[str]) -> Mapping[str, frozenset[str]]:
        """By diagram, which of these elements a matter stands at there.

        Steps of two diagrams may bear one name: those of a called one count only where its call is among them too.
        Elements none of which is drawn in the main diagram were asked for by hand, and count wherever they are drawn.
        """
        wanted = set(elements)
        if not wanted:
            return {}
        drawn = {name: self._nodes(name) for name in self.names if self.has(name)}
        found: dict[str, frozenset[str]] = {}
        in_main = wanted & drawn.get(self.main, {}).keys()
        waiting = [self.main] if in_main else list(drawn)
        while waiting:
            name = waiting.pop()
            found[name] = frozenset(wanted & drawn[name].keys())
            called = {drawn[name][element].calls for element in found[name]}
            waiting.extend(one for one in called if one in drawn and one not in found)
        return {name: here for name, here in found.items() if here}

    def _nodes(self, diagram: str) -> Mapping[str, Node]:
        processes = parse_drawing(f"{diagram}.bpmn", self.text(diagram).encode()).processes
        return {element: node for process in processes for element, node in process.nodes.items()}


def drawn_in_files(diagram: str) -> Drawn | None:
    """The newest version of the process with a diagram of this name; None when there is none."""
    key = process_with(diagram)
    found = None if key is None else _drawn(current(key))
    return found if found is not None and found.has(diagram) else None


def drawn_for(diagram: str, subject_kind: str, public_id: str, *, actor: Actor) -> Drawn | None:
    """The version a matter's flow began with; None when none of its flows has a diagram of this name.

    A matter that has no flow yet is shown what it would begin with.  Raises `NotFound`, the same for none and for one
    that is out of the actor's sight.
    """
    subject_id = key_named(subject_kind, public_id)
    must_see_subject(subject_kind, subject_id, actor)
    flows = processes_of(subject_kind, [subject_id])
    if not flows:
        return drawn_in_files(diagram)
    drawn = (_drawn(definition_of(one)) for one in reversed(flows))
    return next((one for one in drawn if one.has(diagram)), None)


def _drawn(definition: Definition) -> Drawn:
    return Drawn(definition.files(), pinned(definition).process_file().diagrams, definition.key)
