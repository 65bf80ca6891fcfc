"""Whether a thing stands at the place of whoever acts, of values (of columns: `app.core.ownership`).  Pure.

An account may stand at no committee and at no office, and so may a thing: two absences are not the same place.
"""

from __future__ import annotations


def is_owned_by(place: int | None, owner: int | None) -> bool:
    """Whether a place is the owner's; never when either is None."""
    return owner is not None and place == owner
