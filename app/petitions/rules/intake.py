"""What a petition must say, and who may bring it.  Pure."""

from __future__ import annotations

from datetime import date

from app.petitions.terms import Channel, Origin

MOST_REPRESENTATIVES = 5
"""At a visit; signatures are not limited."""
NO_NAME = "请填姓名；匿名的写“匿名”。"
NO_STORY = "请写事实和理由；口头说的，照着记下来（第十九条）。"
NO_REQUEST = "请写明诉求。"


def visit_fault(channel: Channel, *, came: int, representatives: int) -> str | None:
    """Why so many people cannot bring a petition together in person; None by letter, telephone or net.

    `came` are those who came, `representatives` those of them who were elected (0: nobody was named, all count).
    At most five representatives come to a visit.  Source: 信访工作条例 第20条.
    """
    present = representatives or came
    if channel is not Channel.VISIT or present <= MOST_REPRESENTATIVES:
        return None
    return (
        f"多人走访要推选代表，代表不超过五人（第二十条），现在写了{present}人；"
        "其他人写在“其他联名的人”里，谁是代表在姓名下面勾。"
    )


def transfer_faults(
    origin: Origin, *, transferred_by: str, transferred_on: date | None, upper_received_on: date | None
) -> dict[str, str]:
    """What is missing of a transfer or an assignment from above, by field; empty for what came directly.

    The town's fifteen days count from the day after the transfer reached it, the higher body's from its own receipt.
    Source: 信访工作条例 第22、23条.
    """
    if origin is Origin.DIRECT:
        return {}
    faults = {}
    if transferred_on is None:
        faults["transferred_on"] = "请填收到转送、交办的那一天，期限从第二天起算。"
    if not transferred_by.strip():
        faults["transferred_by"] = "请写是哪个机关转来的。"
    if upper_received_on is not None and transferred_on is not None and upper_received_on > transferred_on:
        faults["upper_received_on"] = "上级收到的日子不能在转给镇里以后。"
    return faults
