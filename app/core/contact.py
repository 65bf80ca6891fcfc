"""How somebody is to be met and reached: what must be taken care of, and a way that does not lead home.

Asked once and shown at every contact.  Whoever must not be reached at home (家暴、未成年人) has no address and no
telephone on any paper: what is for them goes by whoever handles the matter (反家庭暴力法 第13、23条; 无障碍环境建设法
第40、41条).
"""

from __future__ import annotations

from collections.abc import Collection
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

LONGEST_WAY = 200


class Need(StrEnum):
    """What must be taken care of when somebody is met."""

    SIGHT = "sight"
    HEARING = "hearing"
    READING = "reading"
    SPEECH = "speech"
    WALKING = "walking"
    COMPANION = "companion"


NEED_NAMES = {
    Need.SIGHT: "看不清",
    Need.HEARING: "听不清",
    Need.READING: "不识字",
    Need.SPEECH: "听不懂普通话",
    Need.WALKING: "走动不便",
    Need.COMPANION: "要人陪着",
}


READ_TO = frozenset({Need.READING, Need.SIGHT})
"""Whoever needs this has papers read aloud."""


def joined(needs: Collection[Need]) -> str:
    """Several needs as they are kept: their words with commas between."""
    return ",".join(sorted(need.value for need in needs))


class Contact:
    """Columns of somebody who takes part in a matter."""

    if TYPE_CHECKING:  # of the table that carries these columns
        name: Mapped[str]
        address: Mapped[str]

        @property
        def phone(self) -> str: ...

    needs: Mapped[str] = mapped_column(String(80), default="", server_default="")
    """What must be taken care of, as `joined` writes it."""
    safe_contact: Mapped[str] = mapped_column(String(LONGEST_WAY), default="", server_default="")
    """How they are reached without anybody at home learning of it; empty for whoever may be reached at home."""

    @property
    def is_guarded(self) -> bool:
        """Whether nothing may be printed, sent or listed that leads to a shared home."""
        return bool(self.safe_contact)

    @property
    def all_needs(self) -> frozenset[Need]:
        """What must be taken care of."""
        return frozenset(Need(one) for one in (self.needs or "").split(",") if one)

    @property
    def wants_reading_aloud(self) -> bool:
        """Whether papers are read aloud to them before they sign: they cannot read, or not see."""
        return bool(self.all_needs & READ_TO)

    @property
    def needs_words(self) -> str:
        """``听不清、走动不便``; empty when nothing was asked for."""
        return "、".join(name for need, name in NEED_NAMES.items() if need in self.all_needs)

    @property
    def how_to_meet(self) -> str:
        """What whoever meets them must know, in one sentence; empty when there is nothing."""
        parts = [self.needs_words, f"安全联系：{self.safe_contact}" if self.is_guarded else ""]
        said = "；".join(part for part in parts if part)
        return f"{self.name}：{said}" if said else ""

    def printed_address(self, through: str) -> str:
        """The address a paper may bear; of who must not be reached at home that it goes `through` somebody."""
        return f"由{through}转" if self.is_guarded else self.address

    def printed_phone(self, through: str) -> str:
        """The same of the telephone."""
        return f"由{through}转" if self.is_guarded else self.phone
