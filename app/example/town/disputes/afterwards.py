"""Disputes after they were settled or ended: a promise runs, a promise was broken, put away, stopped, not taken on."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from app.core.terms import DisputeType
from app.example.town.at_work import AtWork
from app.example.town.disputes.matter import Matter
from app.example.town.disputes.paper import Paper, clause
from app.example.town.disputes.parties import WOMAN, Cast


def sand_on_the_field(town: AtWork) -> Iterator[int]:
    """罗圈: in force, the first half is paid, the second is still to come."""
    cast = Cast(town, "罗圈")
    field, builder = cast.person(1, ages=(52, 68)), cast.person(2, ages=(38, 52), occupation="个体")
    diary = town.diary
    yield 34
    matter = Paper(town, "10").register(
        "罗圈",
        DisputeType.PRODUCTION,
        (field, builder),
        f"{builder.name}修蓄水池，沙子、石子堆在{field.name}家的麦地里两个月，三分地没有种上。",
        "把沙石清走，地整平\n补一季的收成",
        shared="village",
    )
    matter.start("village").accept().ready()
    yield 28
    matter.sit(
        "麦地边",
        statements=f"{field.name}：没跟我打招呼。{builder.name}：以为是荒地，该补的补。",
        found="压了三分二厘，沙石还有两车。",
        proposal="清走沙石，补九百元。",
        result="谈成了。",
    )
    matter.agree("written")
    yield 25
    matter.draft(
        f"{builder.name}堆放沙石，占压{field.name}家麦地三分二厘，误了一季。",
        clause(builder.name, "清走沙石，把地整平", by=diary.today - timedelta(days=6), proof="照片"),
        clause(
            builder.name, f"付给{field.name}误种的补偿", by=diary.today + timedelta(days=16), amount=900, proof="收条"
        ),
        issues="占压的地怎么补。",
        place="麦地",
    )
    matter.skip_review("只有清沙石和补钱两条，双方都明白。")
    matter.freeze()
    yield 22
    matter.signed().sealed()


def diseased_seedlings(town: AtWork) -> Iterator[int]:
    """南万山: the second payment is overdue; the visit found it, and the debtor was reminded."""
    cast = Cast(town, "南万山")
    grower, seller = cast.person(1, ages=(42, 58)), cast.person(2, ages=(35, 50), occupation="个体")
    diary = town.diary
    yield 41
    matter = Paper(town, "16").register(
        "南万山",
        DisputeType.CONTRACT,
        (grower, seller),
        f"{grower.name}向{seller.name}买了一千二百棵草莓苗，栽下去一个月烂根死了四成。",
        "退死苗的钱，补栽的工钱一家一半",
        shared="village",
    )
    matter.start("village").accept().ready()
    yield 33
    matter.sit(
        "南万山村调解室",
        statements=f"{grower.name}：苗带着病来的。{seller.name}：浇水多了也烂根，退三成。",
        found="请农技员看过，死苗里一半是根腐病，一半是水大。",
        proposal="退二百四十棵的钱，分两次给。",
        result="谈成了，写成协议。",
    )
    matter.agree("written")
    yield 29
    matter.draft(
        f"{grower.name}向{seller.name}买的草莓苗死了四成，双方对原因各认一半。",
        clause(seller.name, f"退给{grower.name}苗钱三百六十元", when="签字时", amount=360, proof="收条"),
        clause(seller.name, "退清余下的三百六十元", by=diary.today - timedelta(days=9), amount=360, proof="收条"),
        issues="死苗的钱怎么退。",
        place="南万山村调解室",
    )
    matter.skip_review("数目小，只有退钱两条，双方都明白。")
    matter.freeze()
    yield 26
    matter.signed().sealed()
    matter.kept("done", "open", outcome="not_performed", note="第一笔当场给了，第二笔还没到日子。")
    yield 20
    matter.visited("第一笔钱当场付了，打了收条；第二笔还没到日子。", outcome="again")
    yield 6
    matter.kept("done", "not_done", outcome="not_performed", note="到了日子没有付，催过一次，说等卖了草莓。")
    matter.visited("第二笔过了日子没有付；告诉双方不履行的可以起诉。", outcome="again")


def ditch_swept_together(town: AtWork) -> Iterator[int]:
    """小海眼: said, done, visited and put away."""
    cast = Cast(town, "小海眼")
    upper, lower = cast.person(1, ages=(50, 66)), cast.person(2, WOMAN, (48, 62))
    yield 61
    matter = Paper(town, "08").register(
        "小海眼",
        DisputeType.NEIGHBOURS,
        (upper, lower),
        f"两家共用的排水沟堵了，{upper.name}说是{lower.name}家倒的灰渣，{lower.name}说是上头冲下来的土。",
        "把沟掏通，以后谁也不往沟里倒东西",
        shared="group",
    )
    matter.start("group").accept().ready()
    yield 57
    matter.sit(
        "排水沟边",
        statements=f"{upper.name}：掏出来的都是炉灰。{lower.name}：冬天倒过几回，以后不倒。",
        found="沟里有炉灰也有土，堵了六七米。",
        proposal="两家一块掏，以后各管门前一段。",
        result="当场说定，约好第二天一块掏，认为不用写协议书。",
    )
    matter.agree("oral")
    matter.spoken(
        "共用的排水沟堵了。",
        "谁来掏，以后怎么管。",
        "排水沟",
        (
            {"who": "双方", "does": "一块把堵住的一段掏通", "due_note": "第二天"},
            {"who": "双方", "does": "各管门前一段，不往沟里倒东西", "due_note": "长期"},
        ),
    )
    yield 50
    matter.kept("done", "done")
    matter.visited("沟掏通了，下过一场雨，水走得顺；两家都满意。")
    yield 46
    matter.put_away()


def pepper_of_last_autumn(town: AtWork) -> Iterator[int]:
    """小海眼: the seller will sue instead; both were told in writing, it is over."""
    cast = Cast(town, "小海眼")
    seller, buyer = cast.person(1, ages=(50, 64)), cast.person(2, ages=(40, 55), occupation="个体")
    yield 31
    matter = Matter(town, "08").register(
        "小海眼",
        DisputeType.CONTRACT,
        (seller, buyer),
        f"{buyer.name}去年秋天收{seller.name}家的花椒，说好一斤三十八元，付了一半，剩下的说等行情，拖到现在。",
        "付清剩下的四千一百元",
        shared="village",
    )
    matter.start("village").accept().ready()
    yield 24
    matter.sit(
        "小海眼社区调解室",
        statements=f"{seller.name}：说好的价，不能看行情。{buyer.name}：今年跌了，按三十元算。",
        found="过秤的单子还在，二百一十六斤；价钱是口头说的，有两个人在场听见。",
        proposal="按三十六元算，月底付清。",
        result="没有谈成。",
    )
    yield 18
    seller_id = matter.case.parties[0].id
    matter.action("stop", asks={seller_id: "yes"}, reason="申请人不愿再等，要向人民法院起诉。")
    matter.answer(
        "tell_routes",
        ended_because="stopped",
        reason="申请人要求终止调解，准备起诉。",
        routes=["court"],
        told=matter.everyone("in_person"),
        told_on=town.today,
    )


def whose_slope_it_is(town: AtWork) -> Iterator[int]:
    """饮马: who owns the slope is the government's to decide; not taken on, to be told in writing."""
    cast = Cast(town, "饮马")
    first, second = cast.person(1, ages=(55, 70)), cast.person(2, ages=(50, 66))
    yield 4
    matter = Matter(town, "20").register(
        "饮马",
        DisputeType.FOREST_LAND,
        (first, second),
        "两家都说村后一片荒坡是自家的，一家拿着八十年代的条子，一家说是后来分的，要求定下来归谁。",
        "定下荒坡归谁使用",
        shared="village",
        is_ownership=True,
    )
    matter.start("village", "争的是权属，村里有底册，先由村里看。")
    yield 2
    reason = "双方争的是林地归谁使用，要由人民政府依法处理，不属于人民调解能定的事（森林法第二十二条）。"
    matter.answer("accept_case", outcome="not_accepted", reason_kind="special_body", reason=reason)


STORIES = (
    sand_on_the_field,
    diseased_seedlings,
    ditch_swept_together,
    pepper_of_last_autumn,
    whose_slope_it_is,
)
