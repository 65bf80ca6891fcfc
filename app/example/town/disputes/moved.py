"""Disputes on the ladder: at the clan's, handed over inside a village, handed up, returned, given away, helped."""

from __future__ import annotations

from collections.abc import Iterator

from app.core.terms import DisputeType
from app.example.town.at_work import AtWork
from app.example.town.disputes.matter import Matter
from app.example.town.disputes.parties import WOMAN, Cast

CLERK = "clerk"


def shade_of_the_poplars(town: AtWork) -> Iterator[int]:
    """小海眼 asks the town to take it: the letter waits for an answer."""
    cast = Cast(town, "小海眼")
    field, trees = cast.person(1, WOMAN, (50, 64)), cast.person(2, ages=(55, 68))
    yield 18
    matter = Matter(town, "08").register(
        "小海眼",
        DisputeType.FOREST_LAND,
        (field, trees),
        f"{trees.name}家地堰上的一排杨树长高了，{field.name}家的玉米半天见不着太阳，少收一成多。树和地是谁的，两家没有争议。",
        "伐掉或者修掉遮阴的杨树\n补今年少收的玉米",
        shared="village",
    )
    matter.start("village").accept().ready()
    yield 12
    matter.sit(
        "两家地头",
        statements=f"{field.name}：六棵树遮了我四分地。{trees.name}：还差两年成材，现在伐了可惜。",
        found="地堰上杨树六棵，离地边一米左右，遮阴的一条有四五米宽。",
        proposal="修枝到三米以上，伐两棵最密的。",
        result="修枝愿意，伐哪两棵说不拢。",
    )
    yield 5
    matter.sit(
        "小海眼社区调解室",
        statements=f"{trees.name}：伐可以，按成材的价补。{field.name}：不出钱。",
        found="问过收树的，现在一棵值九十元上下。",
        proposal="伐两棵，树款归树主，地里的损失不再提。",
        result="没有谈成，两家都愿意请镇里调。",
    )
    matter.not_reached("伐树的补偿谈不拢。")
    yield 2
    matter.hand_on("up", "村里调了两次，补偿差得多，双方都愿意请镇里懂林业的人看。").send_letter()


def steps_onto_the_lane(town: AtWork) -> Iterator[int]:
    """小海眼 gave it away: the town took it on and is mediating."""
    cast = Cast(town, "小海眼")
    front, back = cast.person(1, ages=(44, 58)), cast.person(2, ages=(46, 62), has_card=False)
    yield 27
    matter = Matter(town, "08").register(
        "小海眼",
        DisputeType.HOUSING_HOMESTEAD,
        (front, back),
        f"{back.name}翻修大门，门台阶伸到胡同里六十公分，{front.name}家的农用车拐不进去。房基两家都认，只争胡同怎么走。",
        "门台阶收回去，车能拐进来",
        shared="group",
    )
    matter.start("village").accept().ready()
    yield 21
    matter.sit(
        "胡同口",
        statements=f"{front.name}：老辈子就走车。{back.name}：不做台阶，下雨往屋里灌水。",
        found="胡同宽两米八，台阶占去六十公分，农用车宽一米七。",
        proposal="台阶改成往院里收，门槛垫高。",
        result="改台阶要花三千多，谁出钱谈不拢。",
    )
    matter.not_reached("改台阶的钱谈不拢。")
    yield 19
    matter.hand_on("town", "双方都要求请镇里派懂施工的人看一看，再定怎么改。").send_letter()
    yield 17
    matter.take_over(CLERK, "受理登记表、调解记录1份、照片4张")
    yield 16
    matter.tell_rights().choose_mediators()
    yield 9
    matter.sit(
        "胡同口",
        statements=f"{front.name}：能拐进来就行。{back.name}：排水解决了就收。",
        found="镇里懂施工的人量过，台阶收四十公分、门前加一条排水沟就能走车。",
        proposal="收台阶四十公分，排水沟两家合修。",
        result="办法都认，钱数约好下次带着报价来谈。",
        present="双方当事人、调解员、小海眼社区调解员",
    )


def strip_between_the_fields(town: AtWork) -> Iterator[int]:
    """赵庄 asked the town, which returned it: the next step is to be found."""
    cast = Cast(town, "赵庄")
    east, west = cast.person(1, ages=(52, 66)), cast.person(2, ages=(48, 63))
    yield 20
    matter = Matter(town, "05").register(
        "赵庄",
        DisputeType.PRODUCTION,
        (east, west),
        f"{west.name}用旋耕机整地，把两家地中间走水的垄沟耕平了，{east.name}家的地浇不上水。合同面积两家都认。",
        "把垄沟恢复起来\n浇不上水死的白菜苗赔六百元",
        shared="village",
    )
    matter.start("village").accept().ready()
    yield 14
    matter.sit(
        "赵庄村调解室",
        statements=f"{east.name}：垄沟走了三十年。{west.name}：垄沟早淤死了，不是我耕平的。",
        found="两个邻地的户说前年还走水。",
        proposal="两家合挖一条新垄沟。",
        result="挖在谁家地里谈不拢。",
    )
    matter.not_reached("新垄沟挖在谁家地里谈不拢。")
    yield 9
    matter.hand_on("up", "村里量过一次，两家都不认，愿意请镇里再调。").send_letter()
    yield 7
    reason = "现场没有丈量的记录，也没有两家在场的照片；请先会同农经站到现场量清楚，再定需不需要移交。"
    matter.answer_letter(CLERK, outcome="returned", reason=reason)


