"""``python -m benchmarks [name …]``: run every benchmark of this folder, or the named ones."""

import sys
from importlib import import_module
from pathlib import Path

HERE = Path(__file__).resolve().parent
BESIDES = {"__init__", "__main__", "measure"}


def main(wanted: list[str]) -> int:
    """The exit status: 0 when everything that had to be equal was, 1 when not, 2 for a name that is unknown."""
    known = sorted(path.stem for path in HERE.glob("*.py") if path.stem not in BESIDES)
    unknown = [name for name in wanted if name not in known]
    if unknown:
        print(f"没有叫“{'、'.join(unknown)}”的测量，有：{'、'.join(known)}。")
        return 2
    failed = []
    for name in wanted or known:
        print(f"== {name}", flush=True)
        if not import_module(f"benchmarks.{name}").run():
            failed.append(name)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
