"""What people read: whole templates, plain words, nothing that the content policy would refuse."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from jinja2 import Environment, nodes

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
SCREENS = [path for path in TEMPLATES if "print" not in path.relative_to(ROOT).parts]
SOURCES = sorted([*ROOT.glob("app/**/*.py"), *ROOT.glob("workflows/*.py")])
READ_BY_PEOPLE = sorted([*ROOT.glob("bpmn/**/*.json"), *ROOT.glob("bpmn/**/*.bpmn"), *ROOT.glob("bpmn/**/*.dmn")])
FORBIDDEN = ("工作流", "实例", "节点", "提交", "同步", "权限不足")
CHINESE = re.compile(r"[\u4e00-\u9fff]")
COMMENT = re.compile(r"\{#.*?#\}|<!--.*?-->", re.DOTALL)
INLINE = re.compile(r"<script(?![^>]*\bsrc=)|<style\b|\sstyle=|\son[a-z]+=|javascript:", re.IGNORECASE)
READING = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)


def short(path: Path) -> str:
    return str(path.relative_to(ROOT))


def parsed(path: Path) -> nodes.Template:
    return READING.parse(path.read_text(encoding="utf-8"))


def sentences(path: Path) -> Iterator[str]:
    """Every Chinese string of a source file that is not a docstring."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    said = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        is_text = isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in said
        if is_text and CHINESE.search(node.value):
            yield node.value


@pytest.mark.parametrize("path", TEMPLATES, ids=short)
def test_a_template_uses_what_it_imports(path: Path) -> None:
    tree = parsed(path)
    used = {name.name for name in tree.find_all(nodes.Name) if name.ctx == "load"}
    imported: set[str] = set()
    for found in tree.find_all(nodes.FromImport):
        imported |= {name[1] if isinstance(name, tuple) else name for name in found.names}
    imported |= {found.target for found in tree.find_all(nodes.Import)}
    assert imported - used == set()


@pytest.mark.parametrize("path", TEMPLATES, ids=short)
def test_what_a_template_names_is_there(path: Path) -> None:
    tree = parsed(path)
    for kind in (nodes.Extends, nodes.Include, nodes.FromImport, nodes.Import):
        for found in tree.find_all(kind):
            if isinstance(found.template, nodes.Const):
                assert (ROOT / "templates" / found.template.value).exists(), found.template.value
    for found in tree.find_all(nodes.FromImport):
        macros = {macro.name for macro in parsed(ROOT / "templates" / found.template.value).find_all(nodes.Macro)}
        assert {name[0] if isinstance(name, tuple) else name for name in found.names} <= macros


def test_every_template_is_named_somewhere() -> None:
    texts = "".join(path.read_text(encoding="utf-8") for path in [*SOURCES, *TEMPLATES])
    idle = [
        short(path)
        for path in TEMPLATES
        if str(path.relative_to(ROOT / "templates")).removeprefix("pages/").removeprefix("print/") not in texts
        and f"{path.stem}" not in texts
    ]
    assert idle == []


@pytest.mark.parametrize("path", [*TEMPLATES, *READ_BY_PEOPLE], ids=short)
def test_a_page_has_no_forbidden_word(path: Path) -> None:
    text = COMMENT.sub("", path.read_text(encoding="utf-8"))
    assert [word for word in FORBIDDEN if word in text] == []


@pytest.mark.parametrize("path", SCREENS, ids=short)
def test_a_page_has_no_script_or_style_of_its_own(path: Path) -> None:
    assert INLINE.findall(COMMENT.sub("", path.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize("path", SCREENS, ids=short)
def test_every_form_that_writes_carries_its_token(path: Path) -> None:
    text = COMMENT.sub("", path.read_text(encoding="utf-8"))
    for form in re.findall(r"<form[^>]*method=\"post\".*?</form>", text, re.DOTALL):
        assert "csrf" in form or "hidden_tag" in form, form[:120]


def test_no_sentence_in_the_code_has_a_forbidden_word() -> None:
    found = [
        f"{short(path)}: {sentence}"
        for path in SOURCES
        for sentence in sentences(path)
        if any(word in sentence for word in FORBIDDEN)
    ]
    assert found == []


def test_a_refusal_is_a_whole_sentence() -> None:
    """The first argument of every DomainError raised in the app ends like a sentence."""
    refusals = {"DomainError", "NotAllowed", "NotFound", "Invalid", "NotNow"}
    halves = []
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in refusals:
                last = _last_text(node.args[0]) if node.args else None
                if last is not None and not last.endswith(("。", "！", "？", "）")):
                    halves.append(f"{short(path)}:{node.lineno} {last}")
    assert halves == []


def _last_text(node: ast.expr) -> str | None:
    """The end of a literal; None for what is only known when it runs."""
    if isinstance(node, ast.JoinedStr):
        node = node.values[-1]
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None
