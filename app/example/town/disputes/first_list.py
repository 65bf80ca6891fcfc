"""What whoever signs in first finds on the list of 小海眼: late, nearly over, in good time, without a date, new."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from app.core.terms import DisputeType
from app.example.town.at_work import AtWork
from app.example.town.disputes.matter import Matter
from app.example.town.disputes.paper import Paper, clause
from app.example.town.disputes.parties import WOMAN, Cast
from app.example.town.photographs import cracked_wall
from app.matters.actions.attach import attach_file

HERE, VILLAGE = "08", "小海眼"
MONTH = "M2"
ROOM = "小海眼社区调解室"


def rain_from_the_annex(town: AtWork) -> Iterator[int]:
    """The month is over, nothing is settled: both sides were asked and talk on, in red."""
    accepted = town.diary.begun_so_that_late(MONTH, by=2)
    cast = Cast(town, VILLAGE)
    below, above = cast.person(1, WOMAN, (58, 72)), cast.person(2, ages=(40, 55), occupation="个体")
    yield accepted
    matter = Matter(town, HERE).register(
        VILLAGE,
        DisputeType.NEIGHBOURS,
        (below, above),
        f"{above.name}在屋后接了一间偏厦，屋檐的水直接泄到{below.name}家院里，今年雨水大，院墙根泡塌了一段。",
        "偏厦的檐口改道，不往这边泄水\n塌的院墙修好",
        shared="group",
    )
    matter.start("village").accept().ready()
    yield accepted - 5
    matter.sit(
        ROOM,
        statements=f"{below.name}：水不改道没法过日子。{above.name}：偏厦盖了三年，从没人说过。",
        found="到院里看过，塌的墙长四米二，檐口离界墙不到一拃。",
        proposal="檐口加接水槽，引到自家下水。",
        result="水槽愿意装，修墙的钱没有谈拢。",
    )
    yield accepted - 16
    matter.sit(
        ROOM,
        statements=f"{below.name}：墙要按原样用石头垒。{above.name}：只出砖钱。",
        found="问了村里的瓦匠，石头垒比砖多出一千六百元。",
        proposal="石头垒，多出的一家一半。",
        result=f"{above.name}说回去跟家里商量。",
    )
    yield days_since_the_end(town, accepted)
    matter.ring_month().answer("ask_month", outcome="goes_on", reason="两家都说再谈一次，这个月里定下来。")


def days_since_the_end(town: AtWork, accepted: int) -> int:
    """How many days ago somebody first worked after the month of something accepted so many days ago."""
    diary = town.diary
    over = (diary.today - diary.due_on(MONTH, accepted)).days - 1
    return next((days for days in range(over, 0, -1) if diary.worked_on(days) == diary.today - timedelta(days=days)), 0)


def cracks_from_the_piles(town: AtWork) -> Iterator[int]:
    """The month is nearly over; photographs of the cracks lie with the case."""
    accepted = town.diary.begun_so_that_soon(MONTH)
    cast = Cast(town, VILLAGE)
    old, new = cast.person(1, ages=(60, 74)), cast.person(2, ages=(34, 48), occupation="司机")
    yield accepted
    matter = Matter(town, HERE).register(
        VILLAGE,
        DisputeType.HOUSING_HOMESTEAD,
        (old, new),
        f"{new.name}家翻盖新房打桩，隔壁{old.name}家老屋的东山墙裂了三道缝，最宽的能伸进指头。房子的四至两家都认，没有争议。",
        "查清裂缝是不是打桩造成的\n把墙修好，或者赔修墙的钱",
        shared="group",
    )
    matter.start("village").accept().ready("head08")
    attach(matter, "东山墙裂缝.jpg")
    yield accepted - 4
    matter.sit(
        f"{old.name}家院里",
        statements=f"{old.name}：打桩那天碗都震下来了。{new.name}：房子四十年了，早就有缝。",
        found="三道缝里有两道是新茬，石灰贴条三天后拉断一处。",
        proposal="先用铁箍稳住山墙，再请懂建筑的人来看。",
        result=f"{new.name}同意先垫八百元箍墙，责任等看过再说。",
    )
    yield accepted - 15
    matter.sit(
        ROOM,
        statements=f"{new.name}：认一半。{old.name}：光修墙就要六千。",
        found="看过的师傅写了一张纸：新裂缝跟打桩有关，老缝原来就有。",
        proposal="修墙的钱按七三分担。",
        result="数目差得不多，约好再谈一次。",
    )


def attach(matter: Matter, name: str) -> None:
    """A photograph of a wall with three cracks."""
    town, mediator = matter.at_work, matter.at_work.accounts[matter.mediator]
    moment = town.moment()
    attach_file(
        matter.case,
        name=name,
        file=cracked_wall(),
        kind="evidence",
        occurred_at=moment,
        spoken_by=matter.case.parties[0].name,
        actor=mediator,
        now=moment,
    )


def turns_at_the_pump(town: AtWork) -> Iterator[int]:
    """Three households and one pump: in mediation, in good time; one of the three has no card at hand."""
    cast = Cast(town, VILLAGE)
    first, second = cast.person(1, ages=(48, 60)), cast.person(1, WOMAN, (45, 58), has_card=False)
    upper = cast.person(2, ages=(38, 52))
    yield 11
    matter = Matter(town, HERE).register(
        VILLAGE,
        DisputeType.PRODUCTION,
        (first, second, upper),
        f"三家合伙打的机井，说好轮流浇地。今年天旱，{upper.name}家在上头连浇了三天，下头两家的苹果旱落了果。",
        "定下浇地的轮次和时辰\n电费按电表分摊",
        shared="village",
    )
    matter.start("village").accept().ready()
    yield 6
    matter.sit(
        "机井边",
        statements=f"{first.name}：轮次写在墙上，他不认。{upper.name}：那几天电压低，水上不去，浇得慢。",
        found="三家的地一共九亩四分，井房的电表有记录，合伙打井的账本还在。",
        proposal="按地亩排时辰，电压低就顺延，当天在本子上签字。",
        result="轮次都认了，旱落的果子怎么算下次再谈。",
        present="三家当事人、调解员、村电工",
    )


def loan_for_fertiliser(town: AtWork) -> Iterator[int]:
    """The adviser returned the draft, because "as soon as possible" is no day: to be written anew, without a date."""
    cast = Cast(town, VILLAGE)
    lender, borrower = cast.person(1, ages=(52, 66)), cast.person(2, ages=(36, 50), has_card=False)
    yield 24
    matter = Paper(town, HERE).register(
        VILLAGE,
        DisputeType.CONTRACT,
        (lender, borrower),
        f"{borrower.name}前年借{lender.name}八千元买化肥，打了借条，说收了秋就还，至今还了两千元。",
        "还清剩下的六千元",
        shared="village",
    )
    matter.start("village").accept().ready()
    yield 12
    matter.sit(
        ROOM,
        statements=f"{lender.name}：利息不要了，本钱要还。{borrower.name}：认账，一次拿不出来。",
        found="借条一张，写明八千元；收条一张，两千元。",
        proposal="六千元分两次还清，不算利息。",
        result="谈成了，写成协议。",
    )
    matter.agree("written")
    yield 9
    matter.draft(
        f"{borrower.name}借{lender.name}八千元，已还两千元，尚欠六千元。",
        clause(borrower.name, f"还给{lender.name}三千元", when="尽快", amount=3000, proof="收条"),
        clause(borrower.name, f"还给{lender.name}余下的三千元", when="收了秋以后", amount=3000, proof="收条"),
        issues="欠款怎么还。",
        place=ROOM,
    )
    matter.send()
    matter.reviewed(
        "returned",
        "两笔钱都要写明哪一天以前还，不然到期没还也说不清。借条原件记得收回或者注明。",
        clauses={1: "“尽快”说不清，写一个日子。", 2: "“收了秋以后”也要写成日子。"},
    )


def who_keeps_mother(town: AtWork) -> Iterator[int]:
    """A brother and a sister came yesterday: where to begin is still to be chosen."""
    cast = Cast(town, VILLAGE)
    elder, sister = cast.person(1, ages=(58, 66), surname="董"), cast.person(2, WOMAN, (50, 57), surname="董")
    yield 1
    Matter(town, HERE).register(
        VILLAGE,
        DisputeType.MARRIAGE_FAMILY,
        (elder, sister),
        f"老母亲八十三岁，一直跟着{elder.name}过。今年摔了一跤，要人照看，兄妹两个为谁出钱、谁出力争了几回。",
        "商量好母亲怎么轮流照看\n药费和护理的钱怎么分担",
        shared="clan",
    )


STORIES = (rain_from_the_annex, cracks_from_the_piles, turns_at_the_pump, loan_for_fertiliser, who_keeps_mother)
