"""Petitions with an opinion: served, under review by the district, ended after three levels and repeated."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from app.core import pages
from app.core.terms import Gender
from app.example.town.petitions.desk import LAND, Desk
from app.example.town.petitions.in_hand import BY_PETITION, OURS
from app.example.town.petitions.item import Item
from app.example.town.photographs import written_sheet
from app.petitions.actions.intake import PetitionIntake
from app.petitions.queries import letters_of
from app.petitions.terms import Channel

LAND_BASIS = "《土地管理法》第六十二条；《信访工作条例》第三十二条。"


def graves_and_saplings(desk: Desk) -> Iterator[int]:
    """The opinion was refused at the door and left before a witness; the window of review runs all the same."""
    yield 52
    person = desk.draw_petitioner("大海眼", ages=(50, 70))
    petition = desk.register(
        PetitionIntake(
            channel=Channel.LETTER,
            received_on=desk.today,
            village_id=desk.villages["大海眼"].id,
            petitioners=(person,),
            story="修山路时移走我家地头的花椒树二十一棵，按每棵的标准发了钱，但其中三棵是十年以上的老树，没有分开算。",
            claims=("请按老树的标准，把三棵花椒树的差额补上。",),
            spoken_by=person.name,
        )
    )
    desk.attach(petition, "letter", "来信.jpg", written_sheet(14), person.name)
    item = Item(desk, petition.claims[0]).sort(BY_PETITION)
    yield 49
    item.decide("accepted", OURS, handling_unit=LAND)
    yield 47
    item.letter_out()
    yield 46
    item.assign(LAND, 25, "查移树时的清点表和照片。")
    yield 16
    found = "清点表上二十一棵同为一档，有本人签字；照片能辨认其中一棵胸径明显较大，另两棵辨认不出。"
    item.investigate("ready", found)
    item.opinion(
        facts=found,
        stance="partly",
        opinion="能辨认的一棵按成年大树的标准补差额；另两棵没有证据，请求不予支持。补的钱在三十日内发放。",
        basis=LAND_BASIS,
    )
    yield 13
    item.sign_off().seal()
    yield 10
    why = "本人看过以后说不满意，不肯签收。"
    item.deliver(method="left", refusal=why, witness="大海眼村网格员（示例）", place="本人家中", receiver="")
    letter = letters_of(item.claim_id)[-1]
    desk.attach(letter, "receipt", "送达回证.jpg", written_sheet(6, has_seal=True), "送达人")


def wall_and_boundary(desk: Desk) -> Iterator[int]:
    """The district reviews; it has the file and has not decided."""
    yield 88
    person = desk.draw_petitioner("罗圈", gender=Gender.FEMALE, ages=(48, 68))
    petition = desk.register(
        PetitionIntake(
            channel=Channel.VISIT,
            received_on=desk.today,
            village_id=desk.villages["罗圈"].id,
            petitioners=(person,),
            story="我家申请翻建老屋，材料交上去四个月没有答复，去问只说等着。",
            claims=("请答复翻建申请办到哪一步，为什么这么久。",),
            spoken_by=person.name,
        )
    )
    item = Item(desk, petition.claims[0]).sort(BY_PETITION)
    yield 85
    item.decide("accepted", OURS, handling_unit=LAND)
    yield 84
    item.letter_out()
    yield 83
    item.assign(LAND, 30, "查申请的收件登记和流转记录。")
    yield 45
    found = "申请三月收件，缺四邻签字，窗口口头告知补材料，没有书面一次性告知；补齐后已于上月批准。"
    item.investigate("ready", found)
    item.opinion(
        facts=found,
        stance="explain",
        opinion="申请已经批准。窗口没有书面一次性告知所缺材料，已批评整改；请求追究责任的，另行处理并告知结果。",
        basis=LAND_BASIS,
    )
    yield 42
    item.letter_out()
    yield 21
    item.upper_has_request("review_requested")
    yield 17
    item.supply(pages.setting_text("DISTRICT_GOVERNMENT"))


def subsidy_of_the_slope(desk: Desk) -> Iterator[int]:
    """Heard, answered, reviewed, reviewed again: ended after three levels; then the same thing once more."""
    yield 178
    person = desk.draw_petitioner("石佛", ages=(55, 72))
    said = PetitionIntake(
        channel=Channel.VISIT,
        received_on=desk.today,
        village_id=desk.villages["石佛"].id,
        petitioners=(person,),
        story="山坡地退耕的补助，我家的面积从三亩二分改成两亩六分，没有跟我说为什么。",
        claims=("请按三亩二分补发退耕的补助。",),
        spoken_by=person.name,
    )
    petition = desk.register(said)
    item = Item(desk, petition.claims[0]).sort(BY_PETITION)
    yield 174
    item.decide("accepted", OURS, handling_unit=LAND)
    yield 172
    item.letter_out()
    yield 171
    item.assign(LAND, 30, "两次丈量的底册都要查；分歧大的举行听证。")
    yield 150
    item.investigate("hearing", "两次丈量相差六分地，本人和村里说法不一，建议听证。")
    yield 145
    item.answer(
        "hold_hearing",
        held_on=desk.today,
        place="镇政府二楼会议室",
        host="镇政府负责人（示例）",
        present="信访人、村委会、承办单位、两名村民代表",
        minutes="信访人：界石没有动过。村委会：第二次用仪器测的，界石以外的是公用的沟。测量人员说明了两次的方法。",
        report="第二次丈量方法可靠，界石以外的六分地不在承包合同里。",
    )
    yield 130
    found = "合同面积两亩六分；第一次为目测，第二次为仪器实测，界石以外的六分地是集体的沟坡。"
    item.investigate("ready", found)
    opinion = "补助按合同和实测的两亩六分发放，请求补发六分地的补助没有依据，不予支持。"
    item.opinion(facts=found, stance="not_support", opinion=opinion, basis="《退耕还林条例》第三十五条。")
    yield 126
    item.letter_out()
    yield 110
    item.upper_has_request("review_requested")
    yield 105
    item.supply(pages.setting_text("DISTRICT_GOVERNMENT"))
    yield 85
    item.upheld(f"博政复查〔{desk.today.year}〕示例2号", decided_on=desk.diary.worked_on(88))
    yield 70
    item.upper_has_request("final_requested")
    yield 66
    item.supply(pages.setting_text("CITY_GOVERNMENT"))
    yield 44
    item.upheld(f"淄政复核〔{desk.today.year}〕示例3号", decided_on=desk.diary.worked_on(48))
    yield 9
    again = desk.register(replace(said, channel=Channel.LETTER, received_on=desk.today, repeats_id=petition.id))
    repeat = Item(desk, again.claims[0]).sort("同一事实和理由，已经复核终结。")
    yield 6
    reason = "该事项已经区政府复查、市政府复核，本次仍以同一事实和理由提出。"
    repeat.decide("no_longer", reason, ground="same_after_final")
    yield 3
    repeat.sign_off()


STORIES = (graves_and_saplings, wall_and_boundary, subsidy_of_the_slope)
