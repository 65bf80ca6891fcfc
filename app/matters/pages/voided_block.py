"""What the page of a matter says of voided registrations: of its own, and of those that were the same matter."""

from __future__ import annotations

from dataclasses import dataclass

from app.core.errors import NotFound
from app.core.permissions import Actor
from app.matters.queries.voided import doubles_of, voided_of
from app.processes.registry import registry

ELSEWHERE = "镇里另有一件有关的事，请问司法所"
"""What is read of a matter that is not the reader's to see: that there is one (domain §10b), and whom to ask."""


@dataclass(frozen=True)
class VoidedLine:
    """A sentence, and the matter that it names with its address; no address for one out of the reader's sight."""

    text: str
    named: str = ""
    href: str = ""


def voided_lines(kind: str, subject_id: int, actor: Actor) -> list[VoidedLine]:
    """First that this registration is void, then which others were this matter registered again."""
    own = voided_of(kind, subject_id)
    found = []
    if own is not None and own.instead_kind and own.instead_id:
        found.append(
            VoidedLine(f"已作废：重了。原因：{own.reason}　见", *_named(own.instead_kind, own.instead_id, actor))
        )
    elif own is not None:
        found.append(VoidedLine(f"已作废：登记错了。原因：{own.reason}"))
    doubles = (_named(one.subject_kind, one.subject_id, actor) for one in doubles_of(kind, subject_id))
    return [*found, *(VoidedLine("这件登记过不止一次，重的已作废：", *named) for named in doubles)]


def _named(kind: str, subject_id: int, actor: Actor) -> tuple[str, str]:
    adapter = registry.adapter_of(kind)
    try:
        return adapter.look(subject_id, actor), adapter.link(subject_id)
    except NotFound:
        return ELSEWHERE, ""
