"""Which function of the matter rooms writes, who calls it, and whether somebody was asked first whose matter it is."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

GUARDS = frozenset(
    {
        "must_handle",
        "must_file",
        "must_correct",
        "must_unmask",
        "must_not_have_worked_on",
        "must_stand_at",
        "must_may",
        "must_be_open_to",
        "answer_task",
    }
)
"""What asks whose matter it is.  `answer_task` asks whose step it is before the step's handler runs."""
GUARDED_KINDS = frozenset({"Action", "LetterAction"})
"""An action entered as one of these is carried out by `carry_out`, which asks first."""
WRITES = frozenset({"add", "add_all", "delete", "flush"})


@dataclass
class Function:
    """A function of a module: what it calls, whether it acts for somebody, whether it writes or asks."""

    name: str
    is_public: bool
    acts: bool
    is_step: bool
    asks: bool
    writes: bool
    calls: set[str] = field(default_factory=set)
    is_entered: bool = False


def functions_of(sources: Mapping[str, str]) -> dict[str, Function]:
    """Every function by ``module:name``; a method by ``module:Class.name``."""
    found: dict[str, Function] = {}
    entered: set[str] = set()
    for module, source in sources.items():
        tree = ast.parse(source)
        known = _imports(tree) | {name: f"{module}:{name}" for name, _ in _definitions(tree)}
        for name, node in _definitions(tree):
            found[f"{module}:{name}"] = _read(f"{module}:{name}", node, known)
        entered |= set(_entered(tree, known))
    for name in entered & found.keys():
        found[name].is_entered = True
    return found


def _definitions(tree: ast.Module) -> Iterator[tuple[str, ast.FunctionDef]]:
    for node in tree.body:
        if isinstance(node, ast.FunctionDef):
            yield node.name, node
        elif isinstance(node, ast.ClassDef):
            yield from ((f"{node.name}.{one.name}", one) for one in node.body if isinstance(one, ast.FunctionDef))


def _imports(tree: ast.Module) -> dict[str, str]:
    return {
        alias.asname or alias.name: f"{node.module}:{alias.name}"
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }


def _entered(tree: ast.Module, known: Mapping[str, str]) -> Iterator[str]:
    """Functions handed to an `Action` or `LetterAction` when it is made."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in GUARDED_KINDS:
            yield from (known[one.id] for one in node.args if isinstance(one, ast.Name) and one.id in known)


def _read(name: str, node: ast.FunctionDef, known: Mapping[str, str]) -> Function:
    kinds = [_words(one.annotation) for one in [*node.args.args, *node.args.kwonlyargs] if one.annotation]
    called = [one for one in ast.walk(node) if isinstance(one, ast.Call)]
    names = {one.func.id for one in called if isinstance(one.func, ast.Name)}
    methods = {one.func.attr for one in called if isinstance(one.func, ast.Attribute)}
    of_session = {
        one.func.attr
        for one in called
        if isinstance(one.func, ast.Attribute) and ast.unparse(one.func.value).endswith("session")
    }
    used = {one.id for one in ast.walk(node) if isinstance(one, ast.Name)}
    return Function(
        name=name,
        is_public=not name.rpartition(":")[2].startswith("_"),
        acts=any({"Actor", "Submission", "Answer"} & kind for kind in kinds),
        is_step=any("Answer" in kind for kind in kinds),
        asks=bool(GUARDS & (names | methods)),
        writes="record" in names or bool(WRITES & of_session) or _assigns(node),
        calls={known[one] for one in used if one in known} - {name},
    )


def _words(node: ast.AST) -> set[str]:
    return {one.id for one in ast.walk(node) if isinstance(one, ast.Name)}


def _assigns(node: ast.FunctionDef) -> bool:
    """Whether it sets what belongs to something it was given."""
    given = {one.arg for one in [*node.args.args, *node.args.kwonlyargs]} - {"self", "form"}
    targets = [target for one in ast.walk(node) if isinstance(one, ast.Assign) for target in one.targets]
    flat = [part for one in targets for part in (one.elts if isinstance(one, ast.Tuple) else [one])]
    return any(isinstance(one, ast.Attribute) and _root(one) in given for one in flat)


def _root(node: ast.expr) -> str:
    while isinstance(node, ast.Attribute):
        node = node.value
    return node.id if isinstance(node, ast.Name) else ""


def unguarded(sources: Mapping[str, str], rooms: tuple[str, ...]) -> list[str]:
    """Public functions of the rooms that write for somebody although nobody asked whose matter it is.

    Asked is asked when the function asks itself, is the handler of a step, is entered as a guarded action, or is
    called by nothing but functions in which it was asked.
    """
    functions = functions_of(sources)
    callers: dict[str, set[str]] = {name: set() for name in functions}
    for one in functions.values():
        for called in one.calls & functions.keys():
            callers[called].add(one.name)

    def is_safe(name: str, above: frozenset[str] = frozenset()) -> bool:
        one = functions[name]
        if one.asks or one.is_step or one.is_entered:
            return True
        others = callers[name] - above
        return bool(others) and all(is_safe(other, above | {name}) for other in others)

    writing = [one for one in functions.values() if one.is_public and one.acts and one.writes]
    return sorted(one.name for one in writing if one.name.startswith(rooms) and not is_safe(one.name))