def old_house_of_the_clan(town: AtWork) -> Iterator[int]:
    """Two households of one clan: it stands with the clan's own group."""
    cast = Cast(town, "簸箕掌")
    first, second = cast.kinsmen()
    yield 8
    matter = Matter(town, "06").register(
        "簸箕掌",
        DisputeType.NEIGHBOURS,
        (first, second),
        f"两家同族，老院里的石磨和过道一直合用。{second.name}把石磨挪到自家门口，{first.name}家过道里堆的柴没处放。",
        "石磨放回原处，过道两家都能用",
        shared="clan",
    )
    matter.start("clan", "两家同族，都愿意先请族里的长辈说和。").accept().ready()
    yield 4
    matter.sit(
        "老院堂屋",
        statements=f"{first.name}：挪磨没跟我说一声。{second.name}：磨在那里绊脚，孩子摔过。",
        found="石磨挪了五六米，过道还剩一米一。",
        proposal="磨放到大门里侧，柴往后院码。",
        result="愿意挪，柴垛的位置还要看看。",
        present="双方当事人、族里的长辈、调解员",
    )


def brothers_and_the_walnuts(town: AtWork) -> Iterator[int]:
    """Begun at the clan's, handed over inside 大海眼 to the villager group: one number, one month."""
    cast = Cast(town, "大海眼")
    first, second = cast.kinsmen()
    yield 17
    matter = Matter(town, "07").register(
        "大海眼",
        DisputeType.NEIGHBOURS,
        (first, second),
        f"两家地头合着一棵老核桃树，往年一家收一年。今年该{first.name}家收，{second.name}家先打了一半。",
        "把打走的核桃折成钱\n说定以后怎么收",
        shared="clan",
    )
    matter.start("clan", "两家同族，先请长辈说和。").accept().ready()
    yield 13
    matter.sit(
        "长辈家里",
        statements=f"{first.name}：打走了百十斤。{second.name}：去年闰月多算了一茬，今年该我。",
        found="老规矩是单年双年轮着收，没有写下来。",
        proposal="今年的对半分，明年起照旧轮。",
        result="长辈说了两回，都不松口。",
    )
    matter.not_reached("长辈说不下来，两家愿意请村民小组再调。")
    yield 10
    matter.hand_on("up", "族里说不下来，两家都愿意请村民小组调。").choose_mediators()
    yield 6
    matter.sit(
        "核桃树下",
        statements=f"{first.name}：对半也行，斤数要认。{second.name}：认八十斤。",
        found="看过筐，连皮一百三十斤上下。",
        proposal="按一百斤算，一家五十斤的钱。",
        result="斤数还差二十斤，过几天再谈。",
    )


def water_in_the_cellar(town: AtWork) -> Iterator[int]:
    """石佛 asked the town's mediator and the police assistant to come and help; the case stays where it is."""
    cast = Cast(town, "石佛")
    cellar, well = cast.person(1, ages=(50, 65)), cast.person(2, ages=(42, 56), occupation="养殖户")
    yield 13
    matter = Matter(town, "12").register(
        "石佛",
        DisputeType.POLLUTION,
        (cellar, well),
        f"{well.name}家养猪，粪水渗进{cellar.name}家的地窖，窖里的地瓜烂了多半窖。两人在街上推搡过一回，没有伤。",
        "粪水池做防渗\n烂掉的地瓜赔一千五百元",
        shared="village",
    )
    matter.start("village", "两家都愿意先在村里调，请镇里来人看。").accept().ready("head12")
    yield 9
    matter.action("set_risk", risk="watch", reason="两家在街上推搡过，还在气头上，分开谈。")
    reason = "请镇里的调解员和包村的警务助理来一趟，一个看粪水池，一个把话说清楚。"
    helper = "白塔镇调解中心调解员、包村警务助理"
    matter.action(
        "invite_help", helper_kind="town_mediator", helper=helper, consents=matter.everyone("agreed"), reason=reason
    )
    yield 7
    matter.sit(
        "石佛村调解室",
        statements=f"{cellar.name}：池子不防渗，窖没法用。{well.name}：钱能赔，别再上街骂。",
        found="粪水池离地窖四米，池壁没有抹水泥，窖里进水的一面正对着池子。",
        proposal="半个月内给池壁抹水泥，赔地瓜钱分两次给。",
        result="防渗都同意，赔多少还差五百元。",
        present="双方当事人、调解员、镇里来的调解员",
    )


STORIES = (
    shade_of_the_poplars,
    steps_onto_the_lane,
    strip_between_the_fields,
    old_house_of_the_clan,
    brothers_and_the_walnuts,
    water_in_the_cellar,
)
