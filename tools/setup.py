"""Make this folder ready to run: packages, native libraries, front end, fonts.  Standard library only.

Run by the system's Python through `make`; a step whose inputs have not changed is skipped, so that every run after
the first starts in seconds and needs no network.  Whatever goes wrong is said in one Chinese and one English
sentence with what to do, and the exit status is 1.
"""

from __future__ import annotations

import argparse
import errno
import fcntl
import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import debian
import fonts
import front_end
from refusal import SetupRefused, refused_by_system, run

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
STAMP = VENV / "installed.json"
FONTS = Path(os.environ.get("JIEYOU_DATA_FOLDER") or ROOT / "instance") / "fonts"
RUN_LOCK, TEST_LOCK, NODE_LOCK = "requirements.lock", "requirements-test.lock", "requirements-node.lock"
PIP_LOCK = "requirements-pip.lock"
FIRST_RUN_BYTES = 2_000_000_000


def main(arguments: list[str]) -> int:
    """``setup.py [--tests] [--rebuild-assets]``; returns the exit status."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--tests", action="store_true", help="also what make test and make check need")
    parser.add_argument("--rebuild-assets", action="store_true", help="build the front end even if nothing changed")
    chosen = parser.parse_args(arguments)
    try:
        with _only_one():
            set_up(tests=chosen.tests, rebuild=chosen.rebuild_assets)
    except SetupRefused as refused:
        print(refused, file=sys.stderr)
        return 1
    except OSError as error:
        print(refused_by_system(error), file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\n已停下；再运行一次会接着做。 Stopped; run it again to go on.", file=sys.stderr)
        return 130
    return 0


def set_up(*, tests: bool, rebuild: bool) -> None:
    """Bring everything up to date. Raises SetupRefused or OSError."""
    if not VENV.exists():
        _ask_for_room()
    debian.install_missing(debian.missing(tests=tests))
    python = _environment()
    _installer(python)
    _packages(python, TEST_LOCK if tests else RUN_LOCK)
    _assets(python, rebuild=rebuild)
    _fonts()


@contextmanager
def _only_one() -> Iterator[None]:
    """Let a second setup in the same folder wait for the first one."""
    handle = os.open(ROOT, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        print("另一个准备过程正在进行，等它做完…", flush=True)
        fcntl.flock(handle, fcntl.LOCK_EX)
    try:
        yield
    finally:
        os.close(handle)


def _ask_for_room() -> None:
    free = shutil.disk_usage(ROOT).free
    if free < FIRST_RUN_BYTES:
        raise OSError(errno.ENOSPC, f"{free // 1_000_000} MB free", str(ROOT))


def _environment() -> Path:
    """The environment's Python; a missing, broken or moved environment is made anew."""
    python = VENV / "bin" / "python"
    if python.exists() and _stamps().get("place") in {None, str(VENV)} and _works(python):
        return python
    print("正在建立 Python 环境（.venv）…", flush=True)
    run([sys.executable, "-m", "venv", "--clear", str(VENV)], "建立 Python 环境", "making the Python environment")
    return python


def _works(python: Path) -> bool:
    done = subprocess.run([python, "-c", "import pip"], capture_output=True, check=False)
    return done.returncode == 0


def _installer(python: Path) -> None:
    """Bring pip up to date, and take setuptools away, which nothing of ours needs.

    Both come with Python, as old as that Python is, with faults that were found since (ASVS 5.0, 15.2.1).
    """
    digest = _digest([ROOT / PIP_LOCK])
    if _stamps().get(PIP_LOCK) == digest:
        return
    print("正在更新安装工具（pip）…", flush=True)
    _pip(python, PIP_LOCK)
    remove = [str(python), "-m", "pip", "uninstall", "--quiet", "--yes", "--disable-pip-version-check", "setuptools"]
    run(remove, "去掉不用的安装工具", "removing what is not needed", folder=ROOT)
    _stamp({PIP_LOCK: digest, "place": str(VENV)})


def _stamp(kept: dict[str, str]) -> None:
    STAMP.write_text(json.dumps(_stamps() | kept), encoding="utf-8")


def _packages(python: Path, lock: str) -> None:
    """Install a lock with its hashes unless this very lock is installed already."""
    digest = _digest([ROOT / lock])
    if _stamps().get(lock) == digest:
        return
    print("正在安装 Python 软件包（第一次要一两分钟）…", flush=True)
    _pip(python, lock)
    kept = {lock: digest, "place": str(VENV)}
    if lock == TEST_LOCK:
        kept[RUN_LOCK] = _digest([ROOT / RUN_LOCK])
    _stamp(kept)


def _pip(python: Path, lock: str) -> None:
    pip = [str(python), "-m", "pip", "install", "--quiet", "--no-input", "--disable-pip-version-check"]
    chosen = ["--only-binary", ":all:", "--require-hashes", "--requirement", lock]
    run([*pip, *chosen], "安装 Python 软件包", "installing the Python packages", folder=ROOT)


def _assets(python: Path, *, rebuild: bool) -> None:
    """Build the front end when its inputs changed, with this machine's Node or one installed into the environment."""
    if not rebuild and front_end.up_to_date(ROOT):
        return
    node = front_end.find_node(VENV)
    if node is None:
        print("这台机器没有 Node 18 或更新的版本，正在装一份到 .venv…", flush=True)
        _pip(python, NODE_LOCK)
        node = front_end.adopt_wheel(python, VENV)
    front_end.build(ROOT, node)


def _fonts() -> None:
    """Fill the font folder; a machine that lacks some faces is told so and goes on, one without any is stopped."""
    FONTS.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not fonts.missing_faces(FONTS):
        return
    stamp = FONTS / "looked-for.json"
    wanted = _digest([ROOT / "tools" / "fonts.py"])
    if (
        stamp.is_file()
        and stamp.read_text(encoding="utf-8") == wanted
        and len(fonts.missing_faces(FONTS)) < len(fonts.FACES)
    ):
        return
    print("正在准备打印用的字体（第一次要一两分钟）…", flush=True)
    node = front_end.find_node(VENV)
    report = fonts.install_fonts(FONTS, npm=str(node.npm) if node else None)
    print(report.sentence, flush=True)
    if not report.ready:
        raise SetupRefused(report.sentence, "No print font could be installed: check the network and run it again.")
    stamp.write_text(wanted, encoding="utf-8")


def _stamps() -> dict[str, str]:
    try:
        return dict(json.loads(STAMP.read_text(encoding="utf-8")))
    except (FileNotFoundError, ValueError):
        return {}


def _digest(paths: Iterable[Path]) -> str:
    return hashlib.sha256(b"\0".join(path.read_bytes() for path in paths)).hexdigest()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
