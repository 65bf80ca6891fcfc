"""What a diagram says in words: conditions, dates and tables, judged one by one.

Every function answers with sentences; none of them evaluates anything.
"""

import ast
from collections.abc import Iterator, Mapping
from datetime import datetime

from workflows.diagrams.drawing import Decision, RoutingWord
from workflows.diagrams.expressions import ExpressionRefused, check_expression, names_in

CELL = "cell"


def expression_faults(text: str, words: Mapping[str, RoutingWord]) -> Iterator[str]:
    """Why this expression may not stand in a diagram: outside the language, or an unknown word."""
    try:
        check_expression(text)
        unknown = sorted(names_in(text) - set(words))
    except ExpressionRefused as refusal:
        yield str(refusal)
        return
    for name in unknown:
        yield f"条件“{text}”里的“{name}”不是流转用的词，请检查拼写，或者写进 words.json。"


def timer_faults(kind: str, text: str, words: Mapping[str, RoutingWord]) -> Iterator[str]:
    """Why this timer is refused: it must be a date, a known word or a quoted moment with its offset."""
    if kind != "timeDate":
        yield "要写到期的日期（timeDate），不能写时长或者循环：换一版图，时长会从头算起。"
        return
    value = _only_part(text)
    if isinstance(value, ast.Name):
        if words.get(value.id, RoutingWord("", "", "")).kind != "moment":
            yield f"到期时间“{text}”不是一个表示时间的词，请检查拼写；要写固定的时间，请加引号并写明时区。"
        return
    if not isinstance(value, ast.Constant) or not isinstance(value.value, str):
        yield f"到期时间“{text}”没有加引号，请写一个词，或者写带引号、带时区的时间。"
        return
    try:
        naive = datetime.fromisoformat(value.value).tzinfo is None
    except ValueError:
        yield f"到期时间“{text}”不是一个时间，请写成“2026-11-23T17:00:00+08:00”这样。"
        return
    if naive:
        yield f"到期时间“{text}”没有写时区，请在后面加上 +08:00。"


def comparisons(text: str) -> Iterator[tuple[str, str]]:
    """The (word, value) pairs an expression asks for by ``==`` or ``in``; nothing when it cannot be read."""
    for part in _parts(text):
        if isinstance(part, ast.Compare) and len(part.ops) == 1 and isinstance(part.left, ast.Name):
            for value in _values(part.comparators[0]):
                yield part.left.id, value


def table_faults(decision: Decision, words: Mapping[str, RoutingWord]) -> Iterator[tuple[str, str]]:
    """What is wrong with a decision table, as (element id, sentence)."""
    if decision.policy not in {"FIRST", "UNIQUE"}:
        yield decision.id, "这张表的取法（hitPolicy）要选 FIRST：从上往下，第一条对得上的算数。"
    for read in decision.inputs:
        yield from ((decision.id, sentence) for sentence in expression_faults(read, words))
    for name in decision.outputs:
        if name not in words:
            yield decision.id, f"这张表的结果“{name}”不是流转用的词，请写进 words.json。"
    for rule in decision.rules:
        if not rule.why:
            yield rule.id, "这一行没有写理由，请在说明栏写一句为什么。"
        for read, test in zip(decision.inputs, rule.tests, strict=False):
            yield from ((rule.id, sentence) for sentence in _cell_faults(read, test, words))
        for name, result in zip(decision.outputs, rule.results, strict=False):
            yield from ((rule.id, sentence) for sentence in _value_faults(name, result, words))
    if not decision.rules or any(test not in {"", "-"} for test in decision.rules[-1].tests):
        yield decision.id, "最后一行要什么都不限（-），好让每件事都有一个结果。"


def _cell_faults(read: str, test: str, words: Mapping[str, RoutingWord]) -> Iterator[str]:
    if test in {"", "-"}:
        return
    cell = test.replace("?", CELL)
    whole = cell if _only_part(cell) is not None or _parts(cell) else f"{CELL} {cell}"
    known = {**words, CELL: RoutingWord(CELL, "这一格", "code")}
    faults = list(expression_faults(whole, known))
    yield from faults
    if not faults and isinstance(_only_part(cell), ast.Constant):
        yield from _value_faults(read, cell, words)


def _value_faults(name: str, text: str, words: Mapping[str, RoutingWord]) -> Iterator[str]:
    faults = list(expression_faults(text, {}))
    yield from faults
    word, value = words.get(name), _only_part(text)
    if faults or word is None or not isinstance(value, ast.Constant):
        return
    if word.kind == "code" and value.value not in word.values:
        yield f"“{word.label}”没有“{text.strip()}”这个值，请检查拼写，或者写进 words.json。"
    if word.kind == "yes_no" and not isinstance(value.value, bool):
        yield f"“{word.label}”只能写 True 或者 False。"


def _only_part(text: str) -> ast.expr | None:
    try:
        return ast.parse(text.strip(), mode="eval").body
    except (SyntaxError, ValueError):
        return None


def _parts(text: str) -> list[ast.AST]:
    whole = _only_part(text)
    return [] if whole is None else list(ast.walk(whole))


def _values(part: ast.expr) -> Iterator[str]:
    for one in part.elts if isinstance(part, ast.Tuple | ast.List) else [part]:
        if isinstance(one, ast.Constant) and isinstance(one.value, str):
            yield one.value
