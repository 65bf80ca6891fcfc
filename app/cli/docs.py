"""`flask docs`: write the pages of docs/ that are made from the code, so that they cannot say anything else."""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence
from dataclasses import fields
from itertools import pairwise
from pathlib import Path

import click

from app.core.permissions import ROLE_NAMES
from app.core.terms import DISPUTE_TYPE_NAMES, GLOSSARY, LEVEL_NAMES, POOL_CATEGORY_NAMES
from app.settings import PREFIX, PROJECT_FOLDER, Settings, limits

MADE_BY = "*Made from the code by `flask docs {name}`; change the code, not this page.*"
ENUMERATIONS = (
    ("Levels of the ladder, lowest first", LEVEL_NAMES),
    ("Dispute types", DISPUTE_TYPE_NAMES),
    ("Kinds of people in the pool", POOL_CATEGORY_NAMES),
    ("Roles of accounts", ROLE_NAMES),
)


def glossary_page() -> str:
    """docs/glossary.md: the field's words in both languages, and what the code calls them."""
    lines = ["# Glossary", "", MADE_BY.format(name="glossary"), ""]
    lines += _table(("code", "中文", "meaning", "source"), [tuple(term) for term in GLOSSARY])
    for title, names in ENUMERATIONS:
        lines += ["", f"## {title}", ""]
        lines += _table(("code", "中文"), [(f"`{code}`", name) for code, name in names.items()])
    return "\n".join([*lines, ""])


def settings_page() -> str:
    """docs/settings.md: every setting an office may put into the environment, its meaning and its default."""
    meanings, kinds = setting_meanings(), limits()
    rows = [
        (f"`{PREFIX}{one.name.upper()}`", meanings.get(one.name, ""), kinds[one.name].meaning, _default(one.default))
        for one in fields(Settings)
    ]
    lead = (
        "Set in the environment before the system starts; an unknown name or a value out of bounds stops the start "
        "with a sentence."
    )
    lines = ["# Settings", "", MADE_BY.format(name="settings"), "", lead, ""]
    return "\n".join([*lines, *_table(("variable", "meaning", "kind", "default"), rows), ""])


def setting_meanings() -> dict[str, str]:
    """The sentence under each field of `Settings`; a field without one is left out."""
    module = ast.parse((PROJECT_FOLDER / "app" / "settings.py").read_text(encoding="utf-8"))
    body = next(node.body for node in module.body if isinstance(node, ast.ClassDef) and node.name == Settings.__name__)
    return {
        field.target.id: " ".join(str(said.value.value).split()).replace("``", "`")
        for field, said in pairwise(body)
        if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name)
        if isinstance(said, ast.Expr) and isinstance(said.value, ast.Constant)
    }


def _default(value: object) -> str:
    shown = str(value).replace(f"{PROJECT_FOLDER}/", "")
    if isinstance(value, bool):
        shown = "1" if value else "0"
    return f"`{shown}`" if shown else "empty"


def _table(headers: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> list[str]:
    return [_row(headers), _row(tuple("---" for _ in headers)), *(_row(row) for row in rows)]


def _row(cells: tuple[str, ...]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


PAGES: dict[str, Callable[[], str]] = {"glossary": glossary_page, "settings": settings_page}


def write_page(name: str, folder: Path) -> Path:
    """Write one page into a folder and return where it lies."""
    place = folder / f"{name}.md"
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(PAGES[name](), encoding="utf-8")
    return place


@click.group("docs")
def docs() -> None:
    """由代码生成说明文档（docs 文件夹）。"""


def _command(name: str) -> click.Command:
    def write() -> None:
        click.echo(f"写好了 {write_page(name, PROJECT_FOLDER / 'docs').relative_to(PROJECT_FOLDER)}")

    return click.Command(name, callback=write, help=f"重写 docs/{name}.md。")


for _name in PAGES:
    docs.add_command(_command(_name))

commands = (docs,)
