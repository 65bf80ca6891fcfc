"""The only language a diagram's condition, timer or decision table may speak.

A whitelist interpreter: names of routing words, constants, and/or/not,
comparisons, + - * / // %, ``in``, ``a if b else c``, subscripts, lists and
tuples, and calls of pure functions registered here by name. Nothing else is
accepted, and nothing is ever handed to eval or exec.
"""

import ast
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache

from workflows.errors import EngineError

LONGEST_EXPRESSION = 500
MOST_PARTS = 100
LONGEST_TEXT = 2_000
LARGEST_NUMBER = 10**12
MOST_ITEMS = 200

Value = object
PureFunction = Callable[..., Value]

_functions: dict[str, PureFunction] = {}


class ExpressionRefused(EngineError):
    """The expression is outside the language, too large, or has no answer."""


def register_function(name: str, function: PureFunction) -> None:
    """Let expressions call a pure function of plain values by this name.

    Raises ValueError when the name is no plain identifier or is taken.
    """
    if not name.isidentifier() or name.startswith("_"):
        raise ValueError(f"{name!r} cannot name a function")
    if _functions.get(name, function) is not function:
        raise ValueError(f"{name!r} is already registered")
    _functions[name] = function


def check_expression(text: str) -> None:
    """Raise ExpressionRefused, with a sentence, unless the text is inside the language."""
    tree = _parsed(text)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _function_name(node) not in _functions:
            raise ExpressionRefused(f"表达式“{text.strip()}”用了没有登记的函数“{_function_name(node)}”。")


