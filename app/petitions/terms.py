"""The words of petitions: channels, classes, routes, decisions, letters (信访工作条例, 2022)."""

from __future__ import annotations

from enum import StrEnum

from app.matters.terms import SIGNED_PAGE, SIGNED_PAGE_NAME

PROCESS = "petition"
"""The key of the diagrams a claim goes through."""
WITHDRAWAL = "withdrawal"
"""The key of the small flow in which the wish to withdraw is asked about."""


class Channel(StrEnum):
    """How a petition reached the town (第17条)."""

    NETWORK = "network"
    LETTER = "letter"
    PHONE = "phone"
    FAX = "fax"
    VISIT = "visit"


CHANNEL_NAMES = {
    Channel.NETWORK: "网络",
    Channel.LETTER: "书信",
    Channel.PHONE: "电话",
    Channel.FAX: "传真",
    Channel.VISIT: "走访",
}


class Origin(StrEnum):
    """Who handed it in: the petitioner, or a higher body that transfers (转送) or assigns (交办) it (第22条)."""

    DIRECT = "direct"
    TRANSFERRED = "transferred"
    ASSIGNED = "assigned"


ORIGIN_NAMES = {
    Origin.DIRECT: "信访人直接提出",
    Origin.TRANSFERRED: "上级转送",
    Origin.ASSIGNED: "上级交办，要报结果",
}


class Urgency(StrEnum):
    """How pressing it is; what is major is reported the same day (第25条)."""

    ORDINARY = "ordinary"
    URGENT = "urgent"
    MAJOR = "major"


URGENCY_NAMES = {Urgency.ORDINARY: "一般", Urgency.URGENT: "急", Urgency.MAJOR: "重大、紧急，当天报告"}


class MatterClass(StrEnum):
    """The visible classes (第29、31条); accusations (第30条) live in a room of their own."""

    SUGGESTION = "suggestion"
    APPEAL = "appeal"


CLASS_NAMES = {MatterClass.SUGGESTION: "建议意见", MatterClass.APPEAL: "申诉求决"}


class Route(StrEnum):
    """The six routes of 第31条."""

    LITIGATION = "litigation"
    ARBITRATION = "arbitration"
    PARTY = "party"
    ADMINISTRATIVE = "administrative"
    DUTY = "duty"
    PETITION = "petition"


ROUTE_NAMES = {
    Route.LITIGATION: "诉讼、复议、公安检察程序（第一项）",
    Route.ARBITRATION: "仲裁（第二项）",
    Route.PARTY: "党内申诉、复审（第三项）",
    Route.ADMINISTRATIVE: "行政复议、裁决、确认、许可、处罚（第四项）",
    Route.DUTY: "查处违法、履行保护职责（第五项）",
    Route.PETITION: "信访程序（第六项）",
}


class Decision(StrEnum):
    """What was decided about a claim; the words of the diagram."""

    ACCEPTED = "accepted"
    SIMPLE = "simple"
    SUGGESTION = "suggestion"
    LED_IN_HERE = "led_in_here"
    LED_IN = "led_in"
    ELSEWHERE = "elsewhere"
    REFUSED = "refused"
    NO_LONGER = "no_longer"
    OBJECTION = "objection"


DECISION_NAMES = {
    Decision.ACCEPTED: "受理",
    Decision.SIMPLE: "简易办理",
    Decision.SUGGESTION: "接收建议",
    Decision.LED_IN_HERE: "镇里按法定程序办",
    Decision.LED_IN: "导入别的机关的法定程序",
    Decision.ELSEWHERE: "告知去向",
    Decision.REFUSED: "不予受理",
    Decision.NO_LONGER: "不再受理",
    Decision.OBJECTION: "提出异议",
}

