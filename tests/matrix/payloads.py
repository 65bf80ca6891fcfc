"""What is sent to a writing address: the form as its rightful owner gets it, filled in so that it would be taken.

A refusal proves nothing when the form was wrong anyway: what is tried on strangers is what works for the owner.
"""

from __future__ import annotations

import io
import os
import pickle
import re
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

from lxml import html
from PIL import Image

from tests.matrix.cells import Cell
from tests.matrix.ground import Ground
from tests.matrix.ownership import NOBODY

Sent = dict[str, Any]
WORDS = "双方到场，情况属实，按规定办理。"
PAGES = ((re.compile(r"/sessions$"), "/mediate"),)
"""Where the form of an address stands, when it stands on another page."""
PREFERRED = ("agreed", "accepted", "accept", "yes", "town", "reached", "presiding", "committee", "in_person")


@cache
def picture() -> bytes:
    """A small photograph."""
    kept = io.BytesIO()
    Image.new("RGB", (40, 30), "white").save(kept, format="JPEG")
    return kept.getvalue()


INSISTED = {"same_text": "same"}
"""Questions that ask again whether something is really meant."""


class Payloads:
    """Filled forms by address, made once for all workers of a run; and which addresses their owners could carry out."""

    def __init__(self, ground: Ground, shared: Path) -> None:
        self.ground, self.shared = ground, shared
        shared.mkdir(exist_ok=True)
        self.carried_out: dict[str, str] = {}
        """Endpoint → the sign-in name of an owner who could."""

    def of(self, cell: Cell) -> Sent:
        """What to send to a writing address."""
        kept = self.shared / sha256(cell.address.encode()).hexdigest()
        if not kept.exists():
            rough = kept.with_suffix(f".{os.getpid()}")
            rough.write_bytes(pickle.dumps(self._make(cell)))
            rough.rename(kept)
        sent, owner = pickle.loads(kept.read_bytes())
        if owner:
            self.carried_out.setdefault(cell.endpoint, owner)
        return {name: _fresh(value) for name, value in sent.items()}

    def _make(self, cell: Cell) -> tuple[Sent, str]:
        """What is sent, and the owner who could carry it out; empty when none could."""
        best: Sent = {"once": "matrix", "name": WORDS, "reason": WORDS}
        for owner in self._owners(cell):
            sent = self._form(owner, cell.address)
            if sent is None:
                continue
            best = sent
            given = {name: _fresh(value) for name, value in sent.items()}
            answer, wrote = self.ground.request(owner, "POST", cell.address, data=given)
            if wrote and answer.status_code < 400:
                return sent, owner
        return best, ""

    def _owners(self, cell: Cell) -> list[str]:
        ledger = self.ground.ledger
        people = [one for one in ledger.visitors.values() if one.login_name != NOBODY]
        if cell.kind == "case":
            case = ledger.disputes[cell.id]
            own = [one for one in people if one.committee_id == case.committee_id and one.committee_id]
            people = own + [one for one in people if one.person_id in case.advisers]
        elif cell.kind == "claim":
            people = [one for one in people if ledger.sees_claim(one, cell.id)]
        elif cell.kind == "petition":
            people = [one for one in people if ledger.sees_petition(one, cell.id)]
        else:
            return []
        return [one.login_name for one in sorted(people, key=lambda one: "head" not in one.login_name)]

    def _form(self, owner: str, address: str) -> Sent | None:
        page = address
        for pattern, instead in PAGES:
            page = pattern.sub(instead, page)
        answer, _ = self.ground.request(owner, "GET", page, follow_redirects=True)
        if answer.status_code != 200 or "html" not in answer.mimetype:
            return None
        tree = html.document_fromstring(answer.text)
        here = answer.request.path
        for form in tree.xpath("//main//form[translate(@method,'POST','post')='post']"):
            action = urlsplit(urljoin(here, form.get("action") or here)).path
            if action in (address, here):
                return filled(form)
        return None


def filled(form: Any) -> Sent:
    """Names and values of a form, with every question answered that is not marked as optional."""
    sent: Sent = {}
    for control in form.xpath(".//input[@name] | .//textarea[@name] | .//select[@name]"):
        name, kind = control.get("name"), control.get("type", control.tag)
        if kind in ("radio", "checkbox"):
            _choose(form, sent, name, kind)
        elif kind == "file":
            sent[name] = picture()
        elif name not in sent:
            sent[name] = _text(form, control, kind)
    for button in form.xpath(".//button[@name][contains(@class,'button-main')]"):
        sent.setdefault(button.get("name"), button.get("value", ""))
    return sent


def _choose(form: Any, sent: Sent, name: str, kind: str) -> None:
    if name in sent:
        return
    options = form.xpath(f".//input[@type='{kind}'][@name=$name]", name=name)
    checked = [one.get("value", "on") for one in options if one.get("checked") is not None]
    values = [one.get("value", "on") for one in options]
    liked = [value for value in PREFERRED if value in values]
    if name in INSISTED:
        sent[name] = INSISTED[name]
    elif checked or kind == "radio":
        sent[name] = (checked or liked or [value for value in values if value] or values)[0]


def _text(form: Any, control: Any, kind: str) -> str:
    given = str((control.value if control.tag in ("textarea", "select") else control.get("value")) or "").strip()
    is_optional = form.xpath("boolean(.//label[@for=$id]//span[@class='optional'])", id=control.get("id") or "")
    if given or is_optional or kind == "hidden":
        return given
    return {"date": "2026-11-23", "number": control.get("min") or "1"}.get(kind, WORDS)


def _fresh(value: Any) -> Any:
    return (io.BytesIO(value), "photo.jpg") if isinstance(value, bytes) else value
