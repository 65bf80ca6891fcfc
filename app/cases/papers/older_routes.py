"""The routes as notices told them that did not keep what they told: printed again word for word.  Pure."""

from __future__ import annotations

from app.core.terms import DisputeType

_COURT = "依法向有管辖权的人民法院提起诉讼（有仲裁协议的，依照仲裁协议申请仲裁）"
_LAND = (
    "土地所有权、使用权归属的争议，协商不成的，由人民政府处理；个人之间、个人与单位之间的争议，可以向乡级人民政府或者"
    "县级以上人民政府申请处理；对处理决定不服的，自接到处理决定通知之日起三十日内依法申请行政复议或者向人民法院起诉"
    "（《土地管理法》第十四条、《行政复议法》第二十三条）；争议解决前，任何一方不得改变土地利用现状"
)
_ROUTES: dict[DisputeType, tuple[str, ...]] = {
    DisputeType.HOUSING_HOMESTEAD: (_LAND, "相邻关系、占用补偿、损害赔偿等民事争议，" + _COURT),
    DisputeType.FOREST_LAND: (
        _LAND,
        "农村土地承包经营纠纷，可以向农村土地承包仲裁委员会申请仲裁，申请仲裁的时效期间为二年，也可以直接向人民法院起诉"
        "（《农村土地承包经营纠纷调解仲裁法》第四条、第十八条）",
    ),
    DisputeType.LABOUR: (
        "自人民调解委员会收到调解申请之日起十五日内未达成协议的，可以向劳动争议仲裁委员会申请仲裁，"
        "申请仲裁的时效期间为一年，从知道或者应当知道权利被侵害之日起计算"
        "（《劳动争议调解仲裁法》第十四条、第二十七条）",
        "对仲裁裁决不服的，依法向人民法院起诉",
        "拖欠劳动报酬等情形，可以向劳动保障监察机构投诉",
    ),
    DisputeType.LAND_REQUISITION: (
        "对征收决定、补偿决定或者补偿安置协议的履行不服的，依法申请行政复议或者提起行政诉讼",
        "其他民事争议，" + _COURT,
    ),
    DisputeType.POLLUTION: ("请求生态环境主管部门依法处理", _COURT),
    DisputeType.CONSUMER: ("向市场监督管理部门或者消费者协会投诉", _COURT),
    DisputeType.MEDICAL: (
        "申请医疗纠纷人民调解委员会调解，或者向卫生健康主管部门申请行政调解（《医疗纠纷预防和处理条例》第二十二条）",
        _COURT,
    ),
    DisputeType.TRAFFIC: (
        "请求公安机关交通管理部门调解（《道路交通安全法》第七十四条）",
        _COURT,
    ),
    DisputeType.INTELLECTUAL_PROPERTY: ("请求主管知识产权的行政机关依法处理", _COURT),
    DisputeType.MARRIAGE_FAMILY: (
        _COURT,
        "受到家庭暴力的，可以向公安机关报案、向人民法院申请人身安全保护令（《反家庭暴力法》第十三条、第二十三条）",
    ),
}


def older_routes(dispute_type: DisputeType) -> tuple[str, ...]:
    """What such a notice told."""
    return _ROUTES.get(dispute_type, (_COURT,))
