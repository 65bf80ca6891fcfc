"""The words of letters: the process they go through, and how they are served."""

from __future__ import annotations

from enum import StrEnum

PROCESS = "letter"
"""The key of the diagram every letter goes through."""
STEPS = ("sign_off", "redraft", "seal_letter", "deliver")
"""Its steps; older versions of the trades' own diagrams have them too."""
OPENING: dict[str, str | bool] = {"without_sign_off": False, "outcome": ""}
"""The routing words its flow begins with: every one the diagram asks for."""

COPIES = 2
"""One to send, one to file, where nobody says otherwise."""


class ServiceMethod(StrEnum):
    """How a letter was served; a refused one is left behind before a witness and counts as served."""

    DIRECT = "direct"
    HOUSEHOLD = "household"
    LEFT = "left"
    MAIL = "mail"
    ELECTRONIC = "electronic"
    NOWHERE = "nowhere"
    """Nobody knows who or where the receiver is: then there is nothing to tell (信访工作条例 第23条)."""


SERVICE_NAMES = {
    ServiceMethod.DIRECT: "直接送达",
    ServiceMethod.HOUSEHOLD: "同住成年家属代收",
    ServiceMethod.LEFT: "留置送达（拒收）",
    ServiceMethod.MAIL: "邮寄送达",
    ServiceMethod.ELECTRONIC: "电子送达",
    ServiceMethod.NOWHERE: "姓名、住址不清，没有送",
}
