"""Petitions that somebody in the town works on now: investigated, late, waiting for a signature, simple, suggested."""

from __future__ import annotations

from collections.abc import Iterator

from app.core.terms import Gender
from app.example.town.diary import SIXTY_DAYS
from app.example.town.petitions.desk import DESK_OFFICE, LAND, LEADER, VILLAGE_OFFICE, Desk
from app.example.town.petitions.item import Item
from app.petitions.actions.enter_national import enter_national
from app.petitions.actions.follow import evaluate
from app.petitions.actions.intake import PetitionIntake
from app.petitions.actions.supervise import register_supervision
from app.petitions.terms import Channel, Urgency

FIRST_TIME = "第一次反映，事情清楚，争议不大。"
BY_PETITION = "要求镇里核实、解决，没有别的法定途径（第三十一条第六项）。"
OURS = "属于镇里职责，材料齐全，予以受理。"


def path_over_a_field(desk: Desk) -> Iterator[int]:
    """Investigated by the station; the sixty days are nearly over, and the desk has urged."""
    accepted = desk.diary.begun_so_that_soon(SIXTY_DAYS)
    yield accepted + 3
    person = desk.draw_petitioner("簸箕掌", ages=(52, 70))
    petition = desk.register(
        PetitionIntake(
            channel=Channel.VISIT,
            received_on=desk.today,
            village_id=desk.villages["簸箕掌"].id,
            petitioners=(person,),
            story="去年秋天硬化生产路，占了我家承包地靠沟的一条，长约40米、宽约半米，当时说以后再算，到现在没有说法。",
            claims=("请镇里量一量占了多少地，按规定补偿。",),
            spoken_by=person.name,
        )
    )
    item = Item(desk, petition.claims[0]).sort(BY_PETITION)
    enter_national(
        petition, desk.told({"national_number": f"示例{desk.today:%Y%m%d}01", "national_query_code": "SL0001"})
    )
    yield accepted
    item.decide("accepted", OURS, handling_unit=LAND)
    yield accepted - 2
    item.letter_out()
    yield accepted - 3
    item.assign(LAND, 45, "到现场丈量，请村里和本人都到场；听取本人说的理由。")
    yield 6
    item.action("urge", text="六十日快到了，请尽快把丈量结果和处理建议报来。")


def rain_behind_the_house(desk: Desk) -> Iterator[int]:
    """The sixty days are over since two days, and the district supervises: its suggestions wait for an answer."""
    accepted = desk.diary.begun_so_that_late(SIXTY_DAYS, by=2)
    yield accepted + 4
    person = desk.draw_petitioner("小海眼", gender=Gender.FEMALE, ages=(45, 66))
    petition = desk.register(
        PetitionIntake(
            channel=Channel.PHONE,
            received_on=desk.today,
            village_id=desk.villages["小海眼"].id,
            petitioners=(person,),
            story="入汛以来，楼后的排水沟堵着，雨一大水就往一楼车库里倒灌，找物业和社区说过几次，清了又堵。",
            claims=("请把楼后的排水沟修好，保证下雨不倒灌。",),
            spoken_by=person.name,
        )
    )
    item = Item(desk, petition.claims[0]).sort(BY_PETITION)
    yield accepted
    item.decide("accepted", OURS, handling_unit=VILLAGE_OFFICE)
    yield accepted - 1
    item.letter_out()
    yield accepted - 2
    item.assign(VILLAGE_OFFICE, 30, "先把沟清开，再报整修办法。")
    yield 20
    item.action("urge", text="排水沟整修到哪一步了，请回复。")
    yield 1
    register_supervision(
        desk.told(
            {
                "from_body": "博山区信访局",
                "number": f"博信督〔{desk.today.year}〕示例1号",
                "received_on": desk.today,
                "claim": item.claim.number,
                "text": "该件已超过办理期限。请查明原因，尽快出具处理意见书；建议今后每周调度一次将到期的件。",
            }
        )
    )


def allowance_for_the_old(desk: Desk) -> Iterator[int]:
    """The opinion is written and waits for the leader's signature."""
    yield 36
    person = desk.draw_petitioner("北万山", ages=(80, 88))
    petition = desk.register(
        PetitionIntake(
            channel=Channel.VISIT,
            received_on=desk.today,
            village_id=desk.villages["北万山"].id,
            petitioners=(person,),
            story="今年满八十周岁，高龄津贴从六月才开始发，前面的几个月没有发。",
            claims=("请核实高龄津贴该从哪个月发，少发的补上。",),
            spoken_by=person.name,
        )
    )
    item = Item(desk, petition.claims[0]).sort(BY_PETITION)
    yield 33
    item.decide("accepted", OURS, handling_unit=DESK_OFFICE)
    yield 32
    item.letter_out()
    yield 31
    item.assign(DESK_OFFICE, 20, "找民政和社会保障办公室核对申请、审批的日子。")
    yield 3
    found = "本人四月满八十周岁，五月底才提出申请，民政部门从批准的次月起发放。"
    item.investigate("ready", found)
    yield 2
    item.opinion(
        facts=f"{found}津贴依申请发放，申请以前的月份没有发放依据；村里没有提前告知，工作有疏漏。",
        stance="partly",
        opinion="从批准次月起发放符合规定，不予补发以前的月份；责成村委会对将满八十周岁的老人提前一个月上门告知。",
        basis="《老年人权益保障法》第三十三条；《信访工作条例》第三十二条。",
    )


