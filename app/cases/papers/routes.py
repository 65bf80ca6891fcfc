"""The legal routes beside mediation for each kind of dispute (人民调解法 第26条).  Pure.

Articles as in force in November 2026.  A notice keeps what it told (`TerminationNotice.told_routes`), so that a change
here changes no paper that was handed out.
"""

from __future__ import annotations

from collections.abc import Collection

from app.core.terms import DisputeType

_COURT = "依法向有管辖权的人民法院提起诉讼（有仲裁协议的，依照仲裁协议申请仲裁）"
_LAND = (
    "土地所有权、使用权归属的争议，协商不成的，由人民政府处理；个人之间、个人与单位之间的争议，可以向乡级人民政府或者"
    "县级以上人民政府申请处理（《土地管理法》第十四条）；争议解决前，任何一方不得改变土地利用现状"
)
_LAND_DECIDED = (
    "对人民政府的处理决定不服的，可以自知道处理决定之日起六十日内申请行政复议（《行政复议法》第二十条），或者自接到处理决定"
    "通知之日起三十日内向人民法院起诉（《土地管理法》第十四条）；认为处理决定侵犯了已经依法取得的所有权、使用权的，要先申请"
    "行政复议（《行政复议法》第二十三条）"
)
_CONTRACTED_LAND = (
    "农村土地承包经营纠纷，可以向农村土地承包仲裁委员会申请仲裁，申请仲裁的时效期间为二年，也可以直接向人民法院起诉"
    "（《农村土地承包经营纠纷调解仲裁法》第四条、第十八条）"
)
_ROUTES: dict[DisputeType, tuple[str, ...]] = {
    DisputeType.HOUSING_HOMESTEAD: (_LAND, _LAND_DECIDED, "相邻关系、占用补偿、损害赔偿等民事争议，" + _COURT),
    DisputeType.FOREST_LAND: (_LAND, _LAND_DECIDED, _CONTRACTED_LAND),
    DisputeType.LABOUR: (
        "劳动争议，劳动者可以不经调解直接向劳动争议仲裁委员会申请仲裁（《劳动争议调解仲裁法》第五条）；申请仲裁的时效期间为"
        "一年，从知道或者应当知道权利被侵害之日起计算，劳动关系存续期间拖欠劳动报酬的不受一年限制，劳动关系终止的自终止之日"
        "起一年内提出（第二十七条）",
        "对仲裁裁决不服的，依法向人民法院起诉",
        "拖欠劳动报酬等情形，可以向劳动保障监察机构投诉",
        "个人之间雇人干活等劳务关系，不用先仲裁，可以直接向人民法院起诉，诉讼时效三年（《民法典》第一百八十八条）",
    ),
    DisputeType.LAND_REQUISITION: (
        "对征收决定、补偿决定不服的，依法申请行政复议或者提起行政诉讼",
        "认为行政机关没有履行法定职责、没有按照约定履行补偿安置协议的，先申请行政复议（《行政复议法》第十一条、第二十三条）",
        "其他民事争议，" + _COURT,
    ),
    DisputeType.POLLUTION: ("请求生态环境主管部门依法处理", _COURT),
    DisputeType.CONSUMER: ("向市场监督管理部门或者消费者协会投诉", _COURT),
    DisputeType.MEDICAL: (
        "申请医疗纠纷人民调解委员会调解，或者向卫生健康主管部门申请行政调解（《医疗纠纷预防和处理条例》第二十二条）",
        _COURT,
    ),
    DisputeType.TRAFFIC: ("请求公安机关交通管理部门调解（《道路交通安全法》第七十四条）", _COURT),
    DisputeType.INTELLECTUAL_PROPERTY: ("请求主管知识产权的行政机关依法处理", _COURT),
    DisputeType.MARRIAGE_FAMILY: (
        _COURT,
        "受到家庭暴力的，可以向公安机关报案、向人民法院申请人身安全保护令（《反家庭暴力法》第十三条、第二十三条）",
    ),
}
PAYMENT_ORDER = (
    "因支付拖欠劳动报酬、工伤医疗费、经济补偿或者赔偿金达成的调解协议，用人单位在约定期限内不履行的，劳动者可以持调解协议书"
    "依法向人民法院申请支付令（《劳动争议调解仲裁法》第十六条）"
)
"""What a worker may do when a labour agreement about money is not kept."""


BESIDES = {
    "court": ("人民法院", _COURT),
    "arbitration": ("仲裁", "依照法律规定或者仲裁协议，可以仲裁的，申请仲裁"),
    "administrative": ("行政机关", "法律规定由行政机关裁决、处理的，请有权的行政机关依法处理"),
    "police": ("公安机关", "涉及治安、刑事的，向公安机关报案"),
    "government": ("主管部门", "向人民政府或者有关主管部门反映"),
}
"""What is told when somebody ticks it, unless the word before it stands in what is told already."""


def other_routes(
    dispute_type: DisputeType, *, is_land_contract: bool = False, ticked: Collection[str] = ()
) -> tuple[str, ...]:
    """The legal routes beside mediation that a committee tells (人民调解法 第26条), without end punctuation.

    Those of the kind of dispute are always told; what was `ticked` besides is told too, and nothing twice.
    """
    routes = _ROUTES.get(dispute_type, (_COURT,))
    if is_land_contract and _CONTRACTED_LAND not in routes:
        routes = (_CONTRACTED_LAND, *routes)
    added = [sentence for code, (word, sentence) in BESIDES.items() if code in ticked and word not in "".join(routes)]
    return (*routes, *added)
