"""What an office calls the columns of a roster, and which of ours each one is.  Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

COLUMNS: dict[str, tuple[str, ...]] = {
    "name": ("姓名", "名字", "人员姓名", "调解员姓名", "成员姓名"),
    "gender": ("性别",),
    "id_number": (
        "身份证号",
        "身份证号码",
        "身份证",
        "公民身份号码",
        "公民身份证号码",
        "居民身份证号码",
        "证件号码",
        "证件号",
    ),
    "phone": ("联系电话", "手机", "手机号", "手机号码", "电话", "电话号码", "联系方式", "移动电话"),
    "ethnicity": ("民族",),
    "village": (
        "村(社区)",
        "村社区",
        "所在村",
        "所在村社区",
        "所属村",
        "所属村居",
        "所在村居",
        "村居",
        "村",
        "社区",
        "村名",
    ),
    "category": ("类别", "人员类别", "人员类型", "类型", "人员性质", "身份类别"),
    "skills": ("专长", "擅长纠纷类型", "擅长", "擅长领域", "特长", "专长类型", "擅长类型", "调解专长"),
    "grade": ("等级", "调解员等级", "级别", "评定等级"),
    "committee": ("聘任单位", "所属调委会", "聘任调委会", "聘用单位", "调委会", "所属调解组织", "所在调委会"),
    "appointed_on": ("聘任日期", "聘任时间", "聘用日期", "受聘日期", "聘任起始", "聘任起始日期"),
    "appointed_until": ("聘任截止", "聘任到期", "聘任期满", "聘期至", "聘任截止日期", "聘任到期日期"),
    "hours_a_week": ("每周小时", "每周时间", "每周可用小时", "可用时间"),
    "tags": ("其他身份", "身份标签", "其他职务", "兼任", "标签"),
}
"""Our field names to header names; the first is the one in the template."""
NEEDED = ("name", "category")
HEADER_WITHIN = 10
"""Above the header there is often a title or two."""

_FIELD_OF = {}


def plain_header(text: str) -> str:
    """A header without spaces, brackets, colons and stars, in half width."""
    return re.sub(r"[\s()（）\[\]【】*：:/、]", "", unicodedata.normalize("NFKC", text))


for _field, _names in COLUMNS.items():
    for _name in _names:
        _FIELD_OF[plain_header(_name)] = _field


def field_of(header: str) -> str | None:
    """Which of our fields a header means; None when it is none of them."""
    plain = plain_header(header)
    return _FIELD_OF.get(plain) or _FIELD_OF.get(re.sub(r"(必填|选填|18位)", "", plain))


def looks_like_header(cells: Sequence[str]) -> bool:
    """Whether a row names the name column and at least one more of ours."""
    fields = {field_of(cell) for cell in cells if cell.strip()} - {None}
    return "name" in fields and len(fields) >= 2


def column_name(field: str) -> str:
    """What the template calls one of our fields."""
    return COLUMNS[field][0]
