"""Petitions that belong on another road: told, led in, objected to; and one letter with three claims on three roads."""

from __future__ import annotations

from collections.abc import Iterator

from app.accusations.actions.intake import AccusationIntake, Accuser
from app.accusations.actions.seal import seal_accusation
from app.core import pages
from app.core.terms import Gender
from app.example.town.petitions.desk import CLERK, LAND, Desk
from app.example.town.petitions.in_hand import BY_PETITION, OURS
from app.example.town.petitions.item import Item
from app.petitions.actions.intake import PetitionIntake
from app.petitions.rules.letters import remedy_text
from app.petitions.terms import CHANNEL_NAMES, Channel, LetterKind, Origin


def wages(desk: Desk) -> Iterator[int]:
    """A labour dispute: led into arbitration and told in writing."""
    yield 34
    person = desk.draw_petitioner("赵庄", ages=(28, 50))
    petition = desk.register(
        PetitionIntake(
            channel=Channel.VISIT,
            received_on=desk.today,
            village_id=desk.villages["赵庄"].id,
            petitioners=(person,),
            story="在镇上一家陶瓷厂干了两年，今年三月离开，厂里欠两个月工资，说不出什么时候给。",
            claims=("请帮我把两个月的工资要回来。",),
            spoken_by=person.name,
        )
    )
    item = Item(desk, petition.claims[0]).sort("劳动争议，应当先申请仲裁（第三十一条第二项）。", route="arbitration")
    yield 31
    item.decide(
        "led_in",
        "拖欠工资属于劳动争议，仲裁有时效，不宜按信访程序办。",
        competent_body="博山区劳动人事争议仲裁委员会",
        procedure="劳动仲裁；自劳动关系终止之日起一年内申请（《劳动争议调解仲裁法》第二十七条）",
    )
    yield 29
    item.letter_out()


def school_place(desk: Desk) -> Iterator[int]:
    """Not the town's matter: told where to go (第23条)."""
    yield 27
    person = desk.draw_petitioner("东万山", gender=Gender.FEMALE, ages=(30, 42))
    petition = desk.register(
        PetitionIntake(
            channel=Channel.PHONE,
            received_on=desk.today,
            village_id=desk.villages["东万山"].id,
            petitioners=(person,),
            story="孩子从外地转回来，想转进区里的初中，不知道学位怎么定。",
            claims=("请安排孩子转学。",),
            spoken_by=person.name,
        )
    )
    item = Item(desk, petition.claims[0]).sort("要求解决入学，不在前五项，也不归镇里管。")
    yield 25
    reason = "初中学位由区教育部门安排，不属于镇政府职责，请向区教育部门提出。"
    item.decide("elsewhere", reason, competent_body="博山区教育和体育局")
    yield 24
    item.letter_out()


def lift_of_another_town(desk: Desk) -> Iterator[int]:
    """Transferred by mistake: the objection went out in time and waits for the transferring body."""
    yield 5
    person = desk.draw_petitioner("白塔", ages=(40, 66))
    petition = desk.register(
        PetitionIntake(
            channel=Channel.NETWORK,
            received_on=desk.diary.worked_on(9),
            petitioners=(person,),
            story="住的小区在城区街道，电梯一个月坏了四次，维修资金动用不了。",
            claims=("请督促维修电梯。",),
            spoken_by=person.name,
            origin=Origin.TRANSFERRED,
            transferred_by="博山区信访局",
            transferred_on=desk.today,
            transfer_number=f"示例转〔{desk.today.year}〕88号",
            upper_received_on=desk.diary.worked_on(9),
        )
    )
    item = Item(desk, petition.claims[0]).sort("要求督促维修电梯（第三十一条第五项）。", route="duty")
    item.decide(
        "objection",
        "小区不在本镇辖区，维修资金由区住房部门和所在街道管理，请核实后退回。",
        competent_body="小区所在的街道办事处",
        material="转送函一份、网上信访件打印件两页",
    )
    item.letter_to_a_body("博山区信访局")


def letter_of_twelve(desk: Desk) -> Iterator[int]:
    """One letter, twelve signatures, three claims: each with its own road, letter and clock."""
    yield 47
    people = tuple(desk.draw_petitioner("因阜", ages=(44, 70), is_representative=number < 2) for number in range(4))
    petition = desk.register(
        PetitionIntake(
            channel=Channel.LETTER,
            received_on=desk.today,
            village_id=desk.villages["因阜"].id,
            petitioners=people,
            signatures=12,
            story="村西头有一处砂石料场，去年扩了院墙。拉料的车把排水沟压塌了，车过扬尘，晾的衣服都不敢往外挂。",
            claims=(
                "请说明料场扩的院墙镇里有没有批，没批的怎么处理。",
                "请把压塌的排水沟修好。",
                "请查处料场的扬尘。",
            ),
            spoken_by=people[0].name,
        )
    )
    wall, ditch, dust = (Item(desk, claim) for claim in petition.claims)
    wall.sort("问的是规划许可和违法建设的处理（第三十一条第四项）。", route="administrative")
    ditch.sort(BY_PETITION)
    dust.sort("要求行政机关查处违法行为（第三十一条第五项）。", route="duty")
    yield 44
    wall.decide("led_in_here", "镇里有权处理，依法定程序办。", procedure="乡村建设规划检查，三十日内作出处理")
    ditch.decide("accepted", OURS, handling_unit=LAND)
    yield 42
    wall.letter_out()
    wall.assign(LAND, 20, "到现场丈量，查料场院墙的许可。")
    ditch.letter_out()
    yield 41
    ditch.assign(LAND, 30, "查沟是谁修的、谁来修，听料场和村里怎么说。")
    yield 35
    procedure = "申请查处大气污染；由生态环境部门立案查处后书面答复"
    reason = "扬尘由生态环境部门依法查处，镇里配合。"
    dust.decide("led_in", reason, competent_body="淄博市生态环境局博山分局", procedure=procedure)
    yield 33
    dust.letter_out()
    yield 18
    wall.answer(
        "decide_statutory",
        wall.handler,
        facts="料场院墙向西扩出6米，没有办理乡村建设规划许可。",
        opinion="责令料场限期十五日内改正；逾期不改正的，依法拆除扩出的部分。",
        basis="《城乡规划法》第六十五条。",
        remedy=remedy_text(LetterKind.STATUTORY_RESULT, upper=pages.setting_text("DISTRICT_GOVERNMENT")),
    )
    yield 16
    wall.letter_out()
    yield 4
    why = "沟归谁修，料场和村里各有协议，要等水利部门的图纸，六十日内办不完。"
    ditch.investigate("extension", "沟塌了约18米，两份协议互相矛盾。", days=20, reason=why)


def under_seal(desk: Desk) -> Iterator[int]:
    """An accusation: it goes into the closed room at once, and the desk never sees it again."""
    yield 8
    person = desk.draw_petitioner("北峪", ages=(40, 60))
    seal_accusation(
        AccusationIntake(
            channel=CHANNEL_NAMES[Channel.LETTER],
            received_on=desk.today,
            accusers=(Accuser(person.name, person.id_number, person.phone, person.address),),
            text="反映工程款报销的单据有重复，请查账（示例，人和事都是编的）。",
            accused="钱编造",
            accused_unit="某村（示例）",
            spoken_by=person.name,
        ),
        actor=desk.accounts[CLERK],
        now=desk.moment(),
    )


STORIES = (wages, school_place, lift_of_another_town, letter_of_twelve, under_seal)
