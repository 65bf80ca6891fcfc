"""Disputes of 小海眼 and other villages that came to an agreement: read, signed, sealed, spoken, for some only."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from app.core.terms import DisputeType, Gender
from app.example.town.at_work import AtWork
from app.example.town.disputes.paper import Paper, clause
from app.example.town.disputes.parties import WOMAN, Cast
from app.matters.terms import AgentKind

AT_HOME = "双方住所"


def bicycle_into_the_stall(town: AtWork) -> Iterator[int]:
    """A boy of fifteen and his father: the draft lies with the adviser since a few hours."""
    cast = Cast(town, "小海眼")
    stall = cast.person(1, WOMAN, (46, 60), occupation="个体")
    father = cast.registry.draw(Gender.MALE, (40, 48), "")
    boy = cast.minor(2, father, "父亲")
    due = town.diary.today + timedelta(days=20)
    yield 14
    matter = Paper(town, "08").register(
        "小海眼",
        DisputeType.DAMAGES,
        (stall, boy),
        f"{boy.name}放学骑电动车下坡没刹住，撞翻了{stall.name}的菜摊，人没有受伤，菜和电子秤坏了。父亲{father.name}当天到了场。",
        "赔菜钱和电子秤，一共一千三百元",
        shared="village",
    )
    matter.start("village").accept().ready()
    yield 5
    matter.sit(
        "小海眼社区调解室",
        statements=f"{stall.name}：秤是新买的。{father.name}：孩子没满十八，我来赔，数目要实在。",
        found="电子秤发票四百八十元，菜钱按当天进货的单子算七百二十元。",
        proposal="赔一千二百元，分两次给。",
        result="谈成了，监护人写进协议。",
        present="当事人、监护人、调解员",
    )
    matter.agree("written")
    yield 1
    matter.draft(
        f"{boy.name}骑电动车撞翻{stall.name}的菜摊，造成菜和电子秤损失。",
        clause(boy.name, f"由监护人{father.name}付给{stall.name}六百元", when="签字时", amount=600, proof="收条"),
        clause(boy.name, f"由监护人{father.name}付清余下的六百元", by=due, amount=600, proof="收条"),
        issues="菜摊的损失怎么赔。",
        place="小海眼社区调解室",
    )
    yield 0
    matter.send()


def awning_over_the_window(town: AtWork) -> Iterator[int]:
    """Read, fixed and signed: the seal of 小海眼 waits for its head."""
    cast = Cast(town, "小海眼")
    upstairs, downstairs = cast.person(1, WOMAN, (40, 55)), cast.person(2, ages=(45, 60), occupation="个体")
    due = town.diary.today + timedelta(days=15)
    yield 21
    matter = Paper(town, "08").register(
        "小海眼",
        DisputeType.NEIGHBOURS,
        (upstairs, downstairs),
        f"{downstairs.name}在一楼窗外搭了铁皮雨棚，下雨像敲鼓，还挡了二楼{upstairs.name}家晾衣服的地方。",
        "拆掉雨棚，或者换成不响的\n以后搭棚先商量",
        shared="group",
    )
    matter.start("village").accept().ready()
    yield 13
    matter.sit(
        "一楼窗外",
        statements=f"{upstairs.name}：夜里下雨睡不着。{downstairs.name}：门口要避雨，可以换材料。",
        found="雨棚伸出一米三，离二楼窗台不到半米。",
        proposal="收到八十公分，换成不响的板，费用自理。",
        result="谈成了。",
    )
    matter.agree("written")
    yield 8
    matter.draft(
        f"{downstairs.name}在一楼窗外搭铁皮雨棚，影响{upstairs.name}家休息和晾晒。",
        clause(downstairs.name, "把雨棚收到八十公分以内，换成不响的板，费用自理", by=due, proof="照片"),
        clause("双方", "以后在外墙搭东西，动工以前先跟对方商量", when="长期"),
        issues="雨棚的尺寸和材料。",
        place=AT_HOME,
    )
    matter.send()
    matter.reviewed("passed", "写得清楚，可以定稿。")
    yield 6
    matter.freeze()
    yield 2
    matter.signed()


def gate_of_the_orchard(town: AtWork) -> Iterator[int]:
    """因阜: fixed and printed, one party signs through an agent with a written mandate; nobody has signed yet."""
    cast = Cast(town, "因阜")
    agent = cast.agent(AgentKind.SPECIAL_AGENT, "侄子，有书面授权")
    orchard, driver = cast.person(1, ages=(66, 76), agents=(agent,)), cast.person(2, ages=(33, 46), occupation="司机")
    due = town.diary.today + timedelta(days=25)
    yield 16
    matter = Paper(town, "11").register(
        "因阜",
        DisputeType.DAMAGES,
        (orchard, driver),
        f"{driver.name}倒车卸肥料，把{orchard.name}果园的铁门和两根石柱撞倒，压断一棵结果的桃树。",
        "铁门、石柱修好\n桃树按六百元赔",
        shared="village",
    )
    matter.start("village").accept().ready()
    yield 10
    matter.sit(
        "果园门口",
        statements=f"{orchard.name}：门要能锁，树是十二年的。{driver.name}：认，门我找人焊。",
        found="铁门变形，石柱倒了两根，桃树从半腰折断。",
        proposal="门和柱子由撞的一方修，树赔五百元。",
        result="谈成了，写成协议。",
    )
    matter.agree("written")
    yield 6
    matter.draft(
        f"{driver.name}倒车撞倒{orchard.name}果园的铁门、石柱，压断桃树一棵。",
        clause(driver.name, "把铁门焊好、石柱立好，门能上锁", by=due, proof="照片"),
        clause(driver.name, f"付给{orchard.name}桃树钱", when="签字时", amount=500, proof="收条"),
        issues="门和树怎么赔。",
        place="果园",
    )
    matter.skip_review("事情简单，双方都明白。")
    yield 3
    matter.freeze()


def water_through_the_ceiling(town: AtWork) -> Iterator[int]:
    """白塔社区: two of three agreed; the fitter, who did not, is to be told in writing."""
    cast = Cast(town, "白塔")
    below, above = cast.person(1, WOMAN, (34, 48), occupation="职工"), cast.person(2, ages=(38, 52), occupation="职工")
    fitter = cast.person(3, ages=(30, 45), occupation="装修工", has_card=False)
    due = town.diary.today + timedelta(days=18)
    yield 29
    matter = Paper(town, "01").register(
        "白塔",
        DisputeType.NEIGHBOURS,
        (below, above, fitter),
        f"{above.name}家换地暖以后漏水，{below.name}家客厅的顶和衣柜泡坏了。地暖是{fitter.name}装的，他说管子是业主自己买的。",
        "修好漏水\n赔顶和衣柜的钱三千八百元",
        shared="village",
    )
    matter.start("village").accept().ready()
    yield 20
    matter.sit(
        "白塔社区调解室",
        statements=f"{below.name}：先把水止住。{above.name}：我先修先赔。{fitter.name}：接头打压合格，我不出钱。",
        found="漏点在分水器的一处接头，天花板泡坏约六平方米，衣柜一组。",
        proposal="楼上先修先赔，跟装修的怎么分另说。",
        result="楼上楼下谈成，装修的一方没有谈成。",
    )
    matter.agree("written", partial=True)
    yield 15
    matter.draft(
        f"{above.name}家地暖漏水，泡坏{below.name}家的天花板和衣柜。",
        clause(above.name, "把漏水的接头换好，试水三天不漏", when="签字以前已经做完", proof="照片"),
        clause(above.name, f"付给{below.name}修顶和衣柜的钱", by=due, amount=3200, proof="转账单"),
        issues=f"漏水怎么修、损失怎么赔。{fitter.name}没有谈成，签字的两人都知道他没有签，仍愿按本协议履行。",
        place=AT_HOME,
        without=2,
    )
    matter.skip_review("只有修和赔两条，双方都明白。")
    matter.freeze()
    yield 12
    matter.signed()
    yield 4
    matter.sealed()


def puppies_in_the_yard(town: AtWork) -> Iterator[int]:
    """国家村: said and settled in the yard of the villager group, a small promise still runs."""
    cast = Cast(town, "国家")
    hens, dogs = cast.person(1, WOMAN, (55, 70), has_card=False), cast.person(2, ages=(45, 60), has_card=False)
    yield 6
    matter = Paper(town, "13").register(
        "国家",
        DisputeType.NEIGHBOURS,
        (hens, dogs),
        f"{dogs.name}家的狗钻进{hens.name}家院里，咬死下蛋的母鸡三只。",
        "赔三只母鸡，把狗拴好",
        shared="group",
    )
    matter.start("group").accept().ready()
    yield 5
    matter.sit(
        f"{hens.name}家院里",
        statements=f"{hens.name}：三只都下蛋。{dogs.name}：赔，狗我拴上。",
        found="死鸡三只，院墙角有个狗洞。",
        proposal="赔二百四十元，堵狗洞。",
        result="当场说定，两家都认为不用写协议书。",
    )
    matter.agree("oral")
    due = town.diary.today + timedelta(days=9)
    matter.spoken(
        "狗咬死母鸡三只。",
        "赔多少，狗怎么管。",
        "两家院里",
        (
            {"who": dogs.name, "does": f"赔给{hens.name}母鸡钱", "due_note": "当场", "amount": 240},
            {"who": dogs.name, "does": "堵上狗洞，给狗拴上链子", "due_on": due},
        ),
    )


STORIES = (
    bicycle_into_the_stall,
    awning_over_the_window,
    gate_of_the_orchard,
    water_through_the_ceiling,
    puppies_in_the_yard,
)
