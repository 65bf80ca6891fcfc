"""What the machine itself must have: native libraries, fontconfig, the programs of the tests; from Debian packages."""

from __future__ import annotations

import ctypes
import importlib.util
import os
import shutil
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from refusal import SetupRefused, explain, run

APT = ("apt-get", "-q", "-o", "DPkg::Lock::Timeout=300", "-o", "Acquire::Retries=3")
QUIET = {"DEBIAN_FRONTEND": "noninteractive", "LC_ALL": "C.UTF-8"}


@dataclass(frozen=True)
class Need:
    """A Debian package and the sign by which one knows that it, or its like elsewhere, is there."""

    package: str
    present: Callable[[], bool]
    tests_only: bool = False


def _library(name: str) -> Callable[[], bool]:
    def present() -> bool:
        try:
            ctypes.CDLL(name)
        except OSError:
            return False
        return True

    return present


def _program(*names: str) -> Callable[[], bool]:
    return lambda: any(shutil.which(name) for name in names)


def _venv_module() -> bool:
    return all(importlib.util.find_spec(name) for name in ("venv", "ensurepip"))


BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
NEEDS = (
    Need("python3-venv", _venv_module),
    Need("libpango-1.0-0", _library("libpango-1.0.so.0")),
    Need("libpangoft2-1.0-0", _library("libpangoft2-1.0.so.0")),
    # No dependency of Pango, yet without it printing is many times slower.
    Need("libharfbuzz-subset0", _library("libharfbuzz-subset.so.0")),
    Need("fontconfig", _program("fc-list")),
    Need("poppler-utils", _program("pdftotext"), tests_only=True),
    Need("chromium-headless-shell", _program(*BROWSERS), tests_only=True),
    # The browser driver of the tests brings a Node of its own that asks for it.
    Need("libatomic1", _library("libatomic.so.1"), tests_only=True),
    Need("git", _program("git"), tests_only=True),
)


def missing(*, tests: bool) -> list[str]:
    """The packages this machine lacks."""
    return [need.package for need in NEEDS if (tests or not need.tests_only) and not need.present()]


def install_missing(packages: Sequence[str]) -> None:
    """Install Debian packages as root. Raises SetupRefused: with the one command to run where that may not be done."""
    if not packages:
        return
    names = " ".join(packages)
    if shutil.which("apt-get") is None:
        raise SetupRefused(
            f"这台机器缺少：{names}（Debian 的包名），又没有 apt-get；请用这台机器的办法装上，再运行一次。",
            f"Please install these (Debian names) and run it again: {names}",
        )
    if os.geteuid() != 0:
        raise SetupRefused(
            f"还缺几样系统软件。请先运行下面这一条，再运行一次：\n  sudo apt-get install -y {names}",
            "Some system packages are missing: run the command above, then run this again.",
        )
    print(f"正在安装系统软件：{names} …", flush=True)
    install = [*APT, "install", "-y", "--no-install-recommends", *packages]
    if subprocess.run(install, env={**os.environ, **QUIET}, capture_output=True, check=False).returncode == 0:
        return
    update = subprocess.run(
        [*APT, "update", "--error-on=any"], env={**os.environ, **QUIET}, capture_output=True, text=True, check=False
    )
    if update.returncode and "Could not" in update.stderr:
        raise explain(update.stderr, "更新软件包清单", "updating the package lists")
    run(install, "安装系统软件", "installing system packages", environment=QUIET)