def names_in(text: str) -> frozenset[str]:
    """The routing words an expression reads; raises ExpressionRefused as check_expression does."""
    tree = _parsed(text)
    called = {id(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}
    return frozenset(node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and id(node) not in called)


def evaluate(text: str, words: Mapping[str, Value]) -> Value:
    """The expression's answer for these words.

    Raises ExpressionRefused when it is outside the language, reads a word that
    is not there, or has no answer (a division by nought, a text minus a number).
    """
    try:
        return _Reading(words).of(_parsed(text))
    except ExpressionRefused as refusal:
        raise ExpressionRefused(f"表达式“{text.strip()[:80]}”算不出结果：{refusal}") from refusal
    except (TypeError, ValueError, ArithmeticError, LookupError) as error:
        raise ExpressionRefused(f"表达式“{text.strip()[:80]}”算不出结果，请检查其中的值：{error}") from error


class WordsOnly:
    """The script environment handed to SpiffWorkflow: it evaluates, and never executes."""

    def evaluate(
        self,
        expression: str,
        context: Mapping[str, Value],
        external_context: Mapping[str, Value] | None = None,
    ) -> Value:
        return evaluate(expression, {**(external_context or {}), **context})

    def execute(self, script: str, context: object, external_context: object = None) -> bool:
        raise ExpressionRefused("流程图里不能写脚本，请把这一步改成由人办理或由决策表判断。")

    def call_service(self, context: object, **kwargs: object) -> str:
        raise ExpressionRefused("流程图里不能调用外部服务。")


_ALLOWED: tuple[type[ast.AST], ...] = (
    ast.Expression,
    ast.Constant,
    ast.Name,
    ast.Load,
    ast.BoolOp,
    ast.And,
    ast.Or,
    ast.UnaryOp,
    ast.Not,
    ast.USub,
    ast.UAdd,
    ast.BinOp,
    ast.Add,
    ast.Sub,
    ast.Mult,
    ast.Div,
    ast.FloorDiv,
    ast.Mod,
    ast.Compare,
    ast.Eq,
    ast.NotEq,
    ast.Lt,
    ast.LtE,
    ast.Gt,
    ast.GtE,
    ast.In,
    ast.NotIn,
    ast.Is,
    ast.IsNot,
    ast.IfExp,
    ast.Subscript,
    ast.List,
    ast.Tuple,
    ast.Call,
)


@lru_cache(maxsize=2048)
def _parsed(text: str) -> ast.Expression:
    source = text.strip()
    shown = source[:80]
    if not source:
        raise ExpressionRefused("表达式是空的，请写上条件。")
    if len(source) > LONGEST_EXPRESSION:
        raise ExpressionRefused(f"表达式太长，最多 {LONGEST_EXPRESSION} 个字符。")
    try:
        tree = ast.parse(" ".join(source.splitlines()), mode="eval")
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise ExpressionRefused(f"表达式“{shown}”写法不对，请检查引号和括号。") from error
    parts = list(ast.walk(tree))
    if len(parts) > MOST_PARTS:
        raise ExpressionRefused(f"表达式“{shown}”太复杂，请拆成几个判断。")
    for part in parts:
        _check_part(part, shown)
    return tree


def _check_part(part: ast.AST, shown: str) -> None:
    if not isinstance(part, _ALLOWED):
        raise ExpressionRefused(f"表达式“{shown}”里不能用 {type(part).__name__}，只能比较、判断和加减乘除。")
    if isinstance(part, ast.Name) and part.id.startswith("_"):
        raise ExpressionRefused(f"表达式“{shown}”里的名字不能以下划线开头。")
    if isinstance(part, ast.Constant):
        _check_constant(part, shown)
    if isinstance(part, ast.Call) and (not isinstance(part.func, ast.Name) or part.keywords):
        raise ExpressionRefused(f"表达式“{shown}”只能用登记过的函数，参数按顺序写。")


def _check_constant(part: ast.Constant, shown: str) -> None:
    if part.value is not None and not isinstance(part.value, str | int | float):
        raise ExpressionRefused(f"表达式“{shown}”里只能写文字、数字、True、False 和 None。")
    try:
        _capped(part.value)
    except ExpressionRefused as refusal:
        raise ExpressionRefused(f"表达式“{shown}”写法不对：{refusal}") from refusal


def _function_name(node: ast.Call) -> str:
    return node.func.id if isinstance(node.func, ast.Name) else ""


def _capped(value: Value) -> Value:
    if isinstance(value, str) and len(value) > LONGEST_TEXT:
        raise ExpressionRefused("文字太长。")
    if isinstance(value, int | float) and not -LARGEST_NUMBER <= value <= LARGEST_NUMBER:
        raise ExpressionRefused("数字太大。")
    if isinstance(value, list | tuple) and len(value) > MOST_ITEMS:
        raise ExpressionRefused("列表太长。")
    return value


def _number(value: Value) -> float | int:
    if isinstance(value, int | float):
        return value
    raise ExpressionRefused(f"“{value}”不是数字。")


def _add(left: Value, right: Value) -> Value:
    if isinstance(left, str) and isinstance(right, str):
        return left + right
    return _number(left) + _number(right)


def _inside(left: Value, right: Value) -> bool:
    if isinstance(right, str):
        return isinstance(left, str) and left in right
    if isinstance(right, Sequence | Mapping):
        return left in right
    raise ExpressionRefused(f"“{right}”里不能查找。")


def _below(left: Value, right: Value) -> bool:
    if isinstance(left, str) and isinstance(right, str):
        return left < right
    return _number(left) < _number(right)


_ARITHMETIC: Mapping[type[ast.operator], Callable[[Value, Value], Value]] = {
    ast.Add: _add,
    ast.Sub: lambda left, right: _number(left) - _number(right),
    ast.Mult: lambda left, right: _number(left) * _number(right),
    ast.Div: lambda left, right: _number(left) / _number(right),
    ast.FloorDiv: lambda left, right: _number(left) // _number(right),
    ast.Mod: lambda left, right: _number(left) % _number(right),
}

_COMPARISONS: Mapping[type[ast.cmpop], Callable[[Value, Value], bool]] = {
    ast.Eq: lambda left, right: left == right,
    ast.NotEq: lambda left, right: left != right,
    ast.Lt: _below,
    ast.LtE: lambda left, right: left == right or _below(left, right),
    ast.Gt: lambda left, right: _below(right, left),
    ast.GtE: lambda left, right: left == right or _below(right, left),
    ast.In: _inside,
    ast.NotIn: lambda left, right: not _inside(left, right),
    ast.Is: lambda left, right: left is right,
    ast.IsNot: lambda left, right: left is not right,
}


class _Reading:
    """One evaluation over one set of words."""

    def __init__(self, words: Mapping[str, Value]) -> None:
        self._words = words

    def of(self, node: ast.AST) -> Value:
        rule: Callable[[ast.AST], Value] | None = getattr(self, f"_{type(node).__name__.lower()}", None)
        if rule is None:
            raise ExpressionRefused(f"不能用 {type(node).__name__}。")
        return _capped(rule(node))

    def _expression(self, node: ast.Expression) -> Value:
        return self.of(node.body)

    def _constant(self, node: ast.Constant) -> Value:
        return node.value

    def _name(self, node: ast.Name) -> Value:
        if node.id not in self._words:
            raise ExpressionRefused(f"没有“{node.id}”这个值。")
        return self._words[node.id]

    def _boolop(self, node: ast.BoolOp) -> Value:
        wanted = isinstance(node.op, ast.Or)
        answer: Value = not wanted
        for part in node.values:
            answer = self.of(part)
            if bool(answer) is wanted:
                return answer
        return answer

    def _unaryop(self, node: ast.UnaryOp) -> Value:
        value = self.of(node.operand)
        if isinstance(node.op, ast.Not):
            return not value
        return -_number(value) if isinstance(node.op, ast.USub) else +_number(value)

    def _binop(self, node: ast.BinOp) -> Value:
        return _ARITHMETIC[type(node.op)](self.of(node.left), self.of(node.right))

    def _compare(self, node: ast.Compare) -> Value:
        left = self.of(node.left)
        for sign, part in zip(node.ops, node.comparators, strict=True):
            right = self.of(part)
            if not _COMPARISONS[type(sign)](left, right):
                return False
            left = right
        return True

    def _ifexp(self, node: ast.IfExp) -> Value:
        return self.of(node.body if self.of(node.test) else node.orelse)

    def _subscript(self, node: ast.Subscript) -> Value:
        holder, place = self.of(node.value), self.of(node.slice)
        if isinstance(holder, Mapping):
            return holder[place]
        if isinstance(holder, Sequence) and isinstance(place, int):
            return holder[place]
        raise ExpressionRefused("方括号只能用在列表和对照表上。")

    def _list(self, node: ast.List) -> Value:
        return [self.of(part) for part in node.elts]

    def _tuple(self, node: ast.Tuple) -> Value:
        return tuple(self.of(part) for part in node.elts)

    def _call(self, node: ast.Call) -> Value:
        function = _functions.get(_function_name(node))
        if function is None:
            raise ExpressionRefused(f"没有登记“{_function_name(node)}”这个函数。")
        return function(*(self.of(part) for part in node.args))
