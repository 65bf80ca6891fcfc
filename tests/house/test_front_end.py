"""The browser side keeps its promises: locked packages, strict content policy, plain words, one sprite."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest

from app.core.amounts import CENT, in_capitals, parse_amount
from app.core.errors import Invalid

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "app/static/src"
BUILT = ROOT / "app/static/build"
# Paper templates are set by the print engine, which has no content policy; screens obey one.
SCREENS = sorted(path for path in (ROOT / "templates").rglob("*.html") if "print" not in path.parts)
SCRIPTS = sorted((SOURCE / "js").glob("*.js"))
FORBIDDEN = ("工作流", "实例", "节点", "提交", "同步", "权限不足")
JINJA_COMMENT = re.compile(r"\{#.*?#\}", re.DOTALL)
SCRIPT_COMMENT = re.compile(r"/\*.*?\*/|(?<!:)//[^\n]*", re.DOTALL)
ICON = re.compile(r"\bicon\(\s*([^)]*?)\s*\)")


def _shown(path: Path) -> str:
    """The text of a template or script without its comments."""
    comment = SCRIPT_COMMENT if path.suffix == ".js" else JINJA_COMMENT
    return comment.sub("", path.read_text())


def built_names() -> dict[str, str]:
    """Plain names of the built files and what they are called now."""
    file = BUILT / "manifest.json"
    assert file.exists(), "the front end is not built; run `make setup`"
    manifest: dict[str, str] = json.loads(file.read_text())
    return manifest


def test_the_lock_names_no_address() -> None:
    text = (ROOT / "package-lock.json").read_text()
    assert "://" not in text, "run `npm run lock`, which takes addresses out"
    assert '"resolved"' not in text


def test_every_locked_package_has_a_checksum() -> None:
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    assert [name for name, entry in packages.items() if name and "integrity" not in entry] == []


def test_front_end_versions_are_exact() -> None:
    package = json.loads((ROOT / "package.json").read_text())
    for name, version in {**package["dependencies"], **package["devDependencies"]}.items():
        assert re.fullmatch(r"\d+\.\d+\.\d+", version), f"{name} is not pinned: {version}"


def test_npm_settings_name_no_registry_and_run_no_scripts() -> None:
    settings = (ROOT / ".npmrc").read_text().split()
    assert "ignore-scripts=true" in settings
    assert "omit-lockfile-registry-resolved=true" in settings
    assert not [line for line in settings if "registry=" in line or "//" in line]


def test_every_icon_of_the_templates_is_in_the_list() -> None:
    listed = set(json.loads((SOURCE / "icons.json").read_text()))
    asked = [name for path in SCREENS for name in ICON.findall(_shown(path)) if path.name != "icon.html"]
    assert asked, "no template asks for an icon; the search is broken"
    wrong = [name for name in asked if not re.fullmatch(r"[\"'][a-z0-9-]+[\"']", name) or name[1:-1] not in listed]
    assert wrong == [], "write icon names as literals and add them to app/static/src/icons.json"


def test_the_built_sprite_holds_exactly_the_listed_icons() -> None:
    sprite = (BUILT / built_names()["icons.svg"]).read_text()
    listed = json.loads((SOURCE / "icons.json").read_text())
    assert re.findall(r'<symbol id="([^"]+)"', sprite) == sorted(listed)


def test_every_built_name_carries_its_hash_and_exists() -> None:
    for name, built in built_names().items():
        assert (BUILT / built).is_file(), name
        assert re.search(r"-[0-9A-Za-z]{8,}\.(js|css|svg)$", built), f"{name} can be served stale"


@pytest.mark.parametrize("path", SCREENS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_inline_style_script_or_handler(path: Path) -> None:
    text = _shown(path)
    assert not re.search(r"<style\b", text), "styles belong in app/static/src/css"
    assert not re.search(r"<script\b(?![^>]*\bsrc=)", text), "scripts belong in app/static/src/js"
    assert not re.search(r"<[a-z][^>]*\sstyle\s*=", text), "the content policy refuses style attributes"
    assert not re.search(r"<[a-z][^>]*\s(on[a-z]+|hx-on[^\s=]*)\s*=", text), "the content policy refuses handlers"
    assert "javascript:" not in text


@pytest.mark.parametrize("path", [*SCREENS, *SCRIPTS], ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_word_of_machinery_before_users(path: Path) -> None:
    assert [word for word in FORBIDDEN if word in _shown(path)] == []


def test_nothing_of_a_page_is_loaded_from_elsewhere() -> None:
    for path in SCREENS:
        assert not re.search(r"(src|href)\s*=\s*[\"'](https?:)?//", _shown(path)), path


def test_htmx_keeps_no_pages_and_evaluates_nothing() -> None:
    found = re.search(r"name=\"htmx-config\" content='([^']+)'", (ROOT / "templates/base.html").read_text())
    assert found
    config = json.loads(found[1])
    assert config["allowEval"] is False
    assert config["includeIndicatorStyles"] is False
    assert config["historyCacheSize"] == 0


def test_the_mark_of_the_diagram_library_is_in_its_bundle() -> None:
    assert "bjs-powered-by" in (BUILT / built_names()["diagram.js"]).read_text()
    assert "bjs-powered-by" not in "".join(path.read_text() for path in (SOURCE / "css").glob("*.css"))


def _capitals_in_the_browser(typed: list[str]) -> list[str]:
    """What the page shows below an amount field, by running its script in Node."""
    node = shutil.which("node", path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}")
    assert node, "Node is missing; run `make setup`"
    script = (
        f"import {{ capitals }} from {json.dumps((SOURCE / 'js/capitals.js').as_uri())};"
        "import { readFileSync } from 'node:fs';"
        "console.log(JSON.stringify(JSON.parse(readFileSync(0, 'utf8')).map(capitals)));"
    )
    told = subprocess.run(
        [node, "--input-type=module", "--eval", script],
        input=json.dumps(typed),
        capture_output=True,
        text=True,
        check=True,
    )
    words: list[str] = json.loads(told.stdout)
    return words


def test_capitals_on_the_page_equal_those_on_paper() -> None:
    figures = {10**power + extra for power in range(12) for extra in (0, 1, 10, 305, 4040, 20_000, 70_080_009)}
    amounts = [Decimal(number) / divisor for number in sorted(figures) for divisor in (1, 10, 20, 100)]
    typed = [format(amount, "f") for amount in amounts if amount == amount.quantize(CENT)]
    assert len(typed) > 250
    assert _capitals_in_the_browser(typed) == [in_capitals(parse_amount(text)) for text in typed]


@pytest.mark.parametrize(
    "typed", ["1,000元", "￥12,030.50", "\uff11\uff12\uff0e\uff15", "1.2万", "3百万元整", "0.05 元", " 800 块钱 "]
)
def test_an_amount_as_people_type_it_is_echoed(typed: str) -> None:
    assert _capitals_in_the_browser([typed]) == [in_capitals(parse_amount(typed))]


@pytest.mark.parametrize("typed", ["1,00", "12..5", "-3", "1.234", "0.0000001万", "0", "1e5", "一些", "9999999999999"])
def test_what_is_no_amount_has_no_echo(typed: str) -> None:
    with pytest.raises(Invalid):
        parse_amount(typed)
    assert _capitals_in_the_browser([typed]) == [""]