GROUND_NAMES = {
    "upper_handles": "同一事项已经由上级机关或者其他机关受理、正在办理（《信访工作条例》第十九条）",
    "court_matter": "已经或者依法应当通过诉讼、仲裁、行政复议等法定途径解决（《信访工作条例》第二十条、第三十一条）",
    "same_after_final": "复核意见作出以后，仍以同一事实和理由提出（《信访工作条例》第三十六条）",
    "late_review": "没有正当理由，逾期没有请求复查、复核，又以同一事实和理由提出"
    "（《信访工作条例》第三十五条、第三十六条，《山东省信访条例》第三十三条）",
    "no_content": "没有实际内容，或者无法联系本人、无法核清事实（《信访工作条例》第十九条）",
}


class ClaimStatus(StrEnum):
    """Where a claim stands, as a list shows it; a projection of its flow."""

    SORTING = "sorting"
    DECIDING = "deciding"
    OBJECTING = "objecting"
    TELLING = "telling"
    SIMPLE = "simple"
    HANDLING = "handling"
    ISSUING = "issuing"
    REVIEWABLE = "reviewable"
    IN_REVIEW = "in_review"
    CLOSED = "closed"


STATUS_NAMES = {
    ClaimStatus.SORTING: "已登记，等定性质",
    ClaimStatus.DECIDING: "等决定怎么办理",
    ClaimStatus.OBJECTING: "等转送机关核实退回",
    ClaimStatus.TELLING: "正在书面告知",
    ClaimStatus.SIMPLE: "简易办理中",
    ClaimStatus.HANDLING: "正在调查办理",
    ClaimStatus.ISSUING: "正在出具文书",
    ClaimStatus.REVIEWABLE: "意见已送达，可以请求复查、复核",
    ClaimStatus.IN_REVIEW: "上级正在复查、复核",
    ClaimStatus.CLOSED: "已办结",
}


class Ending(StrEnum):
    """How a claim came to its end."""

    JOINED = "joined"
    RETURNED = "returned"
    TOLD = "told"
    SUGGESTION_ANSWERED = "suggestion_answered"
    RESULT_TOLD = "result_told"
    ANSWERED_SIMPLY = "answered_simply"
    SETTLED = "settled"
    WITHDRAWN = "withdrawn"
    OPINION_FINAL = "opinion_final"
    REVIEW_FINAL = "review_final"
    THREE_LEVELS = "three_levels"
    VOIDED = "voided"


ENDING_NAMES = {
    Ending.JOINED: "并案",
    Ending.RETURNED: "转送机关同意退回",
    Ending.TOLD: "已书面告知",
    Ending.SUGGESTION_ANSWERED: "建议已回复",
    Ending.RESULT_TOLD: "法定程序的处理结果已送达",
    Ending.ANSWERED_SIMPLY: "简易办理已答复",
    Ending.SETTLED: "和解、调解结案",
    Ending.WITHDRAWN: "信访人撤回",
    Ending.OPINION_FINAL: "处理意见终局",
    Ending.REVIEW_FINAL: "复查意见终局",
    Ending.THREE_LEVELS: "复核终结（三级终结）",
    Ending.VOIDED: "登记错了或重了，已作废",
}


class Stance(StrEnum):
    """What the opinion says to the request (第32条)."""

    SUPPORT = "support"
    PARTLY = "partly"
    EXPLAIN = "explain"
    NOT_SUPPORT = "not_support"


STANCE_NAMES = {
    Stance.SUPPORT: "支持",
    Stance.PARTLY: "部分支持",
    Stance.EXPLAIN: "依据不足，解释说明",
    Stance.NOT_SUPPORT: "不支持",
}


class LetterKind(StrEnum):
    """Letters under the town government's seal: signed off, numbered in one series, delivered."""

    ACCEPTANCE = "acceptance"
    NOT_ACCEPTED = "not_accepted"
    NO_LONGER = "no_longer"
    ELSEWHERE = "elsewhere"
    LEAD_IN = "lead_in"
    OBJECTION = "objection"
    EXTENSION = "extension"
    OPINION = "opinion"
    STATUTORY_RESULT = "statutory_result"
    HEARING_NOTICE = "hearing_notice"
    SUPERVISION_REPLY = "supervision_reply"
    CLOSING_REPORT = "closing_report"


