"""Drafts from before rows had public ids: each is kept under the key its form has now, with what it names by now.

Done by the first start after the upgrade.  A draft that cannot be opened, or whose row is gone, stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from urllib.parse import parse_qsl, urlencode

from sqlalchemy import select

from app.accounts.actions.save_draft import keep_as, typed_in
from app.accounts.models import Draft
from app.cases.models import Case, Party
from app.core.asked import whole_number
from app.core.db import Model, db
from app.core.key_ring import SealBroken
from app.core.public_ids import public_ids_of
from app.organisations.models import Village
from app.petitions.models import Claim, Petition, Petitioner
from app.processes.models import Task

FORMS: dict[str, type[Model]] = {
    "task": Task,
    "petition": Claim,
    **dict.fromkeys(("agreement", "oral", "sign", "duties", "original", "review", "session"), Case),
}
"""What the key of a form begins with, and the table of the row whose id follows."""
FORM_KEY = re.compile(rf"({'|'.join(FORMS)})-([0-9]{{1,18}})(-\w+)?")
CHOSEN: dict[str, type[Model]] = {"bound": Party, "village_id": Village, "repeats": Petition}
"""Questions answered with a row."""
ONE_OF_MANY = re.compile(r"(.*\bparty_)([0-9]{1,18})")
"""The name of a question put about one of several people."""


def rename_drafts() -> int:
    """Rename what is named by keys, in the caller's transaction; returns how many drafts followed."""
    return sum(_rename(draft) for draft in db.session.scalars(select(Draft).order_by(Draft.saved_at)).all())


def _rename(draft: Draft) -> bool:
    found = FORM_KEY.fullmatch(draft.form_key)
    key, table = draft.form_key, None
    if found is not None:
        table = FORMS[found[1]]
        named = _public_id(table, found[2])
        if named is None:
            return False
        key = f"{found[1]}-{named}{found[3] or ''}"
    try:
        typed = typed_in(draft)
    except SealBroken:
        return False
    people = Petitioner if table is Claim or _is_of_claim(found) else Party
    answers = parse_qsl(typed.answers, keep_blank_values=True)
    renamed = list(_renamed(answers, people))
    if key == draft.form_key and renamed == answers:
        return False
    keep_as(draft, key, replace(typed, answers=urlencode(renamed)) if renamed != answers else typed)
    return True


def _is_of_claim(found: re.Match[str] | None) -> bool:
    if found is None or FORMS[found[1]] is not Task:
        return False
    task = db.session.get(Task, whole_number(found[2]) or 0)
    return task is not None and task.subject_kind == Claim.subject_kind


def _renamed(pairs: Sequence[tuple[str, str]], people: type[Model]) -> Iterator[tuple[str, str]]:
    for name, value in pairs:
        about = ONE_OF_MANY.fullmatch(name)
        if about is not None:
            yield about[1] + (_public_id(people, about[2]) or about[2]), value
        elif name in CHOSEN:
            yield name, _public_id(CHOSEN[name], value) or value
        else:
            yield name, value


def _public_id(table: type[Model], key: str) -> str | None:
    number = whole_number(key, least=1)
    return public_ids_of(table, [number]).get(number) if number else None
