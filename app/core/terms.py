"""The field's own words: enumerations shared by several rooms, and the glossary (docs/glossary.md is made from it)."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple


class Level(StrEnum):
    """The four rungs of the ladder, lowest first."""

    CLAN = "clan"
    GROUP = "group"
    VILLAGE = "village"
    TOWN = "town"


LEVEL_NAMES = {
    Level.CLAN: "家族调解小组",
    Level.GROUP: "村民调解小组",
    Level.VILLAGE: "村级调解委员会",
    Level.TOWN: "镇级调解中心",
}
LADDER = (Level.CLAN, Level.GROUP, Level.VILLAGE, Level.TOWN)
COMMITTEE_LEVELS = frozenset({Level.VILLAGE, Level.TOWN})


class DisputeType(StrEnum):
    """The types reported upward (司法行政 statistics: fifteen of old and three added in 2021)."""

    MARRIAGE_FAMILY = "marriage_family"
    NEIGHBOURS = "neighbours"
    HOUSING_HOMESTEAD = "housing_homestead"
    CONTRACT = "contract"
    PRODUCTION = "production"
    DAMAGES = "damages"
    FOREST_LAND = "forest_land"
    LAND_REQUISITION = "land_requisition"
    POLLUTION = "pollution"
    LABOUR = "labour"
    CONSUMER = "consumer"
    MEDICAL = "medical"
    TRAFFIC = "traffic"
    PROPERTY_SERVICE = "property_service"
    TOURISM = "tourism"
    INTELLECTUAL_PROPERTY = "intellectual_property"
    INTERNET = "internet"
    OTHER = "other"


DISPUTE_TYPE_NAMES = {
    DisputeType.MARRIAGE_FAMILY: "婚姻家庭",
    DisputeType.NEIGHBOURS: "邻里",
    DisputeType.HOUSING_HOMESTEAD: "房屋宅基地",
    DisputeType.CONTRACT: "合同",
    DisputeType.PRODUCTION: "生产经营",
    DisputeType.DAMAGES: "损害赔偿",
    DisputeType.FOREST_LAND: "山林土地",
    DisputeType.LAND_REQUISITION: "征地拆迁",
    DisputeType.POLLUTION: "环境污染",
    DisputeType.LABOUR: "劳动争议",
    DisputeType.CONSUMER: "消费",
    DisputeType.MEDICAL: "医疗",
    DisputeType.TRAFFIC: "道路交通事故",
    DisputeType.PROPERTY_SERVICE: "物业",
    DisputeType.TOURISM: "旅游",
    DisputeType.INTELLECTUAL_PROPERTY: "知识产权",
    DisputeType.INTERNET: "互联网",
    DisputeType.OTHER: "其他",
}


class PoolCategory(StrEnum):
    """The eight kinds of people in the town's mediation pool."""

    RETIRED_CADRE = "retired_cadre"
    PARTY_MEMBER = "party_member"
    POLICE_ASSISTANT = "police_assistant"
    NEIGHBOUR = "neighbour"
    LEGAL_ADVISER = "legal_adviser"
    JUDGE = "judge"
    LEGAL_WORKER = "legal_worker"
    VOLUNTEER = "volunteer"


POOL_CATEGORY_NAMES = {
    PoolCategory.RETIRED_CADRE: "退休老干部",
    PoolCategory.PARTY_MEMBER: "老党员",
    PoolCategory.POLICE_ASSISTANT: "警务助理",
    PoolCategory.NEIGHBOUR: "热心大妈",
    PoolCategory.LEGAL_ADVISER: "一村一法律顾问",
    PoolCategory.JUDGE: "驻地法庭法官",
    PoolCategory.LEGAL_WORKER: "驻地法律服务工作者",
    PoolCategory.VOLUNTEER: "社会热心志愿者",
}
GUIDANCE_ONLY = frozenset({PoolCategory.JUDGE, PoolCategory.POLICE_ASSISTANT})
"""Kinds that guide and are consulted but do not mediate (人民调解法 第5条; 特邀调解规定 第16条)."""


class Gender(StrEnum):
    """As it stands on an identity card."""

    MALE = "male"
    FEMALE = "female"


GENDER_NAMES = {Gender.MALE: "男", Gender.FEMALE: "女"}


class Term(NamedTuple):
    """One row of the glossary."""

    code: str
    chinese: str
    gloss: str
    source: str


