"""Where an upper room enters what is done when a deed is recorded, before the chain vouches for what it wrote."""

from __future__ import annotations

from collections.abc import Callable

from app.core.permissions import Subject


def _nothing(_subject: Subject) -> None:
    return None


class Registry:
    """The one slot, harmless until it is filled."""

    def __init__(self) -> None:
        self.before_deed: Callable[[Subject], None] = _nothing
        """Gets what the deed is about; what it writes is vouched for along with the deed."""


registry = Registry()
