"""Forms of the account pages."""

from __future__ import annotations

from wtforms import (
    BooleanField,
    HiddenField,
    PasswordField,
    RadioField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, InputRequired, Regexp

from app.core.fields import AtMost, one_of, person_name, printable
from app.core.permissions import ROLE_NAMES, Role
from app.core.row_choice import RowSelect
from app.core.transaction import ChineseForm, OnceForm


class SignInForm(ChineseForm):
    """Name and password."""

    login_name = StringField("登录名", validators=[DataRequired("请填登录名。"), AtMost(40)])
    password = PasswordField("密码", validators=[DataRequired("请填密码。"), AtMost(128)])


class PasswordForm(ChineseForm):
    """The old password once, the new one twice."""

    old = PasswordField("现在的密码", validators=[DataRequired("请填现在的密码。"), AtMost(128)])
    new = PasswordField("新密码", validators=[DataRequired("请填新密码。")])
    again = PasswordField("再填一遍新密码", validators=[DataRequired("请把新密码再填一遍。")])


class AccountForm(OnceForm):
    """A new account: mediators, heads, clerks and advisers are on the roster already, others are entered with it."""

    person_name = person_name("姓名", needed="请填姓名。")
    id_number = StringField(
        "身份证号",
        validators=[
            DataRequired("请填身份证号，用来认准是哪一位。"),
            AtMost(30, "身份证号是18位，请再核对。"),
        ],
    )
    login_name = StringField(
        "登录名",
        validators=[
            DataRequired("请填登录名。"),
            AtMost(40),
            Regexp(r"^[a-z][a-z0-9_-]{2,39}$", message="登录名用小写字母开头，后面是小写字母、数字、横线，3到40个。"),
        ],
    )
    role = RadioField(
        "身份", choices={role.value: ROLE_NAMES[role] for role in Role}, validators=[InputRequired("请选身份。")]
    )
    committee_id = RowSelect("哪个调委会")
    office_id = RowSelect("哪个单位")
    is_head = BooleanField("是镇纪委书记")


class NewPasswordForm(OnceForm):
    """Nothing to fill in: the page asks whether it is meant."""


class ConfirmForm(OnceForm):
    """The second person's word on an account that waits."""

    decision = one_of("您的意见", {"confirm": "核准：是本人，账号可以用", "refuse": "不核准：账号停掉"})
    reason = TextAreaField("为什么不核准", validators=[AtMost(200), printable])
    request_id = HiddenField(validators=[AtMost(20)])

    @property
    def is_yes(self) -> bool:
        """Whether the word is yes."""
        return bool(self.decision.data == "confirm")


class ConfirmationCodeForm(ChineseForm):
    """The code from the countersigned sheet."""

    confirmation_code = StringField(
        "核准单上的核准码", validators=[DataRequired("请填核准单上的核准码。"), AtMost(40, "核准码是三组字母和数字。")]
    )


def _code(label: str) -> StringField:
    return StringField(label, validators=[DataRequired("请填这个码。"), AtMost(30)])


class CodeForm(ChineseForm):
    """The second step of signing in."""

    one_time_code = _code("验证码")


class ProveForm(OnceForm):
    """Password and code, asked for again before the second factor itself is changed (ASVS 5.0 7.5.1)."""

    password = PasswordField("现在的密码", validators=[DataRequired("请填现在的密码。"), AtMost(128)])
    code = _code("验证码")
    drawn = HiddenField(validators=[AtMost(2_000)])
    """What this page drew, sealed: the secret and the sheet that it shows."""


class RemoveForm(OnceForm):
    """A button, pressed once."""
