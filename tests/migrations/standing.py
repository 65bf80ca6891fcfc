"""Disputes and petitions of the example town that are left standing, each at a step of its own."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from app.accounts.actions.save_draft import save_draft
from app.accusations.actions.hand_over import Envelope, hand_over
from app.accusations.actions.intake import AccusationIntake, Accuser
from app.accusations.actions.seal import seal_accusation
from app.accusations.models import Accusation
from app.agreements.actions.record_signature import SignatureEntry, record_signature
from app.agreements.models import SigningMethod
from app.agreements.queries import signers_of, the_agreement
from app.cases.actions.at_any_step import stop
from app.cases.actions.intake import AgentIntake, PartyIntake
from app.core.clock import local
from app.core.db import db
from app.core.transaction import transaction
from app.matters.terms import AgentKind, PartyKind
from app.notifications.actions.set_reach import set_reach
from app.petitions.actions.seal_claim import seal_claim
from app.processes.registry import Submission
from tests.bpmn.petition_stories import BODY
from tests.migrations.people import TownLife, TownWay, account_of, picture

TOWN, TOWN_HEAD = "clerk", "town-head"
Tale = Callable[[datetime], None]


def the_month_asks(at: datetime) -> None:
    TownLife(at).between("單田芳", "田〇〇").mediating()


def the_letter_is_chased(at: datetime) -> None:
    TownLife(at).between("阿依古丽·买买提", "王𠅤").mediating().handed_up()


def the_adviser_is_late(at: datetime) -> None:
    TownLife(at).between("古丽米热.艾比布力", "陈䶮").mediating().agree().draft().send()


def nobody_asked_for_review_yet(at: datetime) -> None:
    TownWay(at).by_person("\uff3ahang三").accepted_here().assigned().opinion_out()


def ten_days_are_over(at: datetime) -> None:
    TownWay(at).by_person("葛曾䮌").simply()


def the_city_may_be_asked(at: datetime) -> None:
    TownWay(at).by_person("𡃁仔").accepted_here().assigned().opinion_out().asked().upper("upheld")


def disputes_before_mediation(at: datetime) -> None:
    """Where to begin, acceptance, consent, rights, the choice of mediators."""
    agent = AgentIntake(AgentKind.SPECIAL_AGENT, "尉迟宝林", "侄子", "370398196503121238", "15400000077")
    firm = PartyIntake(side=2, name="白塔镇第三建筑队", kind=PartyKind.LEGAL, legal_representative="John Smith")
    TownLife(at).between("John Smith", "赵七")
    TownLife(at).register(parties=(PartyIntake(side=1, name="尉迟敬德", agents=(agent,)), firm)).start_at("village")
    TownLife(at).between("李㛃", "刘喆").start_at("group").accept()
    silent = TownLife(at).between("周一", "吴二").start_at("village").accept()
    silent.answer("record_consents", consent=silent.everyone("pending"))
    TownLife(at).between("郑三", "王四").start_at("clan").accept().consent()
    TownLife(at).between("冯五", "陈六", by=TOWN).told_at("town", TOWN)


def disputes_in_mediation(at: datetime) -> None:
    """At every level, with a photograph; between levels; at the question who takes it on."""
    for level, people in (("clan", ("王七", "王八一")), ("group", ("蒋九", "沈十")), ("village", ("韩一", "杨二"))):
        TownLife(at).between(*people).mediating(level).attach(picture(70), "墙.png").sit()
    TownLife(at).between("朱三", "秦四", by=TOWN).mediating("town", TOWN).sit(TOWN)
    TownLife(at).between("尤五", "许六").mediating().not_reached()
    TownLife(at).between("何七", "吕八").mediating("clan").handed_up()
    TownLife(at).between("施九", "张十").mediating().handed_up()
    down = TownLife(at).between("孔一", "曹二").mediating().handed_up().take_letter().tell_rights(TOWN)
    down.choose_mediators(TOWN).not_reached(TOWN).next("down", TOWN, to_level="village")


def disputes_in_agreement(at: datetime) -> None:
    """Drafted or not, before the adviser, frozen, signed by one and by all, sealed, visited, to be archived."""
    TownLife(at).between("严三", "华四").mediating().agree()
    TownLife(at).between("金五", "魏六").mediating().agree().draft()
    TownLife(at).between("陶七", "姜八").mediating().agree().draft().send()
    TownLife(at).between("戚九", "谢十").mediating().agree().draft().unread()
    half = TownLife(at).between("邹一", "喻二").mediating().drafted_and_frozen()
    with transaction():
        agreement, actor = the_agreement(half.case_id), half.account("mediator")
        entry = SignatureEntry(signers_of(agreement)[0].key, SigningMethod.BY_HAND, half.today)
        record_signature(agreement, entry, occurred_at=at, spoken_by="", actor=actor, now=at)
    TownLife(at).between("柏三", "水四").mediating().drafted_and_frozen().signatures().answer("sign", outcome="signed")
    TownLife(at).between("窦五", "章六").mediating().drafted_and_frozen().signed_and_sealed()
    TownLife(at).between("云七", "苏八").mediating().drafted_and_frozen().signed_and_sealed().perform()
    filed = TownLife(at).between("潘九", "葛十").mediating().drafted_and_frozen().signed_and_sealed()
    filed.perform().visit("done")
    TownLife(at).between("奚一", "范二").mediating().agree(form="oral")
    TownLife(at).between("彭三", "郎四").mediating().agree(form="handwritten").photograph()
    TownLife(at).between("鲁五", "韦六").mediating().agree(form="handwritten").hand_written()


def disputes_that_end(at: datetime) -> None:
    """One stopped and not told yet; one of three is not bound."""
    ending = TownLife(at).between("昌七", "马八").mediating()
    with transaction():
        stop(ending.case, Submission({"asks": ending.everyone("yes"), "reason": "不愿再调。"}, at, "",
                               ending.account("mediator"), at))  # fmt: skip
    three = TownLife(at).between("苗九", "凤十", "花一").mediating().agree(form="oral")
    bound = [party.id for party in three.case.parties][:2]
    three.answer("register_oral", agreed_on=three.today, performed="no", **three.text(bound=bound))


def petitions_before_handling(at: datetime) -> None:
    """Not sorted, not decided; letters at every station of their way; an objection that is not answered."""
    TownWay(at).by_person("方二")
    TownWay(at).by_person("俞三").sort()
    TownWay(at).by_person("任四").sort().decide("accepted")
    TownWay(at).by_person("袁五").sort().decide("refused", ground="upper_handles").returned("写明是哪个机关。")
    TownWay(at).by_person("柳六").sort().decide("accepted").signed_off()
    TownWay(at).by_person("酆七").sort().decide("elsewhere", **BODY).signed_off().sealed()
    TownWay(at).sent_down("鲍八").sort().decide("objection", **BODY)
    TownWay(at).sent_down("史九").sort().decide("objection", **BODY).objection_out()
    TownWay(at).by_person("唐十").accepted_here()
    TownWay(at).by_person("费一").sort().withdraw()


def petitions_in_handling(at: datetime) -> None:
    """With the office: investigated, heard, settled, extended, written, delivered."""
    TownWay(at).by_person("廉二").accepted_here().assigned()
    TownWay(at).by_person("岑三").accepted_here().assigned().investigate("hearing")
    TownWay(at).by_person("薛四").accepted_here().assigned().investigate("settled")
    long = TownWay(at).by_person("雷五").accepted_here().assigned()
    long.investigate("extension", days=20, reason="要等区里的测绘结果。")
    TownWay(at).by_person("贺六").accepted_here().assigned().extension(20)
    TownWay(at).by_person("倪七").accepted_here().assigned().investigate()
    TownWay(at).by_person("汤八").accepted_here().assigned().investigate().opinion()
    TownWay(at).by_person("滕九").accepted_here().assigned().opinion_out()
    asked = TownWay(at).by_person("殷十").accepted_here().assigned().opinion_out().asked()
    assert asked.open == ["supply_file"]
    TownWay(at).by_person("罗一").accepted_here().assigned().opinion_out().asked().supplied()
    TownWay(at).by_person("毕二").accepted_here().assigned().opinion_out().asked().upper("changed")
    TownWay(at).by_person("郝三").accepted_here().assigned().dispute(other_party="邬四")


def petitions_on_other_ways(at: datetime) -> None:
    """Simple, a suggestion, a statutory procedure."""
    TownWay(at).by_person("安五").simply()
    TownWay(at).by_person("常六").sort("suggestion").decide("suggestion").letter_out()
    TownWay(at).by_person("乐七").sort(route="duty").decide("led_in_here", **BODY).letter_out()


def accusations(at: datetime) -> None:
    """One the desk sealed, one an officer took down, one handed over."""
    way = TownWay(at).by_person("于守密", claims=("鱼塘包给了自己的亲戚。",), story="鱼塘一年少收三万元。")
    with transaction():
        clerk = way.account("petition")
        seal_claim(way.claim, accused="时被告", accused_unit="小海眼社区居民委员会", actor=clerk, now=at)
    for text in ("时被告收了钱。", "时被告占了集体的房子。"):
        intake = AccusationIntake(
            channel="走访",
            received_on=local(at).date(),
            accusers=(Accuser("傅知情", "370398196503121238", "15400000088", "赵庄村9号"),),
            text=text,
            accused="时被告",
            accused_unit="小海眼社区居民委员会",
        )
        with transaction():
            number = seal_accusation(intake, actor=account_of("discipline"), now=at)
    with transaction():
        last = db.session.query(Accusation).filter_by(number=number).one()
        envelope = Envelope("博山区纪律检查委员会", local(at).date(), 3, "皮送信")
        hand_over(last, envelope, actor=account_of("discipline"), now=at)


def what_accounts_keep(at: datetime) -> None:
    """An address for the digest, and half a form."""
    mediator = account_of("mediator")
    with transaction():
        set_reach(mediator, channels=frozenset(), email="mediator@example.org", wants_digest=True,
                  wants_same_day=True, now=at)  # fmt: skip
        save_draft(mediator.id, "cases.register", '{"facts": "两家为了水沟"}', now=at)


BEGUN_LONG_AGO: tuple[Tale, ...] = (
    the_month_asks,
    the_letter_is_chased,
    the_adviser_is_late,
    nobody_asked_for_review_yet,
    ten_days_are_over,
    the_city_may_be_asked,
)
"""Their dates have come by the day of the dump."""
BEGUN_NOW: tuple[Tale, ...] = (
    disputes_before_mediation,
    disputes_in_mediation,
    disputes_in_agreement,
    disputes_that_end,
    petitions_before_handling,
    petitions_in_handling,
    petitions_on_other_ways,
    accusations,
    what_accounts_keep,
)
