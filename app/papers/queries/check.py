"""What a mark on a page stands for, to somebody who may see the paper; to everybody else it stands for nothing.

Nobody learns by guessing what he may not see anyway, so that nothing slows a wrong one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.core.crypto import keys
from app.core.errors import NotFound
from app.core.permissions import Actor
from app.papers.models.print_log import PrintLog
from app.papers.queries.prints import MarkedPage, pages_with, prints_of, was_printed
from app.papers.registry.marked_matters import Fixed, Matter, registry
from app.papers.rules.mark import NewMark, OldMark, PaperOf, keyed_digest
from app.papers.rules.way import NOT_TO_SIGN, Way, short_digest

UNKNOWN = (
    "查不到这个标记：可能抄错了一个字，可能不是本镇的系统打印的，也可能这件事不归您看。"
    "请对着纸再抄一遍；还查不到，请问办这件事的人。"
)
NEWEST = "这是现在作准的一版。"
SAME_WORDS = "校验对得上：纸上的内容跟系统里的一样。"
NOT_KEPT = (
    "系统里没有留着这个校验：可能是打印以后内容改过，也可能是以前打印的表单（那时候不留校验）。"
    "请跟现在打印的一份逐字核对。"
)


@dataclass(frozen=True)
class Checked:
    """One page that was found: the matter, the paper, which page, whether it is still the newest, all its prints."""

    of: PaperOf
    matter: Matter
    title: str
    version: int | None
    place: str
    """``第2页，共3页``; empty for an older mark, which all pages bore alike."""
    standing: str
    """Whether this is what holds today, as a sentence."""
    prints: Sequence[PrintLog] = ()

    @property
    def is_draft(self) -> bool:
        """Whether its prints hold for nothing, however often it was printed."""
        return any(one.way is Way.DRAFT for one in self.prints)


def check(mark: NewMark | OldMark, actor: Actor) -> list[Checked]:
    """The papers with this mark that the actor may see.  Raises `NotFound` when there is none."""
    found = list(_old(mark, actor) if isinstance(mark, OldMark) else _new(mark, actor))
    if not found:
        raise NotFound(UNKNOWN)
    return found


def _seen(of: PaperOf, actor: Actor) -> Matter | None:
    try:
        return registry.of(of.subject_kind).look(of, actor)
    except NotFound:
        return None


def _new(mark: NewMark, actor: Actor) -> Iterator[Checked]:
    for page in pages_with(mark):
        matter = _seen(page.of, actor)
        if matter is not None:
            every = prints_of(page.of)
            same = [one for one in every if _is_of(one, page)]
            place = f"第{page.page}页，共{page.pages}页"
            yield Checked(page.of, matter, page.title, page.version, place, _standing(page, every), same)


def _is_of(one: PrintLog, page: MarkedPage) -> bool:
    """Whether a print is one of the very edition that the page belongs to."""
    return one.version == page.version and (one.way is Way.DRAFT) is page.is_draft and one.way is not Way.READING


def _standing(page: MarkedPage, every: Sequence[PrintLog]) -> str:
    finished = [one for one in every if one.way not in NOT_TO_SIGN]
    fixed = [one for one in registry.fixed_of(page.of.subject_kind, page.of.subject_id) if one.paper == page.of.name]
    if page.is_draft:
        later = "这份文书后来有了正式的，" if finished or fixed else ""
        return f"这是草稿，{later}不能当正式的用。"
    if page.version is None:
        newest = keyed_digest(keys().mark_key, fixed[-1].digest) if fixed else finished[-1].digest
        return f"现在这份文书的校验是 {short_digest(newest)}：纸上的一样，就是最新的；不一样，就是改动以前印的。"
    return NEWEST if page.version in {one.version for one in fixed} else _overtaken(fixed)


def _overtaken(fixed: Sequence[Fixed]) -> str:
    """What is said of an edition that does not hold, when these do."""
    if not fixed:
        return "这一版后来退回去改了，或者没有签成：现在没有作准的版本。"
    return f"这不是现在作准的：现在是第{fixed[-1].version}版。"


def _old(mark: OldMark, actor: Actor) -> Iterator[Checked]:
    """By the number in the code; what its hash is compared with is what is fixed, and what was printed since."""
    for kind, matters in registry.kinds().items():
        for of in matters.numbered(mark.number):
            matter = _seen(of, actor)
            if matter is not None:
                standing = _compared(mark, of, registry.fixed_of(kind, of.subject_id))
                yield Checked(of, matter, mark.heading, mark.version, "", standing)


def _compared(mark: OldMark, of: PaperOf, fixed: Sequence[Fixed]) -> str:
    if mark.digest in {one.digest for one in fixed}:
        return f"{SAME_WORDS}{NEWEST}" if mark.version else SAME_WORDS
    if mark.version:
        return _overtaken([one for one in fixed if one.version])
    return SAME_WORDS if was_printed(of, keyed_digest(keys().mark_key, mark.digest)) else NOT_KEPT
