"""What one version of a process asks and how it is answered: its steps, their forms, its tables, its ``process.json``.

A running matter is asked what the version it began with asks, whatever the files say by now.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from threading import Lock

from workflows.catalogue import Definition, specs_of
from workflows.diagrams.drawing import Decision, parse_decision
from workflows.diagrams.forms import SUFFIX, WORDS_FILE, Answers, FormRefused, FormSpec, named_answers, parse_form
from workflows.diagrams.process_file import ACTIONS, ProcessFile, parse_process_file
from workflows.diagrams.process_file import FILE as PROCESS_FILE
from workflows.diagrams.specs import STEPS
from workflows.errors import DiagramRefused
from workflows.steps import OWN_PAGE


class Forms:
    """The forms of one version that steps ask for, or actions: each is judged once, when it is first asked for."""

    def __init__(self, texts: Mapping[str, str], answers: Answers) -> None:
        self._texts, self._answers = texts, answers
        self._read: dict[str, FormSpec] = {}

    def names(self) -> tuple[str, ...]:
        """The names of all forms, sorted."""
        return tuple(sorted(self._texts))

    def get(self, name: str) -> FormSpec:
        """The form of this step or action.  Raises FormRefused when the version has none, or a faulty one."""
        if name not in self._read:
            if name not in self._texts:
                raise FormRefused(f"这件事开始时的流程没有“{name}”的表单，请把表单补上。")
            self._read[name] = parse_form(name, self._texts[name], self._answers)
        return self._read[name]


class Tables:
    """The decision tables of one version: they are read once, when the first is asked for."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self._texts = texts

    @cached_property
    def _read(self) -> Mapping[str, Decision]:
        decisions = [parse_decision(name, text.encode()) for name, text in self._texts.items()]
        return {one.id: one for one in decisions}

    def names(self) -> tuple[str, ...]:
        """The names of all tables, sorted.  Raises DiagramRefused when one cannot be read."""
        return tuple(sorted(self._read))

    def get(self, name: str) -> Decision:
        """The table of this name.  Raises DiagramRefused when the version has none, or one that cannot be read."""
        if name not in self._read:
            raise DiagramRefused(f"这件事开始时的流程没有决策表“{name}”，请把决策表补上。")
        return self._read[name]


@dataclass(frozen=True, slots=True)
class Pinned:
    """What one version holds besides its diagrams.

    ``steps``: every step that somebody answers, by name, with its role; ``own_pages``: those
    of them that the diagram says are answered on a page written by hand, without a form.
    """

    steps: Mapping[str, str]
    own_pages: frozenset[str]
    forms: Forms = field(repr=False)
    actions: Forms = field(repr=False)
    tables: Tables = field(repr=False)
    _process_file: str | None = field(repr=False)

    @property
    def unasked(self) -> tuple[str, ...]:
        """The steps that need a form and have none, sorted."""
        return tuple(sorted(set(self.steps) - self.own_pages - set(self.forms.names())))

    def process_file(self) -> ProcessFile:
        """How the process is called and answered.  Raises DiagramRefused when that is missing or faulty."""
        if self._process_file is None:
            raise DiagramRefused(f"这个版本的流程没有 {PROCESS_FILE}，请重新导入。")
        return parse_process_file(self._process_file)


_kept: dict[str, Pinned] = {}
_keeping = Lock()


def pinned(definition: Definition) -> Pinned:
    """What a version holds, kept once per process of the machine; its forms are read when they are asked for.

    Raises DiagramRefused when its diagrams cannot be run.
    """
    with _keeping:
        known = _kept.get(definition.sha256)
        if known is None:
            known = _kept[definition.sha256] = _read(definition)
        return known


def refuse_unasked(definition: Definition) -> None:
    """Raises FormRefused when a step of a version that new matters would begin with has no form."""
    missing = pinned(definition).unasked
    if missing:
        raise FormRefused(
            f"流程“{definition.key}”有步骤没有表单：{'、'.join(missing)}。请在图的旁边补上（步骤名{SUFFIX}）。"
        )


def _read(definition: Definition) -> Pinned:
    files, steps = definition.files(), _steps(definition)
    answers = named_answers(files.get(WORDS_FILE))
    forms = {name.removesuffix(SUFFIX): text for name, text in files.items() if name.endswith(SUFFIX)}
    return Pinned(
        steps={name: said.get("role", "") for name, said in steps.items()},
        own_pages=frozenset(name for name, said in steps.items() if said.get("page") == OWN_PAGE),
        forms=Forms({name: text for name, text in forms.items() if not name.startswith(ACTIONS)}, answers),
        actions=Forms(
            {name.removeprefix(ACTIONS): text for name, text in forms.items() if name.startswith(ACTIONS)}, answers
        ),
        tables=Tables({name: text for name, text in files.items() if name.endswith(".dmn")}),
        _process_file=files.get(PROCESS_FILE),
    )


def _steps(definition: Definition) -> dict[str, dict[str, str]]:
    """What the diagrams say of each step, by name."""
    specs = specs_of(definition)
    return {
        spec.name: spec.extensions.get("properties", {})
        for process in (specs.main, *specs.called.values())
        for spec in process.task_specs.values()
        if isinstance(spec, STEPS)
    }
