"""Enter a person at the office's own computer, for the account that is opened there."""

from __future__ import annotations

from app.accounts.queries import account_named
from app.core.db import db
from app.core.errors import Invalid
from app.core.normalise import entry_name
from app.organisations.models import Person


def enter_person(name: str, login_name: str) -> Person:
    """The person, new: nobody at that computer types an ID number (it would stand in the shell's history).

    Raises `Invalid` when a name is missing or the sign-in name is taken.
    """
    if not entry_name(name) or not login_name.strip():
        raise Invalid("姓名和登录名都要写。")
    if account_named(login_name) is not None:
        raise Invalid("这个登录名有人用了，请换一个。")
    person = Person(name=name)
    person.seal_identity(id_number=None, phone=None)
    db.session.add(person)
    db.session.flush()
    return person
