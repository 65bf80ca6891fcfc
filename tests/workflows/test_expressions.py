"""The language of conditions: what it says, what it refuses, and that it never runs anything."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.diagrams.expressions import (
    LONGEST_EXPRESSION,
    ExpressionRefused,
    WordsOnly,
    check_expression,
    evaluate,
    names_in,
    register_function,
)

WORDS = {"outcome": "up", "count": 3, "grave": True, "nothing": None}


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("outcome == 'up'", True),
        ("  outcome != 'up'\n", False),
        ("outcome in ('up', 'moved') and not nothing", True),
        ("outcome not in ['agreed']", True),
        ("1 < count <= 3", True),
        ("1 < count < 3", False),
        ("(count + 1) * 2 - 7 // 2 % 2", 7),
        ("-count + +1", -2),
        ("count / 2", 1.5),
        ("'village' if grave else 'clan'", "village"),
        ("nothing is None", True),
        ("nothing is not None", False),
        ("grave or unheard_of", True),
        ("not grave and unheard_of", False),
        ("'a' + 'b'", "ab"),
        ("['a', 'b'][1]", "b"),
        ("'pp' in 'upper'", True),
        ("'a' < 'b'", True),
        ("True", True),
    ],
)
def test_the_language_says_what_a_diagram_needs(text: str, answer: object) -> None:
    check_expression(text)
    assert evaluate(text, WORDS) == answer


@pytest.mark.parametrize(
    "text",
    [
        "__import__('os').system('true')",
        "().__class__.__bases__[0].__subclasses__()",
        "outcome.upper()",
        "outcome.__class__",
        "_private == 1",
        "open('/etc/passwd')",
        "eval('1')",
        "lambda: 1",
        "[each for each in outcome]",
        "{'a': 1}",
        "{1, 2}",
        "f'{outcome}'",
        "(seen := 1)",
        "outcome[0:2]",
        "[*outcome]",
        "count ** 9",
        "count << 9",
        "count & 1",
        "~count",
        "b'bytes'",
        "1j",
        "...",
        "await outcome",
        "outcome = 'up'",
        "import os",
        "outcome ==",
        "",
        "   ",
        "(" * 300 + ")" * 300,
        "1000000000000000",
        "check(a=1)",
    ],
)
def test_anything_else_is_refused_before_it_runs(text: str) -> None:
    with pytest.raises(ExpressionRefused):
        check_expression(text)
    with pytest.raises(ExpressionRefused):
        evaluate(text, WORDS)


@pytest.mark.parametrize(
    "text",
    [
        "unheard_of == 1",
        "1 / (count - 3)",
        "outcome + count",
        "outcome * 9",
        "outcome % 9",
        "outcome < count",
        "nothing + 1",
        "'a' in 5",
        "['a'][5]",
        "count[0]",
        "-outcome",
        "999999999999 * 999999999999",
    ],
)
def test_a_question_without_an_answer_is_a_sentence_not_a_crash(text: str) -> None:
    check_expression(text)
    with pytest.raises(ExpressionRefused, match="算不出结果"):
        evaluate(text, WORDS)


def test_text_cannot_be_grown_without_end() -> None:
    with pytest.raises(ExpressionRefused, match="文字太长"):
        evaluate("long + long", {"long": "x" * 1500})


def test_an_expression_of_many_parts_or_letters_is_refused() -> None:
    with pytest.raises(ExpressionRefused, match="太复杂"):
        check_expression("+".join(["1"] * 60))
    with pytest.raises(ExpressionRefused, match="太长"):
        check_expression("1" + " " * 10 + "+ 1" * LONGEST_EXPRESSION)


def test_the_refusal_names_the_missing_word() -> None:
    with pytest.raises(ExpressionRefused, match="没有“unheard_of”这个值"):
        evaluate("unheard_of == 1", {})


def test_names_are_the_words_an_expression_reads() -> None:
    register_function("longest", max)
    assert names_in("a == 'b' and c in (d, 1) or longest(e, 2) > 1") == {"a", "c", "d", "e"}
    assert names_in("True") == set()


def test_a_registered_function_answers_and_a_word_of_its_name_does_not_hide_it() -> None:
    register_function("longest", max)
    assert evaluate("longest(count, 5)", {"count": 3, "longest": "word"}) == 5


def test_a_function_name_is_registered_once_and_plain() -> None:
    register_function("longest", max)
    with pytest.raises(ValueError, match="already"):
        register_function("longest", min)
    with pytest.raises(ValueError, match="cannot name"):
        register_function("_hidden", max)


def test_scripts_and_services_are_never_run() -> None:
    words: dict[str, object] = {}
    with pytest.raises(ExpressionRefused, match="不能写脚本"):
        WordsOnly().execute("seen = 1", words)
    with pytest.raises(ExpressionRefused, match="外部服务"):
        WordsOnly().call_service(words)
    assert words == {}


def test_the_flows_own_words_come_before_a_tables_own() -> None:
    assert WordsOnly().evaluate("a", {"a": 1}, {"a": 2}) == 1
    assert WordsOnly().evaluate("b", {"a": 1}, {"b": 2}) == 2


@given(st.text(max_size=60))
def test_no_text_whatever_does_more_than_answer_or_be_refused(text: str) -> None:
    try:
        check_expression(text)
    except ExpressionRefused:
        with pytest.raises(ExpressionRefused):
            evaluate(text, WORDS)


@given(
    st.integers(-100, 100), st.integers(-100, 100), st.sampled_from(["+", "-", "*", "<", "<=", ">", ">=", "==", "!="])
)
def test_sums_and_comparisons_agree_with_python(left: int, right: int, sign: str) -> None:
    by_hand = {
        "+": left + right,
        "-": left - right,
        "*": left * right,
        "<": left < right,
        "<=": left <= right,
        ">": left > right,
        ">=": left >= right,
        "==": left == right,
        "!=": left != right,
    }
    assert evaluate(f"a {sign} b", {"a": left, "b": right}) == by_hand[sign]
