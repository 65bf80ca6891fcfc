"""How somebody is to be met and reached, as every form asks it."""

from __future__ import annotations

from wtforms import Form

from app.core.contact import LONGEST_WAY, NEED_NAMES, Contact, Need
from app.core.fields import text_line, ticks


class ContactFields(Form):
    """What must be taken care of, and a way that does not lead home."""

    needs = ticks("见面要照顾什么", NEED_NAMES, "问一次，以后每一步都会提醒。")
    safe_contact = text_line(
        "安全联系：怎么找他才不会让家里人知道",
        LONGEST_WAY,
        "遭受家暴的、未成年人等才填。填了以后，住址和电话不印在任何文书上，也不往家里送。",
    )

    def needs_chosen(self) -> frozenset[Need]:
        """The needs that were ticked."""
        return frozenset(Need(one) for one in self.needs.data or ())

    def way_given(self) -> str:
        """The safe way, without blanks around it."""
        return (self.safe_contact.data or "").strip()

    def show_contact(self, person: Contact) -> None:
        """Begin with what is known."""
        self.needs.data, self.safe_contact.data = [need.value for need in person.all_needs], person.safe_contact
