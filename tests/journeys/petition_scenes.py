"""Every page of a petition in every state, and of the closed room: ways that pause where there is a page to look at."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from app.accusations.actions.hand_over import Envelope, hand_over
from app.accusations.actions.intake import AccusationIntake, Accuser
from app.accusations.actions.seal import seal_accusation
from app.accusations.actions.take_files import CarriedFile, take_files
from app.accusations.models import Accusation
from app.core.db import db
from app.core.transaction import transaction
from app.deadlines.queries import running_of
from app.petitions.actions.at_any_step import ACTIONS
from app.petitions.actions.supervise import register_supervision
from app.petitions.queries import letters_of
from app.processes.queries import open_steps_about
from app.processes.registry import Submission
from tests import public
from tests.filing import filed, prepared
from tests.petitions.way import Way

View = tuple[str, str]
WHO = {
    "petition_clerk": "petition",
    "handler": "handler",
    "leader": "leader",
    "signer": "leader",
    "issuer": "petition",
}
"""Whose desk a step of a role is looked at from."""


def looked_at(way: Way, *more: View) -> list[View]:
    """The petition's page as the desk sees it, each open step as somebody who may answer it sees it, and more."""
    views = [("petition", f"/petitions/{public.petition(way.claim.petition_id)}")]
    for task in open_steps_about("claim", [way.claim_id]):
        is_desk = task.role == "handler" and way.claim.handling_office_id is None
        views.append(("petition" if is_desk else WHO[task.role], f"/tasks/{public.task(task.id)}"))
    return [*views, *more]


def coming_in(way: Way) -> Iterator[list[View]]:
    petition = f"/petitions/{public.petition(way.register().claim.petition_id)}"
    yield looked_at(way, ("petition", f"{petition}/copy"), ("petition", f"{petition}/national"))
    person = way.petition.petitioners[0].public_id
    yield [("petition", f"{petition}/correct")]
    yield [("petition", f"{petition}/petitioners/{person}/{page}") for page in ("correct", "unmask")]
    yield [("petition", f"/participants/{person}"), ("petition", f"{petition}/petitioners/add")]
    yield looked_at(way.sort())
    yield looked_at(way.decide("accepted"))
    yield looked_at(way.answer("sign_off", "leader", outcome="back", reason="写清楚承办单位。"))
    yield looked_at(way.answer("redraft", reason="由规划建设办公室办理。").signed_off())
    yield looked_at(way.sealed())
    came_back = {"outcome": "returned", "method": "mail", "tried_on": way.today, "returned_why": "查无此人。"}
    yield looked_at(way.delivered(**came_back))
    simple = Way(way.now)
    yield looked_at(simple.register().sort().decide("simple", told_how="phone"))
    yield looked_at(simple.ring())


def with_files(way: Way) -> list[View]:
    """Files lie with the petition and with its letter; the pages on which more are handed in."""
    clerk, letter = way.account("petition"), letters_of(way.claim_id)[-1]
    filed(way.petition, clerk, way.now, kind="letter", name="来信第一页.jpg", taken_on=way.today)
    filed(way.petition, clerk, way.now, kind="identity", name="身份证.jpg", colour="gray")
    filed(letter, clerk, way.now, kind="receipt", name="回证.jpg")
    page = f"/petitions/letters/{letter.public_id}"
    places = (f"petition/{way.petition.public_id}", f"letter/{letter.public_id}")
    forms = [("petition", f"/attachments/of/{place}") for place in places]
    return [("petition", page), ("leader", page), *forms]


