"""Note how somebody who takes part in a matter is to be met and reached; at any time, also after the text is frozen."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from app.audit.actions.record import record
from app.core.contact import Contact, Need, joined
from app.core.errors import Invalid
from app.core.permissions import Actor, Subject
from app.matters.actions.correct import SAME


def set_contact(
    person: Contact,
    subject: Subject,
    *,
    key: int,
    needs: Collection[Need],
    safe_contact: str,
    actor: Actor,
    now: datetime,
) -> None:
    """Keep it on the person's row (`key`), whose room asked already whether the actor handles the `subject`.

    The trail says what changed and for whom, never the safe way itself.  Raises `Invalid` when nothing differs.
    """
    if frozenset(needs) == person.all_needs and safe_contact == person.safe_contact:
        raise Invalid(SAME)
    person.needs, person.safe_contact = joined(needs), safe_contact
    detail = {"person": key, "needs": person.needs, "is_guarded": person.is_guarded}
    record(f"{subject.subject_kind}:contact_set", subject, actor, now=now, detail=detail)
