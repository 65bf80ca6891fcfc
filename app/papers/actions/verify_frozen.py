"""`flask audit verify`: does every frozen paper still open, and do the rows still say what it says?

Nothing is written.  A finding names the matter by its number and the paper by its title, never a person.
"""

from __future__ import annotations

from collections.abc import Iterator

from app.core.key_ring import SealBroken
from app.core.transaction import REFUSED
from app.papers.models.frozen import FrozenPaper
from app.papers.queries.frozen import every_row, frozen_subjects
from app.papers.registry.frozen_kinds import FrozenKind, frozen_kinds, kind_named
from app.papers.rules.frozen_value import UnknownValue, from_text
from app.papers.rules.paper import Paper

UNFILLED = (*REFUSED, SealBroken)
"""What keeps a paper from being filled: rows that are gone, a rule, a seal that does not open."""


def frozen_faults() -> Iterator[str]:
    """A sentence for each frozen value that does not open or was exchanged, and for rows that differ from one."""
    standing = {kind.name: set(kind.subjects()) for kind in frozen_kinds()}
    for row, is_newest in every_row():
        kind = kind_named(row.paper)
        if kind is None:
            yield f"留存的文书第 {row.id} 号，这个版本的程序不认得是哪一种。"
            continue
        try:
            kept = from_text(kind.value, row.text)
        except (SealBroken, UnknownValue):
            yield f"{called(kind, row.subject_id)}（第 {row.version} 次留存）打不开，或者被人换过。"
            continue
        if is_newest and row.subject_id in standing[kind.name]:
            yield from _differences(kind, row, kept)


def never_frozen() -> Iterator[str]:
    """A sentence for each paper that stands fixed and was never frozen: it is printed as the rows say it."""
    for kind in frozen_kinds():
        done = frozen_subjects(kind)
        for subject_id in kind.subjects():
            if subject_id not in done:
                yield f"{called(kind, subject_id)}没有留存定下来时的内容。"


def called(kind: FrozenKind, subject_id: int) -> str:
    """``（2026）小海眼人调字第0018号的《人民调解协议书》``."""
    try:
        matter = kind.matter(subject_id)
    except UNFILLED:
        matter = ""
    return f"{matter or f'第 {subject_id} 号'}的《{kind.title}》"


def _differences(kind: FrozenKind, row: FrozenPaper, kept: Paper) -> Iterator[str]:
    try:
        rows = kind.filled(row.subject_id)
    except UNFILLED:
        yield f"{called(kind, row.subject_id)}：登记的内容已经不全；打印的还是留存的内容。"
        return
    changed = [caption for name, caption in kind.fixed.items() if getattr(kept, name) != getattr(rows, name)]
    if changed and not kind.is_corrected(row.subject_id, row.frozen_at):
        yield f"{called(kind, row.subject_id)}：登记的{'、'.join(changed)}跟留存的不一样了；打印的还是留存的内容。"
