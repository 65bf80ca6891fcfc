"""Forms of the pool: a member's state, the roster to read in."""

from __future__ import annotations

from wtforms import BooleanField, FileField, RadioField, StringField
from wtforms.validators import InputRequired, Optional

from app.core.date_fields import plan_day
from app.core.fields import CHOOSE, AtMost, printable
from app.core.reasons import says_why
from app.core.transaction import OnceForm
from app.mediators.models import PoolState

DEEDS = {PoolState.ACTIVE: "在册，可以请", PoolState.SUSPENDED: "暂停，先不请", PoolState.REMOVED: "移出人才库"}


class StateForm(OnceForm):
    """Whether the member may be asked, and when they are away."""

    state = RadioField(
        "现在怎么样",
        choices={state.value: name for state, name in DEEDS.items()},
        validators=[InputRequired(CHOOSE)],
    )
    reason = StringField(
        "为什么",
        validators=[Optional(), AtMost(200), printable],
        description="改了上面这一项就要写。本人有权知道，也会记进操作记录。",
    )
    away_from = plan_day("从哪天起不在", hint="在家就空着。")
    away_until = plan_day("到哪天为止", hint="不知道就空着。")


class PhoneForm(OnceForm):
    """Why a phone must be seen in full."""

    reason = StringField(
        "为什么要看",
        validators=[InputRequired("请写明为什么要看。"), AtMost(200), printable, says_why],
        description="例如：请他明天来调解室。",
    )


class RosterForm(OnceForm):
    """The roster as a spreadsheet."""

    file = FileField("花名册文件", description="Excel（WPS）表格或者 CSV 文件，要有一行表头。最大5兆，最多5000人。")
    skip_bad = BooleanField("有错的行先跳过，其余的先导入", description="不选的话，只要有一行不对，就一行也不导入。")
