"""The form by which is noted how somebody is to be met and reached."""

from __future__ import annotations

from app.core.contact_fields import ContactFields
from app.core.transaction import OnceForm


class ContactForm(OnceForm, ContactFields):
    """Needs and a safe way; an empty one takes the flag away again."""
