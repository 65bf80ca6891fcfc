"""What pydantic refuses is told in Chinese, with the file and the place; routing words are read by it."""

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import pytest
from pydantic import Field, TypeAdapter

from workflows.diagrams.drawing import parse_words, read_words
from workflows.errors import DiagramRefused, EngineError
from workflows.read_json import Strict, read_json, read_json_file

GOOD = '{"outcome": {"label": "上一步的结果", "kind": "code", "values": ["up"]}}'
FAULTS = {
    "[]": "words.json：这里应当是一组带名字的内容。",
    '{"a": 1}': "words.json 的“a”：这里应当是一组带名字的内容。",
    '{"a": {"kind": "code"}}': "words.json 的“a”：缺少“label”，请写上。",
    '{"a": {"kind": "word", "label": "甲"}}': (
        "words.json 的“a”：“kind”没有“word”这种写法，只有：code、yes_no、moment、answers。"
    ),
    '{"a": {"kind": "code", "label": " "}}': "words.json 的“a”：“label”要写上文字。",
    '{"a": {"kind": "code", "lable": "甲"}}': "words.json 的“a”：不认识“lable”，请检查拼写。",
    '{"a": {"kind": "code", "label": "甲", "values": "up"}}': (
        "words.json 的“a”：“values”应当是一份清单，至少有一项。"
    ),
    '{"a": {"kind": "code", "label": "甲", "values": ["up", 1]}}': ("words.json 的“a”：“values 的第 2 项”要写上文字。"),
    '{"a": {}, "a": {}}': "words.json：同一处把“a”写了两遍，请删去一个。",
    '{"a": {},\n}': "words.json：第 2 行写法不对，请检查引号、逗号和括号。",
}


def test_routing_words_are_read_by_their_name() -> None:
    word = parse_words(GOOD)["outcome"]
    assert (word.name, word.label, word.kind, word.values) == ("outcome", "上一步的结果", "code", ("up",))


@pytest.mark.parametrize("text", FAULTS)
def test_faulty_routing_words_are_refused_with_the_word_and_what_would_do(text: str) -> None:
    with pytest.raises(DiagramRefused) as refused:
        parse_words(text)
    assert str(refused.value) == FAULTS[text]


def test_missing_routing_words_are_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(DiagramRefused, match=r"^缺少 words\.json，请在图的旁边写明用到哪些流转用的词。$"):
        read_words(tmp_path)


@dataclass(frozen=True, slots=True)
class Shelf(Strict):
    """Of every kind of value that can be wrong."""

    height: Annotated[int, Field(ge=1, le=9)] = 1
    depth: float = 1.0
    name: Annotated[str, Field(max_length=3)] = ""
    is_full: bool = False


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ('{"height": 0}', "“height”不能小于 1"),
        ('{"height": 10}', "“height”不能大于 9"),
        ('{"height": 1.5}', "“height”应当是一个整数"),
        ('{"name": "四个汉字"}', "“name”最多写 3 个字"),
        ('{"is_full": 1}', "“is_full”要写 true 或 false"),
        ('{"depth": "deep"}', "“depth”写法不对，请核对"),
    ],
)
def test_no_refusal_is_in_english_not_even_one_that_has_no_sentence_yet(text: str, sentence: str) -> None:
    with pytest.raises(EngineError) as refused:
        read_json(TypeAdapter(Shelf), text, "shelf.json", EngineError)
    assert str(refused.value) == f"shelf.json：{sentence}。"


def test_a_file_that_cannot_be_read_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(EngineError, match=r"^shelf\.json：没有这个文件，请补上。$"):
        read_json_file(TypeAdapter(Shelf), tmp_path / "shelf.json", EngineError)
    (tmp_path / "shelf.json").mkdir()
    with pytest.raises(EngineError, match=r"^shelf\.json：读不出来"):
        read_json_file(TypeAdapter(Shelf), tmp_path / "shelf.json", EngineError)
