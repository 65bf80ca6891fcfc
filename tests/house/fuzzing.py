"""Requests made from a seed and a number: the pages' own forms with a field or two spoilt, and addresses spoilt.

`Fuzz` looks at every page once and keeps its forms.  Request `number` of a `seed` is always the same one, and the town
is put back before it if the one before may have changed anything, so that a single request can be tried again.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import product
from random import Random

import lxml.html
import sqlalchemy as sa
from flask import Flask, got_request_exception
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from app.core.db import Model, db
from app.core.guard import is_public, permission_of
from app.core.permissions import may
from tests.house import hostile
from tests.house.many_states import OF_KIND, TABLES, values_for
from tests.public import unknown
from tests.town import ACCOUNTS

NOBODY = ""
HANDLERS = ("mediator", "head", "petition", "adviser", "handler", "leader", "discipline", "admin")
PLAUSIBLE = {
    "date": "2026-11-20",
    "datetime-local": "2026-11-20T09:00",
    "text": "王甲",
    "textarea": "说明一下。",
    "numeric": "3",
    "decimal": "1200.50",
}
QUERIES = (
    *("words", "village", "type", "status", "light", "before", "sort", "channel", "class", "category", "skill"),
    *("state", "from", "to", "by", "value", "unit", "page", "all", "now", "next", "year", "move", "row", "code", "a[]"),
)
BOUNDARY = "----town"
MOST_ROWS, MOST_PAIRED = 60, 6
MOST_ALIKE, MOST_IN_VAIN, MOST_TRIED = 80, 3, 5
MOST_OPTIONAL = 0.4
"""How often a field is filled that may stay empty."""
MOST_PAPERS = 0.02
"""Which part of the requests may set a paper, the one slow thing there is."""


@dataclass(frozen=True)
class Field:
    """One input of a form: its kind, what it holds, and what can be chosen."""

    name: str
    kind: str
    value: str = ""
    choices: tuple[str, ...] = ()
    is_needed: bool = False


@dataclass(frozen=True)
class PageForm:
    """A form as a page shows it to somebody."""

    actor: str
    page: str
    action: str
    fields: tuple[Field, ...]


@dataclass(frozen=True)
class Sent:
    """A request that can be written down and sent again."""

    actor: str
    method: str
    path: str
    query: str = ""
    body: bytes = b""
    content_type: str = ""

    def __str__(self) -> str:
        start = f"{self.actor or 'nobody'} {self.method} {self.path[:200]}?{self.query[:200]}"
        return f"{start} [{self.content_type}] {self.body[:600]!r}"


def forms_of(html: str, actor: str, page: str) -> list[PageForm]:
    """Every form of a page that sends something."""
    found = []
    for form in lxml.html.document_fromstring(html).forms:
        if form.method == "POST":
            action = (form.action or page).partition("?")[0]
            found.append(PageForm(actor, page, action, tuple(_fields(form))))
    return found


def _fields(form: lxml.html.FormElement) -> Iterator[Field]:
    radios: dict[tuple[str, str], list[str]] = {}
    for element in form.iter("input", "textarea", "select", "button"):
        name, kind = element.get("name"), element.get("type", element.tag)
        if not name:
            continue
        if kind in ("radio", "checkbox"):
            radios.setdefault((name, kind), []).append(element.get("value", "y"))
        elif element.tag == "select":
            yield Field(name, "select", choices=tuple(one.get("value", "") for one in element.iter("option")))
        else:
            text = element.text or "" if element.tag == "textarea" else element.get("value", "")
            kind = "button" if element.tag == "button" else element.get("inputmode", kind)
            yield Field(name, kind, text, is_needed=element.get("required") is not None)
    yield from (Field(name, kind, choices=tuple(values)) for (name, kind), values in radios.items())


@dataclass
class Fuzz:
    """The town as it stands now, everybody signed in, every form that can be found."""

    app: Flask
    client_of: Callable[[str], FlaskClient]
    forms: dict[str, list[PageForm]] = field(default_factory=dict)
    statuses: Counter[int] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.rules = sorted(
            (rule for rule in self.app.url_map.iter_rules() if rule.endpoint != "static"), key=lambda rule: rule.rule
        )
        self.actors = [name for name, *_ in ACCOUNTS]
        self.cookies = {name: self._cookie(name) for name in self.actors}
        roles = {name: role for name, _, role, _ in ACCOUNTS}
        views = self.app.view_functions
        self.fitting = {
            rule.endpoint: [
                name
                for name in self.actors
                if is_public(views[rule.endpoint]) or may(_Role(roles[name]), permission_of(views[rule.endpoint]))
            ]
            for rule in self.rules
        }
        self.values = {rule.rule: {name: _places(rule, name) for name in sorted(rule.arguments)} for rule in self.rules}
        self.app.config["PROPAGATE_EXCEPTIONS"] = False
        self.client = self.app.test_client(use_cookies=False)
        self.is_changed = False
        self.restore: Callable[[], None] = lambda: None

    def _cookie(self, name: str) -> str:
        found = self.client_of(name).get_cookie("session")
        assert found is not None
        return found.value

    def look_around(self, most_places: int) -> None:
        """Read every page and keep its forms by what they are sent to.

        The first address of a kind is read as several who may, the others as the first to whom they are shown; of more
        than so many addresses of a kind, some.
        """
        for rule in self.rules:
            if "GET" in (rule.methods or ()) and ".pdf" not in rule.rule and ".xlsx" not in rule.rule:
                places = list(product(*self.values[rule.rule].values()))
                for place, values in enumerate(places[:: 1 + len(places) // most_places]):
                    path = self._path(rule, dict(zip(self.values[rule.rule], values, strict=True)))
                    self._look_at(path, rule, everybody=place == 0)
        for found in self.forms.values():
            del found[MOST_ALIKE:]

    def _readers(self, rule: Rule) -> list[str]:
        """Who may: those first who handle what is at hand, so that few have to try."""
        return sorted(self.fitting[rule.endpoint], key=lambda name: (name not in HANDLERS, self.actors.index(name)))

    def _look_at(self, path: str, rule: Rule, *, everybody: bool) -> None:
        in_vain = 0
        for actor in self._readers(rule)[: None if everybody else MOST_TRIED]:
            status, html = self.send(Sent(actor, "GET", path))
            if status == 200 and "<form" in html:
                known = len(self.forms)
                for form in forms_of(html, actor, path):
                    self.forms.setdefault(self._endpoint(form.action), []).append(form)
                in_vain = in_vain + 1 if known == len(self.forms) else 0
                if not everybody or in_vain == MOST_IN_VAIN:
                    return

    def _endpoint(self, path: str) -> str:
        return str(self.app.url_map.bind("localhost").match(path, method="POST")[0])

    def _path(self, rule: Rule, values: dict[str, object]) -> str:
        path = rule.rule
        for name, place in values.items():
            path = re.sub(rf"<(?:[^<>]*:)?{name}>", lambda _, text=str(place): hostile.in_address(text), path)
        return path

    def try_request(self, seed: int, number: int) -> None:
        """Send request `number` of a seed; a fault is kept with what repeats it."""
        if self.is_changed:
            self.restore()
        sent = self.request(Random(f"{seed}:{number}"), number)
        before = len(self.faults)
        status, _ = self.send(sent)
        self.statuses[status] += 1
        self.is_changed = sent.method != "GET" and status < 400
        self.faults[before:] = [f"FUZZ={seed}:{number} {sent}\n    {fault}" for fault in self.faults[before:]]

    def send(self, sent: Sent) -> tuple[int, str]:
        """Status and page.  What nobody handled is kept as a fault."""
        caught: list[BaseException] = []

        def listen(_app: Flask, exception: BaseException, **_: object) -> None:
            caught.append(exception)

        headers = {"Cookie": f"session={self.cookies[sent.actor]}"} if sent.actor else {}
        with got_request_exception.connected_to(listen, self.app):
            answer = self.client.open(
                sent.path,
                method=sent.method,
                data=sent.body,
                content_type=sent.content_type or None,
                headers=headers,
                environ_overrides={"QUERY_STRING": sent.query},
            )
        status, html = answer.status_code, answer.get_data(as_text=True) if answer.mimetype == "text/html" else ""
        answer.close()
        if caught or status >= 500:
            self.faults.append("; ".join(_where(one) for one in caught) or f"status {status}")
        return status, html

    def request(self, choose: Random, number: int) -> Sent:
        """One request: every third spoils an address, the others spoil a form."""
        if number % 3 == 0 or not self.forms:
            return self._spoilt_address(choose, self.rules[(number // 3) % len(self.rules)])
        endpoint = choose.choice(sorted(self.forms))
        return self._spoilt_form(choose, choose.choice(self.forms[endpoint]))

    def _actor(self, choose: Random, endpoint: str) -> str:
        fitting = self.fitting[endpoint]
        return choose.choice(fitting) if choose.random() < 0.85 else choose.choice([NOBODY, *self.actors])

    def _spoilt_address(self, choose: Random, rule: Rule) -> Sent:
        is_slow = ".pdf" in rule.rule and choose.random() > MOST_PAPERS
        spoil = 1.0 if is_slow else 0.3
        values = {
            name: hostile.value(choose) if choose.random() < spoil else choose.choice(known)
            for name, known in self.values[rule.rule].items()
        }
        method = choose.choice([*sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})] * 3 + ["POST", "PUT", "HEAD"])
        named = [choose.choice(QUERIES) for _ in range(choose.randrange(5))]
        query = "&".join(f"{hostile.in_address(name)}={hostile.in_address(hostile.value(choose))}" for name in named)
        if choose.random() < 0.1:
            query += "&words=%ED%A0%80%FF\xff\xfe&%00=%00&=&&;"
        body = [(choose.choice(hostile.NAMES), hostile.value(choose)) for _ in range(4)] if method != "GET" else []
        content, kind = _encoded(choose, body, [])
        path = self._path(rule, values)
        return Sent(self._actor(choose, rule.endpoint), method, path, query, *((content, kind) if body else (b"", "")))

    def _spoilt_form(self, choose: Random, form: PageForm) -> Sent:
        pairs, files = [], []
        for one in form.fields:
            pairs += [(one.name, text) for text in _filled(choose, one)]
            if one.kind == "file" and choose.random() < 0.7:
                files.append((one.name, choose.choice(["a.jpg", "a.pdf", "a.xlsx", "\x00", ""]), b"%PDF-1.4 nothing"))
        for _ in range(choose.choice((0, 1, 1, 2))):
            _spoil(choose, form, pairs, files)
        actor = form.actor if choose.random() < 0.93 else choose.choice([NOBODY, *self.actors])
        return Sent(actor, "POST", form.action, "", *_encoded(choose, pairs, files))


@dataclass(frozen=True)
class _Role:
    role: str
    is_waiting: bool = False


def _places(rule: Rule, name: str) -> list[object]:
    if not name.endswith("_id") or name == "public_id":
        return values_for(rule, name)
    table = Model.metadata.tables[TABLES.get(name, name.removesuffix("_id"))]
    column = table.c.public_id if f"):{name}>" in rule.rule else table.c.id
    found = sa.select(column).order_by(table.c.id.desc())
    if name in OF_KIND:
        found = found.where(table.c.subject_kind == OF_KIND[name])
    if name == "task_id":
        found = found.where(table.c.closed_at.is_(None))
    return list(db.session.scalars(found.limit(MOST_ROWS if len(rule.arguments) == 1 else MOST_PAIRED))) or [
        unknown(rule, name)
    ]


def _where(error: BaseException) -> str:
    trace, places = error.__traceback__, []
    while trace is not None:
        places.append(f"{trace.tb_frame.f_code.co_filename.rpartition('/app/')[2]}:{trace.tb_lineno}")
        trace = trace.tb_next
    return f"{type(error).__name__}: {str(error)[:200]} at {' < '.join(reversed(places[-6:]))}"


def _filled(choose: Random, one: Field) -> list[str]:
    if one.kind in ("radio", "select"):
        return [choose.choice(one.choices)]
    if one.kind == "checkbox":
        return [text for text in one.choices if choose.random() < 0.6]
    if one.kind in ("button", "submit", "file"):
        return [one.value] if one.kind == "button" and choose.random() < 0.04 else []
    is_filled = one.is_needed or choose.random() < MOST_OPTIONAL
    return [one.value.strip() or (PLAUSIBLE.get(one.kind, "") if is_filled else "")]


def _spoil(choose: Random, form: PageForm, pairs: list[tuple[str, str]], files: list[tuple[str, str, bytes]]) -> None:
    """Do one thing to what is sent: a value, a field too few or too many, a file in place of a text, an odd name."""
    if not pairs:
        pairs.append((choose.choice(hostile.NAMES), hostile.value(choose)))
        return
    place = choose.randrange(len(pairs))
    name = pairs[place][0]
    kinds = {one.name: one.kind for one in form.fields}
    way = choose.choice(("value",) * 6 + ("drop", "repeat", "file", "name", "row"))
    if way == "value":
        pairs[place] = (name, hostile.value_for(choose, kinds.get(name, "text")))
    elif way == "drop":
        del pairs[place]
    elif way == "repeat":
        pairs.insert(place, (name, hostile.value(choose)))
    elif way == "file":
        del pairs[place]
        files.append((name, choose.choice(["a.txt", ""]), b"text\x00\xff"))
    elif way == "name":
        pairs.append((choose.choice(hostile.NAMES), hostile.value(choose)))
    else:
        rows = sorted({text.partition("-")[0] for text, _ in pairs if "-" in text}) or ["parties"]
        pairs.append(
            (choose.choice(("add_row", "remove_row")), choose.choice([*rows, f"{rows[0]}-0", f"{rows[0]}-99"]))
        )


def _encoded(choose: Random, pairs: list[tuple[str, str]], files: list[tuple[str, str, bytes]]) -> tuple[bytes, str]:
    """The body and what it is said to be: mostly truly, sometimes as something else."""
    if choose.random() < 0.03:
        return json.dumps(choose.choice([dict(pairs), pairs, 7, None])).encode(), "application/json"
    if choose.random() < 0.03:
        wrong = ("text/plain", "multipart/form-data", "multipart/form-data; boundary=\xe4", "", "a/b; charset=x")
        return b"--x\r\n" + repr(pairs).encode("utf-8", "replace"), choose.choice(wrong)
    if not files:
        spelt = (f"{hostile.in_address(name)}={hostile.in_address(text)}" for name, text in pairs)
        body = "&".join(spelt).encode()
        return body + (b"&a=\xff\xfe" if choose.random() < 0.02 else b""), "application/x-www-form-urlencoded"
    parts = [_part(name, text.encode("utf-8", "surrogatepass")) for name, text in pairs]
    parts += [_part(name, content, filename) for name, filename, content in files]
    end = b"" if choose.random() < 0.03 else f"--{BOUNDARY}--\r\n".encode()
    return b"".join(parts) + end, f"multipart/form-data; boundary={BOUNDARY}"


def _part(name: str, content: bytes, filename: str | None = None) -> bytes:
    told = f'; filename="{filename}"' if filename is not None else ""
    head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"{told}\r\n\r\n'
    return head.encode("utf-8", "surrogatepass") + content + b"\r\n"
