"""Two fictional cases to print: the rain pipe between neighbours, and the passage between two homesteads."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from app.agreements.papers.values import Clause, Instalment, OralAgreement, WrittenAgreement
from app.cases.papers.notices import Ending, LeavingNotice, TerminationNotice
from app.cases.papers.values import AcceptanceRegister, RightsNotice, Source, TransferLetter
from app.core.terms import DisputeType
from app.papers.rules.paper import Paper
from app.papers.rules.people import Organisation, Party, Person, Proxy, label_sides

TOWN = "白塔镇人民调解委员会"
VILLAGE = "白塔镇小海眼社区人民调解委员会"
NUMBER_A = "（2026）小海眼人调字第0018号"
NUMBER_B = "（2026）白塔人调字第0042号"
HASH = "3f9a1c0e5b7d2846a0c1e3f5d7b90214365870a9cbedf1023546879bacdef012"

ZHAO = Party(
    who=Person(
        name="赵长河",
        gender="男",
        nation="汉族",
        age=61,
        id_number="370303196503121234",
        occupation="农民",
        address="白塔镇小海眼社区第一网格18号",
        phone="13800000011",
    ),
    label="申请人",
)
SUN = Party(
    who=Person(
        name="孙玉梅",
        gender="女",
        nation="汉族",
        age=55,
        id_later=True,
        occupation="个体",
        address="白塔镇小海眼社区第一网格19号",
        phone=None,
    ),
    label="被申请人",
)
WANG_JIA = Party(
    who=Person(
        name="王甲",
        gender="男",
        nation="汉族",
        born_on=date(1968, 3, 5),
        id_number="370303196803051234",
        occupation="农民",
        address="白塔镇海眼村第三村民组12号",
        phone="13800000001",
    )
)
WANG_YI = Party(
    who=Person(
        name="王乙",
        gender="男",
        nation="汉族",
        born_on=date(1971, 11, 20),
        id_number="370303197111205678",
        occupation="农民",
        address="白塔镇海眼村第三村民组13号",
        phone="13800000002",
    ),
    proxies=(Proxy(name="王喆", relation="父子", authority="特别授权，代为承认、变更、放弃请求，签收文书"),),
)
COMPANY = Party(
    who=Organisation(
        name="淄博白塔彩钢瓦安装有限公司",
        credit_code="91370303MA3ABCDE1X",
        address="白塔镇工业路6号",
        head="周立新",
        head_position="经理",
        phone="05330000001",
    )
)

FACTS_A = (
    "2026年7月以来，被申请人家西屋檐落水管正对申请人东墙，雨天雨水直冲墙根，墙面返潮、墙皮脱落约4平方米；"
    "被申请人院内香椿树枝越过院墙，落叶堵塞申请人排水沟。双方多次口角。"
)
CLAIMS_A = ("改移落水管", "修剪越界树枝", "修复墙面费用1800元")
FACTS_B = (
    "双方系前后邻居。王甲2026年9月拆除旧房拟原址翻建，王乙认为旧墙外应留0.5米滴水和通道；王甲称旧墙即界。"
    "两证四至均写“至王×墙外皮”，未注尺寸；旧房基础现状双方到场丈量，墙外至王乙南墙0.92米。"
)
CLAUSES_A = (
    Clause(
        who="孙玉梅",
        due_on=date(2026, 11, 30),
        what="自费将西屋落水管改向自家院内，管口距共用墙不少于1.5米",
        place="孙玉梅住所",
        proof="现场查看并拍照",
    ),
    Clause(
        who="孙玉梅",
        due_on=date(2026, 12, 15),
        what="修剪越过院墙的香椿树枝，以后每年落叶前修剪一次",
        place="孙玉梅住所",
    ),
    Clause(
        who="孙玉梅",
        due="签字时",
        what="一次性付清赵长河墙面修复费",
        amount=Decimal("1200"),
        proof="收条",
    ),
    Clause(what="双方互相谅解，今后就同一雨水问题不再主张其他费用"),
)
CLAUSES_B = (
    Clause(who="王甲", what="在旧墙基础线以内翻建，不向外扩展；檐口雨水用落水管引入自家院内"),
    Clause(what="两户之间现状0.92米空间供双方通行、维修使用，任何一方不得堆放、封堵"),
    Clause(
        who="王甲",
        what="施工期为2026年11月10日至2027年1月20日，因施工占用须提前一日告知，每日不超过四小时",
    ),
    Clause(what="施工造成王乙墙体裂缝的，由王甲在15日内修复；双方确认开工前照片12张"),
    Clause(
        who="王甲",
        what="一次性补偿王乙施工占用及墙面修补费",
        amount=Decimal("3000"),
        instalments=(
            Instalment(when="签字时", amount=Decimal("1500")),
            Instalment(when="2027年1月31日前", amount=Decimal("1500")),
        ),
        place="双方住所",
        proof="收条",
    ),
    Clause(what="本协议不影响双方依法申请确权"),
)

REGISTER_A = AcceptanceRegister(
    number=NUMBER_A,
    issuer=VILLAGE,
    parties=(ZHAO, SUN),
    dispute_type="邻里纠纷",
    source=Source.APPLICATION,
    received_on=date(2026, 10, 8),
    accepted_on=date(2026, 10, 9),
    issued_on=date(2026, 10, 9),
    summary=FACTS_A,
    claims=CLAIMS_A,
    registrar="李秀英",
    draft=False,
)
NOTICE_B = RightsNotice(
    number=NUMBER_B,
    issuer=TOWN,
    parties=label_sides(((WANG_JIA,), (WANG_YI,))),
    dispute_name="翻建房屋留通道纠纷",
    dispute_type=DisputeType.HOUSING_HOMESTEAD,
    mediators=("李建国", "张秀兰"),
    told_by="张秀兰",
    told_on=date(2026, 10, 15),
    issued_on=date(2026, 10, 15),
    draft=False,
)
TRANSFER_B = TransferLetter(
    number="（2026）海眼人调字第0009号",
    issuer="白塔镇海眼村人民调解委员会",
    receiver=TOWN,
    parties=label_sides(((WANG_JIA,), (WANG_YI,))),
    dispute_name="翻建房屋留通道纠纷",
    dispute_type="房屋宅基地",
    summary="王甲拆除旧房拟原址翻建，王乙认为旧墙外应留0.5米滴水和通道。",
    state="经我委两次调解，双方对旧墙外是否留出滴水和通道分歧较大，未达成协议",
    reason="双方分歧较大，涉及翻建许可和相邻通行，希望由镇级调解委员会继续调解",
    consent="双方于2026年10月12日书面同意由你委继续调解",
    attachments=("受理登记表", "调查记录2份", "照片6张", "两户集体土地使用证复印件"),
    contact="王守信",
    phone="0533-0000002",
    issued_on=date(2026, 10, 12),
    draft=False,
)
TERMINATION_B = TerminationNotice(
    number=NUMBER_B,
    issuer=TOWN,
    ending=Ending.NOT_REACHED,
    parties=label_sides(((WANG_JIA,), (WANG_YI,))),
    dispute_name="翻建房屋留通道纠纷",
    dispute_type=DisputeType.HOUSING_HOMESTEAD,
    reason="双方对旧墙外空间由谁使用各执一词，经三次调解未能达成一致，王乙明确表示不再接受调解。",
    accepted_on=date(2026, 10, 15),
    ended_on=date(2026, 11, 12),
    issued_on=date(2026, 11, 12),
    undisputed_facts=("旧房基础现状双方到场丈量，墙外至王乙南墙0.92米", "两证四至均未注尺寸"),
    mediators=("李建国",),
    draft=False,
)
REFUSAL = TerminationNotice(
    number="（2026）白塔人调不字第0003号",
    issuer=TOWN,
    ending=Ending.NOT_ACCEPTED,
    parties=(ZHAO,),
    dispute_name="宅基地使用权归属争议",
    dispute_type=DisputeType.HOUSING_HOMESTEAD,
    reason="申请事项是确认宅基地使用权归属，法律规定由人民政府处理，人民调解委员会不能受理。",
    applied_on=date(2026, 10, 8),
    issued_on=date(2026, 10, 9),
    draft=False,
)
LEAVING_B = LeavingNotice(
    number=NUMBER_B,
    issuer=TOWN,
    ending=Ending.STOPPED,
    parties=label_sides(((WANG_JIA,), (WANG_YI,)))[1:],
    dispute_name="翻建房屋留通道纠纷",
    dispute_type=DisputeType.HOUSING_HOMESTEAD,
    reason="王乙不愿再谈，要向人民法院起诉。",
    accepted_on=date(2026, 10, 15),
    ended_on=date(2026, 11, 3),
    issued_on=date(2026, 11, 4),
    mediators=("李建国",),
    others=("王甲", "王丙"),
    draft=False,
)
AGREEMENT_A = WrittenAgreement(
    number=NUMBER_A,
    issuer=VILLAGE,
    parties=label_sides(((ZHAO,), (SUN,))),
    dispute_type="邻里纠纷",
    facts=FACTS_A,
    issues="落水管改移、树枝修剪和墙面修复费用的承担。",
    responsibility="孙玉梅换装彩钢瓦时将管口移向赵长河东墙，对墙面损坏承担主要责任。",
    clauses=CLAUSES_A,
    mediators=("李秀英",),
    recorder="陈晓",
    place="双方住所",
    draft=True,
)
AGREEMENT_B = WrittenAgreement(
    number=NUMBER_B,
    issuer=TOWN,
    parties=label_sides(((WANG_JIA,), (WANG_YI,))),
    dispute_type="房屋宅基地",
    facts=FACTS_B,
    issues="翻建时两户之间是否留出滴水和通道，以及施工占用的补偿。",
    clauses=CLAUSES_B,
    mediators=("李建国", "张秀兰"),
    recorder="赵敏",
    place="双方住所",
    issued_on=date(2026, 11, 5),
    version=3,
    digest=HASH,
    draft=False,
)
ORAL_A = OralAgreement(
    number=NUMBER_A,
    issuer=VILLAGE,
    parties=label_sides(((ZHAO,), (SUN,))),
    dispute_type="邻里纠纷",
    facts=FACTS_A,
    clauses=CLAUSES_A,
    mediators=("李秀英",),
    recorder="陈晓",
    agreed_on=date(2026, 10, 20),
    agreed_at="小海眼社区调解室",
    issued_on=date(2026, 10, 20),
    draft=False,
)

PAPERS: dict[str, Paper] = {
    "register": REGISTER_A,
    "notice": NOTICE_B,
    "transfer": TRANSFER_B,
    "termination": TERMINATION_B,
    "refusal": REFUSAL,
    "leaving": LEAVING_B,
    "draft": AGREEMENT_A,
    "agreement": AGREEMENT_B,
    "oral": ORAL_A,
}
