"""Two participants side by side: whether they are one and the same person, said and taken back by who looked."""

from __future__ import annotations

from flask import url_for
from flask.typing import ResponseReturnValue

from app.core import clock
from app.core.guard import requires, signed_in
from app.core.pages import chinese_date, render
from app.core.permissions import Permission
from app.core.submit_once import answer, submit
from app.core.terms import GENDER_NAMES
from app.core.transaction import OnceForm
from app.matters.actions.join_people import join_people, part_people
from app.matters.models.participants import Participant
from app.matters.pages import blueprint
from app.matters.queries.people import Met, join_between, meet

JOINED, PARTED = "记下了，是同一个人。", "分开了，当作两个人。"


class SamePersonForm(OnceForm):
    """A button without questions."""


def side_by_side(one: Met, other: Met) -> list[tuple[str, str, str]]:
    """What is known of both, line by line; numbers masked, nothing that leads to a shared home."""
    left, right = _known(one.person), _known(other.person)
    return [
        ("在哪一件", _matter(one), _matter(other)),
        *((caption, left[caption] or "没有", right[caption] or "没有") for caption in left),
    ]


def _matter(met: Met) -> str:
    return f"{met.named.number}　{met.named.title}".strip()


def _known(person: Participant) -> dict[str, str]:
    number = f"{person.number_name} {person.masked_id_number}" if person.id_number_sealed else ""
    return {
        "姓名": person.name,
        "性别": GENDER_NAMES[person.gender] if person.gender else "",
        "出生日期": chinese_date(person.born_on),
        "证件": number,
        "电话": "" if person.is_guarded else person.masked_phone,
        "住址": "" if person.is_guarded else person.address,
    }


@blueprint.route(
    "/participants/<row(participant):participant_id>/same/<row(participant):other_id>", methods=["GET", "POST"]
)
@requires(Permission.PARTICIPANT_MEET)
def same_person_page(participant_id: int, other_id: int) -> ResponseReturnValue:
    """Compare two, and say that they are one person, or that they are not after all."""
    met, other, form = meet(participant_id, signed_in()), meet(other_id, signed_in()), SamePersonForm()
    is_joined = join_between(met.person, other.person) is not None
    act = part_people if is_joined else join_people
    back = url_for("matters.person_page", participant_id=participant_id)
    outcome = submit(form, lambda: act(met, other, actor=signed_in(), now=clock.now()), back)
    page = {"met": met, "other": other, "form": form, "is_joined": is_joined, "lines": side_by_side(met, other)}
    return answer(outcome, PARTED if is_joined else JOINED, lambda: render("matters/same_person.html", **page))
