"""The longest papers and the samples, laid out once for all workers of a run.

Outside the campaign the longest texts are cut.
"""

from __future__ import annotations

import fcntl
import pickle
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from tests.example import shared_folder
from tests.print.longest import papers_of
from tests.print.longest_texts import chinese
from tests.print.marks_read import MarkedPaper, marked, marked_where_it_must_be
from tests.print.samples import PAPERS


@pytest.fixture(scope="session", params=[1_000, pytest.param(None, marks=pytest.mark.campaign)], ids=["cut", "whole"])
def cut(request: pytest.FixtureRequest) -> int | None:
    """To how many characters texts of several pages are cut."""
    found: int | None = request.param
    return found


@pytest.fixture(scope="session")
def longest(cut: int | None, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], MarkedPaper]:
    """The paper of this name with every field at its longest in Chinese, marked if papers of its kind are."""
    papers = papers_of(chinese(), cut=cut)
    return _kept_in(
        shared_folder(tmp_path_factory) / f"longest-{cut}", lambda name: marked_where_it_must_be(name, papers[name])
    )


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], MarkedPaper]:
    """The sample of this name with its marks."""
    return _kept_in(shared_folder(tmp_path_factory) / "samples", lambda name: marked(name, PAPERS[name]))


def _kept_in(folder: Path, make: Callable[[str], MarkedPaper]) -> Callable[[str], MarkedPaper]:
    """A paper by its name, made by whichever worker asks first."""
    folder.mkdir(exist_ok=True)

    @cache
    def paper_of(name: str) -> MarkedPaper:
        kept = folder / name
        with kept.with_suffix(".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not kept.exists():
                rough = kept.with_suffix(".rough")
                rough.write_bytes(pickle.dumps(make(name)))
                rough.rename(kept)
        found: MarkedPaper = pickle.loads(kept.read_bytes())
        return found

    return paper_of
