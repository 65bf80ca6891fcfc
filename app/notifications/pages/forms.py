"""Forms of the pages about notices."""

from __future__ import annotations

from wtforms import BooleanField, SelectMultipleField, StringField
from wtforms.validators import ValidationError

from app.core.fields import AtMost
from app.core.transaction import ChineseForm, OnceForm
from app.notifications.actions.channels import configured_channels
from app.notifications.models import Reach
from app.notifications.rules import CHANNEL_NAMES, Channel


class ReachForm(ChineseForm):
    """Channels, address and kinds; a channel the office has not opened is not among the choices."""

    channels = SelectMultipleField("除了本系统，还送到哪里", validate_choice=False)
    email = StringField(
        "邮箱地址", validators=[AtMost(120)], description="只用来送提醒，加密存放；信里不写姓名和案情。"
    )
    wants_digest = BooleanField("每天早上的汇总", description="休息日只说当天到期的；没有事就不送。")
    wants_same_day = BooleanField("当天到期的当天告诉", description="早上八点到晚上九点之间送，夜里不吵您。")

    def validate_channels(self, field: SelectMultipleField) -> None:
        """Only what the office has opened.  Raises `ValidationError`."""
        if not set(field.data or ()) <= configured_channels():
            raise ValidationError("镇里还没有开通这一种，请去掉。")

    @property
    def chosen(self) -> frozenset[Channel]:
        """The channels that were ticked."""
        return frozenset(Channel(value) for value in self.channels.data or ())


class FeedForm(OnceForm):
    """Opening the calendar feed asks nothing; its hidden key makes a second tap harmless."""


def reach_form(reach: Reach | None, *, is_sent: bool) -> ReachForm:
    """The form as it was sent, or as it stands for an account."""
    if is_sent:
        form = ReachForm()
    else:
        form = ReachForm(
            formdata=None,
            channels=sorted(reach.channels) if reach else [],
            email=reach.email if reach else "",
            wants_digest=reach.wants_digest if reach else True,
            wants_same_day=reach.wants_same_day if reach else True,
        )
    is_open = configured_channels()
    form.channels.choices = [(channel.value, CHANNEL_NAMES[channel]) for channel in Channel if channel in is_open]
    return form
