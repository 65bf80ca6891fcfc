"""Who hands in and opens the files of a petition and of a letter; asked by their pages and by whatever keeps one."""

from __future__ import annotations

from app.core.errors import NotAllowed, NotNow
from app.core.permissions import Actor, Permission, may
from app.matters.terms import SIGNED_PAGE
from app.petitions.models import Claim, Petition
from app.petitions.models.records import Letter

TO_THE_DESK = "材料请交给镇信访办来存。"
BEARS = {
    "identity": Permission.PETITION_UNMASK,
    "letter": Permission.PETITION_CALL,
    "envelope": Permission.PETITION_CALL,
    "withdrawal": Permission.PETITION_CALL,
    "parcel": Permission.PETITION_CALL,
    SIGNED_PAGE: Permission.PETITION_UNMASK,
}
"""Materials that bear numbers or addresses of people, and the right to see those in full: nothing can be masked on a
photograph (个人信息保护法 第6、28条)."""


def must_file(petition: Petition, actor: Actor) -> None:
    """信访办 at any time, an office while a claim it handles runs.  Raises `NotAllowed`, `NotNow`."""
    _must_handle(actor, petition.claims)


def must_file_with(letter: Letter, actor: Actor) -> None:
    """The same for a letter about a claim; nothing goes with one that was left as a draft."""
    _must_handle(actor, [letter.claim] if letter.claim else [])
    if letter.left_at is not None:
        raise NotNow("这份文书没有发出，留作草稿，不用再存材料；信访人撤回的申请书请存在信访件里。")


def _must_handle(actor: Actor, claims: list[Claim]) -> None:
    if may(actor, Permission.PETITION_REGISTER):
        return
    own = [one for one in claims if may(actor, Permission.PETITION_CALL, one)]
    if not own or not may(actor, Permission.PETITION_ADVANCE):
        raise NotAllowed(f"您的身份办不了这件事；{TO_THE_DESK}")
    if all(one.ending is not None for one in own):
        raise NotNow(f"您单位承办的已经办结了，后来收到的{TO_THE_DESK}")


def may_open(_matter: Petition | Letter, material: str, actor: Actor) -> bool:
    """Whether the actor may open a file of a petition or letter they see."""
    right = BEARS.get(material)
    return right is None or may(actor, right)


def closed_because(_matter: Petition | Letter) -> str:
    """What somebody is told who may not, and whom to ask."""
    return "这份材料上有信访人的号码、住址，没有遮住，您的身份打不开；要核对的，请找镇信访办。"


SHUT = "上面有号码、住址，信访办能打开"
