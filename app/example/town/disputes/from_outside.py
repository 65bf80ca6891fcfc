"""Disputes with firms, wages, a court: an owner has not answered, the court waits, wages are paid by instalments."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from app.cases.models import CourtFile, Source
from app.core.terms import DisputeType
from app.example.town.at_work import AtWork
from app.example.town.disputes.matter import TOWN, Matter
from app.example.town.disputes.paper import Paper, clause
from app.example.town.disputes.parties import WOMAN, Cast
from app.matters.terms import Standing

CENTRE = "白塔镇调解中心"
ADVISER_OF_THE_TOWN = "adviser01"


def heating_by_the_square_metre(town: AtWork) -> Iterator[int]:
    """白塔社区: the firm and one owner are willing, a co-owner who works elsewhere has not answered yet."""
    cast = Cast(town, "白塔")
    firm = cast.firm(2, "淄博和居物业服务有限公司（示例）")
    owner = cast.person(1, WOMAN, (45, 60), occupation="职工")
    absent = cast.person(1, ages=(46, 62), occupation="在外务工", standing=Standing.CO_OWNER, has_card=False)
    yield 5
    matter = Matter(town, "01").register(
        "白塔",
        DisputeType.PROPERTY_SERVICE,
        (owner, absent, firm),
        f"{owner.name}家的房空着没住，{firm.name}照全额收物业费和公摊的电费，两年没交，一共两千六百四十元。",
        "空着的房按七成收\n公摊的电费要有明细",
        shared="village",
    )
    matter.start("village").accept()
    yield 3
    pending = {1: "pending", 2: "pending"}
    matter.answer(
        "record_consents",
        consent=matter.everyone("agreed", but=pending),
        method=matter.everyone("phone"),
        note=f"{absent.name}在外地，电话没有打通，托家里人捎话了；{firm.name}说要问了公司再答复。",
    )


def rear_end_at_the_crossing(town: AtWork) -> Iterator[int]:
    """Handed over by the court before filing: the town mediates, and the court waits for a reply."""
    cast = Cast(town, "北峪")
    hurt, driver = cast.person(1, WOMAN, (40, 55)), cast.person(2, ages=(28, 40), occupation="司机")
    insurer = cast.firm(3, "鲁中财产保险股份有限公司博山营业部（示例）", post="负责人")
    yield 16
    matter = Matter(town, TOWN).register(
        "北峪",
        DisputeType.TRAFFIC,
        (hurt, driver, insurer),
        f"{driver.name}开货车在路口追尾{hurt.name}的电动车，交警认定货车全责。{hurt.name}手腕骨裂，误工两个月，起诉前由法院委派来调。",
        "赔医药费、误工费和修车钱，一共一万九千元",
        source=Source.REFERRAL,
        referred_by="区人民法院（示例）",
        court_file=CourtFile.DELEGATED,
        court_received_on=town.today,
        shared="none",
    )
    matter.start(TOWN, "法院委派到镇里，三方都同意。")
    yield 15
    matter.accept().ready()
    yield 6
    matter.sit(
        CENTRE,
        statements=f"{hurt.name}：单子都在。{driver.name}：有保险，该保险出。{insurer.name}：误工要有单位的证明。",
        found="认定书、病历、单据齐全，误工证明还缺一张。",
        proposal="保险先付医药费和修车钱，误工等证明来了按实际算。",
        result="三方都认这个办法，等证明。",
        present="三方当事人、调解员",
    )


def wages_of_the_kiln(town: AtWork) -> Iterator[int]:
    """Three months of wages: written, read by the town's adviser, in force; one of two payments still to come."""
    cast = Cast(town, "小店")
    worker, mate = cast.person(1, ages=(44, 57), occupation="窑工"), cast.person(1, WOMAN, (42, 54), occupation="窑工")
    firm = cast.firm(2, "博山青窑陶瓷有限公司（示例）")
    diary = town.diary
    yield 25
    matter = Paper(town, TOWN).register(
        "小店",
        DisputeType.LABOUR,
        (worker, mate, firm),
        f"{worker.name}、{mate.name}在{firm.name}上班，公司三个月没有发工资，一共两万一千元，公司对数目没有意见。",
        "付清拖欠的工资两万一千元",
        shared="none",
        rights_known_on=diary.today - timedelta(days=75),
    )
    matter.start(TOWN, "欠薪的，建议直接由镇里调；已告诉可以申请劳动仲裁。").accept().ready()
    yield 20
    matter.sit(
        CENTRE,
        statements=f"{worker.name}：过年前要见到钱。{firm.name}：货款月底到一半，分两次付。",
        found="工资表、考勤和欠条对得上，两人共两万一千元。",
        proposal="分两次付清，写明日子。",
        result="谈成了，写成协议。",
        present="当事人、调解员",
    )
    matter.agree("written")
    yield 18
    matter.draft(
        f"{firm.name}拖欠{worker.name}、{mate.name}三个月工资，共两万一千元。",
        clause(firm.name, f"付给{worker.name}、{mate.name}工资一万一千元", when="签字时", amount=11000, proof="转账单"),
        clause(firm.name, "付清余下的工资一万元", by=diary.today + timedelta(days=22), amount=10000, proof="转账单"),
        issues="拖欠的工资怎么付。",
        place=CENTRE,
    )
    matter.send(ADVISER_OF_THE_TOWN)
    matter.reviewed("passed", "只涉及工资，写得清楚；提醒双方可以一起申请司法确认。", by=ADVISER_OF_THE_TOWN)
    yield 16
    matter.freeze().signed({firm.name: firm.legal_representative}).sealed()


STORIES = (heating_by_the_square_metre, rear_end_at_the_crossing, wages_of_the_kiln)
