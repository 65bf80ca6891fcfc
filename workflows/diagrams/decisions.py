"""What a decision table says about one case, and why: for showing a suggestion with its reason.

The engine reads the same table by itself; both answers agree, and a test holds them to it.
"""

import ast
from collections.abc import Mapping
from dataclasses import dataclass

from workflows.diagrams.drawing import Decision, Rule
from workflows.diagrams.expressions import evaluate
from workflows.errors import EngineError
from workflows.steps import Word

CELL = "cell"


class NothingFits(EngineError):
    """No row of the table fits the case."""


@dataclass(frozen=True, slots=True)
class Decided:
    """The first row that fits: its results by routing word, and the reason written beside it."""

    rule: str
    results: Mapping[str, object]
    why: str


def decide(decision: Decision, words: Mapping[str, Word]) -> Decided:
    """The answer of a table for these routing words.

    Raises ExpressionRefused when a word is missing, NothingFits when no row fits.
    """
    for rule in decision.rules:
        if _fits(decision, rule, words):
            results = {
                name: evaluate(text, words) for name, text in zip(decision.outputs, rule.results, strict=True) if text
            }
            return Decided(rule.id, results, rule.why)
    raise NothingFits(f"决策表“{decision.name}”没有一行合这件事，请在最后加一行什么都不限的。")


def _fits(decision: Decision, rule: Rule, words: Mapping[str, Word]) -> bool:
    return all(
        test in {"", "-"} or bool(evaluate(_question(test), {**words, CELL: evaluate(read, words)}))
        for read, test in zip(decision.inputs, rule.tests, strict=True)
    )


def _question(test: str) -> str:
    """A cell as a question: a plain value is compared, ``< 5`` and ``? in (1, 2)`` ask by themselves."""
    if "?" in test:
        return test.replace("?", CELL)
    try:
        ast.parse(test, mode="eval")
    except SyntaxError:
        return f"{CELL} {test}"
    return f"{CELL} == ({test})"