GLOSSARY: tuple[Term, ...] = (
    Term(
        "absent signer",
        "没有签的人",
        "a fixed text was written for them; they do not sign, the others stay bound",
        "人民调解法 第29条",
    ),
    Term("acceptance", "受理", "the committee takes the case on", "人民调解工作若干规定 第24条"),
    Term("accusation", "检举控告", "a report of misconduct, kept in a closed room", "信访工作条例 第30条"),
    Term(
        "acknowledgement", "知道有人没签", "written beside a signature: the signer knows and stays", "人民调解法 第29条"
    ),
    Term("agreement", "人民调解协议书", "written agreement of the parties", "人民调解法 第28、29条"),
    Term("appointment", "聘任", "a committee appoints a mediator", "人民调解法 第13条"),
    Term("archive", "归档", "the file is bound and put away", "人民调解法 第27条"),
    Term("assignment", "内部分办单", "the desk gives a claim to an office of the town", "town practice"),
    Term(
        "attachment", "材料", "a photograph or PDF kept with a matter, of one kind, with its day", "人民调解法 第27条"
    ),
    Term("audit entry", "操作记录", "who did what, in a hash chain", "GB/T 22239 安全审计"),
    Term("body", "调解组织", "a committee, group or the centre", "人民调解法 第8条"),
    Term("channel", "信访形式", "network, letter, phone, fax or visit", "信访工作条例 第17条"),
    Term("claim", "诉求", "one thing a petition asks for, with its own route and clock", "信访工作条例 第31条"),
    Term("clan group", "家族调解小组", "mediation group of a clan, under a village", "source article"),
    Term("clause", "协议条款", "who does what by when", "人民调解法 第29条"),
    Term("consent", "同意调解", "agreed, pending or refused, per party", "人民调解法 第17条"),
    Term("deadline", "期限", "a running period with both its ends and why", "民法典 第200–203条"),
    Term("digest", "每日汇总", "what is due, sent once each morning", "town practice"),
    Term("dispute type", "纠纷类型", "official statistical type", "司法行政统计"),
    Term("duty", "履行义务", "one promise with its date", "人民调解法 第31条"),
    Term(
        "entry",
        "经过",
        "one line of a matter: what happened, when, who spoke, who typed, what came of it",
        "town practice",
    ),
    Term("extension", "延长", "a period made longer, by approval or consent", "信访工作条例 第34条"),
    Term("feed", "日历订阅", "a secret link a calendar reads due dates from", "RFC 5545"),
    Term("freeze", "定稿", "the text gets its version and hash and changes no more", "人民调解法 第29条"),
    Term(
        "frozen paper",
        "留存文书",
        "what a paper said when it was fixed or handed out; printed ever after",
        "人民调解法 第29条",
    ),
    Term("guidance only", "只作指导", "may advise, may not mediate", "人民调解法 第5条"),
    Term("handling", "承办", "one committee's number and month on a case", "人民调解法 第7、34条"),
    Term("hearing", "听证", "both sides are heard in a difficult petition", "信访工作条例 第31条"),
    Term("household", "户", "a family under one roof and register", "户口登记条例"),
    Term("household case", "一户的案", "the dispute of one household of a series", "人民调解法 第31条"),
    Term(
        "identity document",
        "身份证件",
        "an identity card, a permit, a passport …; its number is judged by its kind",
        "出境入境管理法 第38条",
    ),
    Term("invited person", "被邀请人", "helps a mediation without signing as mediator", "人民调解法 第20条"),
    Term("join", "并案", "the same matter within its period is handled once", "信访工作条例 第19条"),
    Term("judicial confirmation", "司法确认", "a court confirms an agreement", "人民调解法 第33条"),
    Term("lapse", "逾期", "the last day of a period is over", "民法典 第203条"),
    Term(
        "leaving notice",
        "给退出的人的告知书",
        "mediation is over for one party and goes on among the others",
        "人民调解法 第26条",
    ),
    Term("legal adviser", "法律顾问", "reads an agreement before it is frozen", "一村一法律顾问"),
    Term("letter number", "文号", "one gapless series of the town government", "党政机关公文格式 GB/T 9704"),
    Term("light", "灯", "正常, 临期 or 超期: colour, word and shape", "town practice"),
    Term("make up", "调休上班", "a weekend day that is worked", "国务院办公厅放假通知"),
    Term("mark", "标记", "a page's own code in the foot; its first eight letters for people", "town practice"),
    Term("mediation committee", "人民调解委员会", "elected, holds seal and number series", "人民调解法 第7–9条"),
    Term("mediation session", "调解会", "one sitting: a row, never a lap of the flow", "人民调解工作若干规定 第28条"),
    Term("mediator", "人民调解员", "member of, or appointed by, a committee", "人民调解法 第13条"),
    Term("notice", "提醒", "a sentence in the page for one account", "town practice"),
    Term("objection", "异议（退件）", "a wrong transfer is sent back within five working days", "信访工作条例 第23条"),
    Term("office", "承办单位", "a public office of the town that handles or issues", "信访工作条例 第16条"),
    Term("opinion", "处理意见书", "the government answers a claim of the sixth route", "信访工作条例 第32条"),
    Term("oral agreement", "口头协议", "in force when reached, registered on a form", "人民调解法 第28、30条"),
    Term("outbox", "待送消息", "what is owed to the outside, at least once", "town practice"),
    Term("outcome", "结果", "what came of a step, in words: 受理了, 双方都同意调, 顾问退回", "town practice"),
    Term("participant", "参加人", "a party or petitioner, in one matter", "人民调解法 第23条; 信访工作条例 第17条"),
    Term("participation", "是否愿意参加", "willing, not answered, refused or left", "人民调解法 第17条"),
    Term("party", "当事人", "natural or legal person on one side", "人民调解法 第23条"),
    Term("petition", "信访", "a letter, call or visit with one or more claims", "信访工作条例 第17条"),
    Term("petitioner", "信访人", "who petitions, or speaks for those who do", "信访工作条例 第17条"),
    Term("pool", "调解人才库", "the 514 people who help", "source article"),
    Term("presiding mediator", "调解主持人", "leads the mediation", "人民调解工作若干规定 第25条"),
    Term("print log", "打印记录", "which paper was printed when, by whom, in what way", "town practice"),
    Term("provisional", "暂定", "counted before the year's notice is out", "全国年节及纪念日放假办法"),
    Term("re-review", "复核", "the city reviews a review opinion", "信访工作条例 第36条"),
    Term("receipt of service", "送达回证", "how and when a letter was served, or refused", "民事诉讼法 第87条"),
    Term("referral", "移交", "one committee hands a case to another, by consent", "人民调解法 第17条"),
    Term(
        "rerouting",
        "改性质、途径",
        "a claim that was accepted is sorted anew, by the head's approval; its sixty days run on",
        "信访工作条例 第31、34条",
    ),
    Term("resident group", "村民组", "part of a village; a villager group covers one or more", "村民委员会组织法"),
    Term("return visit", "回访", "asking whether the promise was kept", "人民调解法 第31条"),
    Term("review", "复查", "the district reviews an opinion", "信访工作条例 第35条"),
    Term(
        "revocation", "撤销（处理意见）", "the town takes back a wrong opinion and makes it anew", "信访工作条例 第32条"
    ),
    Term("rights notice", "权利义务告知书", "told before mediating", "人民调解工作若干规定 第30条"),
    Term("roll", "顺延", "a last day on a rest day moves to the next working day", "民法典 第203条"),
    Term("route", "途径", "one of the six ways a claim is solved", "信访工作条例 第31条"),
    Term("satisfaction", "满意度", "the petitioner evaluates desk and unit", "信访工作条例 第21条"),
    Term("seal", "印章", "only a committee has one", "人民调解法 第29条"),
    Term("series", "系列案（分户）", "a dispute of many people, divided among their households", "town practice"),
    Term("settlement", "和解、调解", "both sides settle within a petition", "信访工作条例 第33条"),
    Term("sign-off", "签发", "a named person of the government approves a letter", "党政机关公文处理工作条例 第22条"),
    Term("simple procedure", "简易办理", "answered within ten working days", "信访事项简易办理办法（试行）"),
    Term("supervision", "督办", "a higher body presses and suggests", "信访工作条例 第40条"),
    Term("suspension", "中止", "days in which a period does not run", "信访工作条例 第36条"),
    Term("termination", "终止调解", "mediation ends; other routes are told", "人民调解法 第26条"),
    Term("town centre", "镇级调解中心", "seat of the town's mediation committee", "人民调解法 第34条"),
    Term("transfer letter", "移交函", "from one committee to another", "人民调解法 第17条"),
    Term("unreached", "一直联系不上、没有答复", "a side never answered: no refusal, no failure", "人民调解法 第17条"),
    Term("urging", "催办", "the desk reminds the handling office", "town practice"),
    Term("villager group", "村民调解小组", "mediation group of resident groups, under a village", "source article"),
)
