"""The longest papers, laid out once for all workers of a run; outside the campaign their longest texts are cut."""

from __future__ import annotations

import fcntl
import pickle
from collections.abc import Callable
from functools import cache

import pytest

from tests.example import shared_folder
from tests.print.longest import papers_of
from tests.print.longest_texts import chinese
from tests.print.marks_read import MarkedPaper, marked_where_it_must_be


@pytest.fixture(scope="session", params=[1_000, pytest.param(None, marks=pytest.mark.campaign)], ids=["cut", "whole"])
def cut(request: pytest.FixtureRequest) -> int | None:
    """To how many characters texts of several pages are cut."""
    found: int | None = request.param
    return found


@pytest.fixture(scope="session")
def longest(cut: int | None, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], MarkedPaper]:
    """The paper of this name with every field at its longest in Chinese, marked if papers of its kind are."""
    folder = shared_folder(tmp_path_factory) / f"longest-{cut}"
    folder.mkdir(exist_ok=True)
    papers = papers_of(chinese(), cut=cut)

    @cache
    def paper_of(name: str) -> MarkedPaper:
        kept = folder / name
        with kept.with_suffix(".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not kept.exists():
                rough = kept.with_suffix(".rough")
                rough.write_bytes(pickle.dumps(marked_where_it_must_be(name, papers[name])))
                rough.rename(kept)
        found: MarkedPaper = pickle.loads(kept.read_bytes())
        return found

    return paper_of