LETTER_TITLES = {
    LetterKind.ACCEPTANCE: "信访事项受理告知书",
    LetterKind.NOT_ACCEPTED: "信访事项不予受理告知书",
    LetterKind.NO_LONGER: "信访事项不再受理告知书",
    LetterKind.ELSEWHERE: "信访事项去向告知书",
    LetterKind.LEAD_IN: "信访事项程序导入告知书",
    LetterKind.OBJECTION: "信访事项异议（退件）函",
    LetterKind.EXTENSION: "信访事项延长办理期限告知书",
    LetterKind.OPINION: "信访事项处理意见书",
    LetterKind.STATUTORY_RESULT: "关于信访诉求依法定程序处理结果的答复",
    LetterKind.HEARING_NOTICE: "信访事项听证通知书",
    LetterKind.SUPERVISION_REPLY: "关于督办事项办理情况的报告",
    LetterKind.CLOSING_REPORT: "信访事项办结报告",
}
LETTER_OF_DECISION = {
    Decision.ACCEPTED: LetterKind.ACCEPTANCE,
    Decision.SUGGESTION: LetterKind.ACCEPTANCE,
    Decision.LED_IN: LetterKind.LEAD_IN,
    Decision.LED_IN_HERE: LetterKind.LEAD_IN,
    Decision.ELSEWHERE: LetterKind.ELSEWHERE,
    Decision.REFUSED: LetterKind.NOT_ACCEPTED,
    Decision.NO_LONGER: LetterKind.NO_LONGER,
    Decision.OBJECTION: LetterKind.OBJECTION,
}
NOTICES = frozenset(LETTER_OF_DECISION.values()) - {LetterKind.OBJECTION}
"""Letters that tell the petitioner what becomes of a claim (第23条)."""
REPORTS = frozenset({LetterKind.CLOSING_REPORT, LetterKind.SUPERVISION_REPLY})
"""Letters that are still wanted when the petitioner has withdrawn."""
OLDER_IN_FLOW = NOTICES | {LetterKind.EXTENSION, LetterKind.OPINION, LetterKind.STATUTORY_RESULT}
"""Letters that a claim of a version before letters were flows goes on with in its own."""
TO_A_BODY = frozenset({LetterKind.OBJECTION, LetterKind.SUPERVISION_REPLY, LetterKind.CLOSING_REPORT})
"""Letters to a higher body rather than to the petitioner."""


TOLD_NAMES = {"phone": "打电话", "message": "发短信", "in_person": "当面", "written": "书面"}


class UpperResult(StrEnum):
    """What a higher body found (第35、36条)."""

    UPHELD = "upheld"
    CHANGED = "changed"
    REVOKED = "revoked"
    REDO = "redo"


UPPER_NAMES = {
    UpperResult.UPHELD: "维持",
    UpperResult.CHANGED: "变更",
    UpperResult.REVOKED: "撤销",
    UpperResult.REDO: "责令重新办理",
}


class Score(StrEnum):
    """The usual scale of satisfaction (第21条: parties may evaluate)."""

    CONTENT = "content"
    MOSTLY = "mostly"
    NOT = "not"


SCORE_NAMES = {Score.CONTENT: "满意", Score.MOSTLY: "基本满意", Score.NOT: "不满意"}

PETITION_MATERIALS = {
    "letter": "信件原件",
    "envelope": "信封",
    "identity": "身份证明",
    "photo": "照片",
    "withdrawal": "撤回申请书",
    SIGNED_PAGE: SIGNED_PAGE_NAME,
    "other": "其他",
}
"""What a file of a petition may be."""
LETTER_MATERIALS = {
    "receipt": "送达回证",
    "parcel": "快递单",
    "extension": "延期批准",
    "upper": "上级意见",
    SIGNED_PAGE: SIGNED_PAGE_NAME,
    "other": "其他",
}
"""What a file of a letter may be."""