def being_handled(way: Way) -> Iterator[list[View]]:
    yield looked_at(way.accepted())
    served = letters_of(way.claim_id)[-1].public_id
    yield looked_at(way, *with_files(way), ("petition", f"/petitions/letters/{served}/service/correct"))
    yield looked_at(way.assigned())
    asked = Way(way.now).investigating().asks_to_withdraw()
    yield looked_at(asked)
    yield looked_at(asked.called("unreached"))
    yield looked_at(way.investigate("hearing"))
    held = {"held_on": way.today, "place": "镇会议室", "host": "韩主任", "present": "王乙"}
    way.answer("hold_hearing", minutes="双方陈述。", report="建议支持。", **held)
    yield looked_at(way.investigate("extension", days=20, reason="要请测绘。"))
    way.answer("approve_extension", "leader", outcome="denied", reason="抓紧办。")
    yield looked_at(way.investigate("settled"))
    agreed = {"both_willing": "yes", "agreed_on": way.today, "other_party": "王甲", "text": "留出通道。"}
    way.answer("record_settlement", kind="reconciled", outcome="partial", rest="钱还没谈。", **agreed)
    yield looked_at(way.investigate())
    yield looked_at(way.opinion())
    yield looked_at(way.letter_out())
    yield looked_at(way.asked())
    yield looked_at(way.upper("upheld"))
    study = Way(way.now)
    yield looked_at(study.register().sort("suggestion").decide("suggestion").letter_out())
    duty = Way(way.now)
    yield looked_at(duty.register().sort(route="duty").decide("led_in_here", procedure="六十日内作出。").letter_out())
    yield looked_at(duty.assigned())


def beside_the_road(way: Way) -> Iterator[list[View]]:
    way.transferred().sort()
    way.decide("objection", competent_body="博山区水利局", reason="属于河道管理。")
    yield looked_at(way)
    letter = f"/petitions/letters/{letters_of(way.claim_id)[0].public_id}"
    yield [("leader", letter), ("petition", letter), ("petition", "/petitions/1")]
    other = Way(way.now)
    other.investigating().opinion_out()
    claim = f"/petitions/claims/{public.claim(other.claim_id)}"
    yield [("petition", f"{claim}/deeds/{name}") for name in ACTIONS if ACTIONS[name].applies(other.claim)]
    stays, second = Way(way.now).register(), Way(way.now).register()
    yield [("petition", f"/petitions/claims/{second.claim.public_id}/deeds/void_registration")]
    second.action("void_registration", why="double", other=stays.petition.number, reason="登记了两次。")
    yield [*looked_at(second), *looked_at(stays)]
    told = Submission({"from_body": "博山区信访局", "received_on": way.today, "text": "加快办理。"}, way.now, "",
                way.account("petition"), way.now)  # fmt: skip
    with transaction():
        supervision = register_supervision(told).public_id
    yield [("petition", f"/petitions/supervisions/{supervision}"), ("leader", "/head")]
    yield [("petition", f"/deadlines/of/claim/{public.claim(other.claim_id)}")]
    yield [
        ("petition", f"/processes/{key}") for key in ("petition", "simple", "handle", "upper", "letter", "withdrawal")
    ]


def an_accusation(way: Way) -> Iterator[list[View]]:
    intake = AccusationIntake(
        channel="书信",
        received_on=date(2026, 11, 20),
        accusers=(Accuser("举报人甲", phone="13800000009", address="小海眼社区9号"),),
        text="某站长收礼。",
        accused="某站长",
        accused_unit="某站",
    )
    with transaction():
        seal_accusation(intake, actor=way.account("petition"), now=way.now)
    sealed = db.session.query(Accusation).order_by(Accusation.id.desc()).limit(1).one().id
    page = f"/accusations/{public.accusation(sealed)}"
    clerk, photograph = way.account("petition").id, prepared()
    came = CarriedFile("信.jpg", "信件原件", way.today, "", way.now, way.now, clerk, photograph)
    with transaction():
        take_files(db.session.get_one(Accusation, sealed).number, [came])
    yield [("discipline", page), ("discipline", f"{page}/hand-over")]
    period = running_of("accusation", sealed)[0].public_id
    yield [("discipline", f"/deadlines/{period}"), ("discipline", f"{page}/tell")]
    envelope = Envelope("博山区纪委监委", way.today, 3, "纪书记")
    with transaction():
        handed = hand_over(db.session.get_one(Accusation, sealed), envelope, actor=way.account("discipline"),
                           now=way.now).public_id  # fmt: skip
    yield [("discipline", page), ("discipline", f"{page}/hand-over/{handed}/receipt")]
    yield [("discipline", "/accusations/")]