def street_lamp(desk: Desk) -> Iterator[int]:
    """Answered simply within days; the petitioner said what they think of it."""
    yield 22
    person = desk.draw_petitioner("白塔", gender=Gender.FEMALE, ages=(30, 55))
    petition = desk.register(
        PetitionIntake(
            channel=Channel.PHONE,
            received_on=desk.today,
            village_id=desk.villages["白塔"].id,
            petitioners=(person,),
            story="社区东头第三根路灯杆的灯，半个月不亮了，孩子晚上放学看不见路。",
            claims=("请把不亮的路灯修好。",),
            spoken_by=person.name,
        )
    )
    item = Item(desk, petition.claims[0]).sort(BY_PETITION).decide("simple", FIRST_TIME, told_how="phone")
    yield 20
    reply = "线路接头烧坏，已经换好，当晚就亮了；已打电话告诉本人。"
    item.answer("answer_simply", outcome="answered", reply=reply, told_how="phone")
    yield 18
    comment = "修得快，电话里说得也清楚。"
    evaluate(petition, item.claim_id, desk="content", unit="mostly", comment=comment, now=desk.moment())


def rubbish_bins(desk: Desk) -> Iterator[int]:
    """A simple one under way; ten working days."""
    yield 3
    person = desk.draw_petitioner("永安", ages=(35, 60))
    petition = desk.register(
        PetitionIntake(
            channel=Channel.NETWORK,
            received_on=desk.today,
            village_id=desk.villages["永安"].id,
            petitioners=(person,),
            story="小区西门的垃圾桶三天没有清运，味道很大。",
            claims=("请安排清运，把清运的时间贴出来。",),
            spoken_by=person.name,
        )
    )
    Item(desk, petition.claims[0]).sort(BY_PETITION).decide("simple", FIRST_TIME, told_how="message")


def bench_in_the_hall(desk: Desk) -> Iterator[int]:
    """A suggestion, received and told so; it is being studied."""
    yield 15
    person = desk.draw_petitioner("饮马", gender=Gender.FEMALE, ages=(60, 74))
    petition = desk.register(
        PetitionIntake(
            channel=Channel.LETTER,
            received_on=desk.today,
            village_id=desk.villages["饮马"].id,
            petitioners=(person,),
            story="到便民服务大厅办事的老人多，站着等不方便，叫号屏的字也小。",
            claims=("建议大厅多放几把带扶手的椅子，叫号屏的字放大。",),
            spoken_by=person.name,
        )
    )
    item = Item(desk, petition.claims[0])
    reason = "只提建议，没有要求解决自己的事（第二十九条）。"
    item.answer("sort_claim", outcome="new", matter_class="suggestion", reason=reason)
    yield 13
    item.decide("suggestion", "建议有利于改进工作，予以接收。", handling_unit=DESK_OFFICE)
    yield 12
    item.letter_out()


def new_on_the_desk(desk: Desk) -> Iterator[int]:
    """Came yesterday and is pressing: reported the same day, not sorted yet."""
    yield 1
    people = tuple(desk.draw_petitioner("小店", ages=(40, 65), is_representative=True) for _ in range(3))
    petition = desk.register(
        PetitionIntake(
            channel=Channel.VISIT,
            received_on=desk.today,
            village_id=desk.villages["小店"].id,
            petitioners=people,
            signatures=16,
            story="村里蓄水池的泵坏了，停水两天，十几户一起来问什么时候能通水。",
            claims=("请马上解决吃水。",),
            urgency=Urgency.MAJOR,
            spoken_by=people[0].name,
        )
    )
    report = {"reported_to": desk.accounts[LEADER].display_name, "method": "phone"}
    text = "小店村停水两天，十六人来访；已联系送水车，正在抢修水泵。"
    Item(desk, petition.claims[0]).action("major_report", text=text, **report)


STORIES = (
    path_over_a_field,
    rain_behind_the_house,
    allowance_for_the_old,
    street_lamp,
    rubbish_bins,
    bench_in_the_hall,
    new_on_the_desk,
)
