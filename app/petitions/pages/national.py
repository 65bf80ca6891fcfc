"""The national system: a petition's values in its order, to be copied over one by one, and the number it gives."""

from __future__ import annotations

from flask import url_for
from flask.typing import ResponseReturnValue

from app.core.access_log import looked
from app.core.clock import local
from app.core.guard import requires, signed_in
from app.core.identity_documents import DOCUMENT_NAMES
from app.core.pages import chinese_date, render
from app.core.permissions import Permission
from app.core.terms import GENDER_NAMES
from app.petitions.actions.enter_national import enter_national
from app.petitions.models import Petition, Petitioner
from app.petitions.pages import blueprint
from app.petitions.papers.who_signed import described_and_named
from app.petitions.queries import get_petition
from app.petitions.terms import CHANNEL_NAMES, ORIGIN_NAMES, PROCESS, URGENCY_NAMES
from app.processes.pages.forms import form_for
from app.processes.pages.submissions import submission_page
from app.processes.queries.definitions import newest_pinned
from app.processes.registry import Submission

Fields = list[tuple[str, str]]


def fields_to_copy(petition: Petition) -> Fields:
    """What stands in each box, in the order of the national system; numbers of people masked as everywhere."""
    return [*_head(petition), *_people(petition), *_matter(petition)]


def _head(petition: Petition) -> Fields:
    return [
        ("信访件编号", petition.national_number),
        ("登记日期", chinese_date(local(petition.registered_at).date())),
        ("信访形式", CHANNEL_NAMES[petition.channel]),
        ("信访来源", ORIGIN_NAMES[petition.origin]),
        ("转送、交办机关", petition.transferred_by),
        ("转送、交办文号", petition.transfer_number),
    ]


def _people(petition: Petition) -> Fields:
    described, named = described_and_named(petition)
    several = len(petition.petitioners) > 1
    pairs: Fields = []
    for one in described:
        mark = f"（第{one.position}位）" if several else ""
        pairs += [(f"{what}{mark}", value) for what, value in _person(one)]
    if named:
        pairs.append(("其他联名的人", "、".join(named)))
    return [*pairs, ("人数", str(petition.signatures))]


def _person(one: Petitioner) -> Fields:
    return [
        ("信访人", one.name),
        ("性别", GENDER_NAMES[one.gender] if one.gender else ""),
        ("证件种类", DOCUMENT_NAMES[one.document_kind] if one.id_number_sealed else ""),
        ("证件号", one.masked_id_number),
        ("电话", one.masked_phone),
        ("住址", one.address),
        ("代办人", one.proxy.words if one.proxy else ""),
    ]


def _matter(petition: Petition) -> Fields:
    several = len(petition.claims) > 1
    claims = [(f"主要诉求{f'（第{one.position}项）' if several else ''}", one.request) for one in petition.claims]
    return [
        ("问题属地", petition.village.full_name if petition.village else "镇外或说不清"),
        *claims,
        ("事实理由", petition.story),
        ("是否重复", "是" if petition.is_repeat else "否"),
        ("紧急程度", URGENCY_NAMES[petition.urgency]),
    ]


@blueprint.route("/<row(petition):petition_id>/national", methods=["GET", "POST"])
@requires(Permission.PETITION_REGISTER)
def national_page(petition_id: int) -> ResponseReturnValue:
    """Keep the number, code and date that the national system gave."""
    petition, spec = get_petition(petition_id, for_=signed_in()), newest_pinned(PROCESS).actions.get("national")
    form = form_for(spec, None, [], {one.name: getattr(petition, one.name) for one in spec.fields})

    def enter(submission: Submission) -> str:
        enter_national(petition, submission)
        return url_for("petitions.detail", petition_id=petition_id)

    said = "记下了，全国系统那边已经录入。"
    return submission_page("petitions/national.html", spec, form, enter, said, petition=petition)


@blueprint.get("/<row(petition):petition_id>/copy")
@requires(Permission.PETITION_REGISTER)
def copy(petition_id: int) -> ResponseReturnValue:
    """The values in the national system's order, each in a box to be copied from."""
    petition = get_petition(petition_id, for_=signed_in())
    looked("petition", petition.id)
    return render("petitions/copy.html", petition=petition, fields=fields_to_copy(petition))
