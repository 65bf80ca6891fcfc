"""Pages of docs/ that are made from the code say what the code says, and the code says something everywhere."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import pytest

from app.cli.docs import PAGES, setting_meanings
from app.core.terms import GLOSSARY
from app.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
PINYIN = ("tiaojie", "anjian", "dangshiren", "xieyi", "jiufen", "cunmin", "shouli", "yijiao", "huifang", "guidang")


def names_in_use() -> str:
    """All names of the code in small letters; the glossary's own rows are not asked."""
    sources = [*ROOT.glob("app/**/*.py"), *ROOT.glob("workflows/*.py")]
    lines = "\n".join(path.read_text(encoding="utf-8") for path in sources).splitlines()
    return "\n".join(line for line in lines if not line.strip().startswith("Term(")).lower()


@pytest.mark.parametrize("name", sorted(PAGES))
def test_a_made_page_is_up_to_date(name: str) -> None:
    kept = ROOT / "docs" / f"{name}.md"
    assert kept.exists(), f"run `flask docs {name}`"
    assert kept.read_text(encoding="utf-8") == PAGES[name](), f"run `flask docs {name}`"


def test_every_setting_says_what_it_means() -> None:
    assert [field.name for field in fields(Settings) if not setting_meanings().get(field.name)] == []


def test_every_word_of_the_environment_is_a_setting() -> None:
    known = {f"JIEYOU_{field.name.upper()}" for field in fields(Settings)}
    for path in [*ROOT.glob("app/**/*.py"), *ROOT.glob("tools/*.py"), ROOT / "Makefile"]:
        asked = set(re.findall(r"JIEYOU_[A-Z_]+[A-Z]", path.read_text(encoding="utf-8")))
        assert asked <= known, f"{path.relative_to(ROOT)} reads {sorted(asked - known)}, which Settings does not know"


def test_every_word_of_the_glossary_is_used_in_the_code() -> None:
    used = names_in_use()
    idle = [term.code for term in GLOSSARY if not all(word in used for word in term.code.split())]
    assert idle == []


def test_the_glossary_explains_each_word_once_and_fully() -> None:
    codes = [term.code for term in GLOSSARY]
    assert codes == sorted(codes)
    assert len(set(codes)) == len(codes)
    assert [term.code for term in GLOSSARY if not all(term)] == []


def test_no_name_in_the_code_is_pinyin() -> None:
    for path in [*ROOT.glob("app/**/*.py"), *ROOT.glob("workflows/*.py"), *ROOT.glob("tests/**/*.py")]:
        if path == Path(__file__).resolve():
            continue
        found = [word for word in PINYIN if word in path.read_text(encoding="utf-8").lower()]
        assert found == [], path.relative_to(ROOT)
