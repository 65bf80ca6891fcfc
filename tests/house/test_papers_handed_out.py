"""Every paper × every account that may print it: numbers in clear only for who handles the matter."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path as FilePath

import pytest
from flask import Flask
from flask.testing import FlaskClient
from stdnum.cn import ric

from app.cases.actions.intake import AgentIntake, PartyIntake
from app.cases.queries.panels import papers_of
from app.core import hand_out as unmarked
from app.core.access_log import AccessLog
from app.core.db import db
from app.core.guard import is_public
from app.core.page_marks import Printing
from app.core.pdf import Pdf, Printable, paper_html
from app.matters.terms import AgentKind, PartyKind
from app.papers.pages import hand_out as marked
from app.petitions.actions.intake import PetitionerIntake
from app.petitions.papers.paper_list import letters_list, sheets_list
from tests import public
from tests.accusations import sealing
from tests.accusations.test_hand_over import handed
from tests.agreements.paths import Path
from tests.petitions.way import DESK, Way
from tests.print.reading import words_of
from tests.town import ACCOUNTS

APP = FilePath(__file__).resolve().parents[2] / "app"


def id_number(place: str, born: str, order: str) -> str:
    body = f"{place}{born}{order}"
    return body + ric.calc_check_digit(body + "0")


IDS = {name: id_number("370304", f"19680{month}15", "123") for month, name in enumerate(("王甲", "孙理", "旁人"), 1)}
PHONES = {"王甲": "13911110001", "孙理": "13911110002", "公司": "0533-4180003", "旁人": "13911110004"}
PETITIONER_ID, PETITIONER_PHONE = id_number("370304", "19710620", "456"), "13911110005"
BIRTHDAYS = ("1968年1月15日", "1971年6月20日")
FACTS = f"双方因通道争执。在场的旁人（{IDS['旁人']}，电话{PHONES['旁人']}）可以作证。"
PARTIES = (
    PartyIntake(
        side=1,
        name="王甲",
        id_number=IDS["王甲"],
        phone=PHONES["王甲"],
        address="小海眼社区1号",
        agents=(
            AgentIntake(kind=AgentKind.AGENT, name="孙理", id_number=IDS["孙理"], phone=PHONES["孙理"], relation="友"),
        ),
    ),
    PartyIntake(
        side=2,
        kind=PartyKind.LEGAL,
        name="彩钢公司",
        legal_representative="周立新",
        phone=PHONES["公司"],
        address="工业路6号",
    ),
)
SIGNING = ("指印", "盖章处", "（签名", "校验", "<img", 'class="line"', "回　执")
"""Pieces of a place to sign or seal, and of the mark of an original."""
HANDLE = {
    "case": {"town-mediator", "town-head", "clerk"},
    "petition": {"petition"},
    "accusation": {"discipline"},
}
"""Who handles the matters below, written down apart from the rules: they alone see ID numbers."""
MUST_READ = {"case": {"justice", "adviser", "mediator", "head"}, "petition": {"leader", "handler"}, "accusation": set()}
"""Who at least must have been able to open something as a reader, so that the sweep is about somebody."""


@dataclass(frozen=True)
class Answer:
    """A paper as an account got it: of what matter, its words before layout, and what the log says."""

    matter: str
    address: str
    account: str
    html: str
    deed: str

    @property
    def words(self) -> str:
        return re.sub(r"<[^>]*>|\s", "", self.html)


def moved_case() -> Path:
    """A dispute the village gave to the town, with an agreement that was reviewed and fixed there."""
    path = Path()
    path.register(parties=PARTIES, facts=FACTS).start_at("village").accept().consent().tell_rights()
    path.choose_mediators().not_reached().next("up")
    path.answer("answer_transfer", "clerk", outcome="accepted", consents=path.everyone("agreed"))
    by = "town-mediator"
    path.tell_rights(by).choose_mediators(by, presiding="朱调解").sit(by)
    path.answer("mediate", by, outcome="agreed", form="written", partial="no").save(by, facts=FACTS)
    path.answer("draft", by, outcome="review", adviser=path.adviser).passed()
    path.answer("freeze", by, outcome="frozen")
    return path


def long_petition() -> Way:
    """A petition with a hearing, a settlement, letters and every sheet."""
    person = PetitionerIntake(
        name="王乙",
        id_number=PETITIONER_ID,
        phone=PETITIONER_PHONE,
        born_on=date(1971, 6, 20),
        address="小海眼社区2号",
    )
    way = Way().register(petitioners=(person,), story=f"他打{PETITIONER_PHONE}也没人管，证号{PETITIONER_ID}。")
    return way.sort().decide("accepted").letter_out().assigned().hearing().settlement("partial")


def accusation_address() -> str:
    row = sealing.sealed()
    return f"/accusations/{public.accusation(row.id)}/hand-over/{public.hand_over(handed(row).id)}.pdf"


def addresses(app: Flask) -> dict[str, list[str]]:
    """Every address of a paper in the lists of one case, one petition, one accusation."""
    path, way = moved_case(), long_petition()
    with app.test_request_context():
        case = [one["href"] for one in papers_of(path.case) if one["href"]]
        petition = [one["href"] for one in sheets_list(way.petition, way.account(DESK))]
        petition += [one["pdf"] for one in letters_list(way.claim)]
    ended = f"/cases/{public.case(stopped_case().case_id)}/papers/termination_notice.pdf"
    return {"case": case, "ended": [ended], "petition": petition, "accusation": [accusation_address()]}


def stopped_case() -> Path:
    """A dispute of the town's that ended without an agreement."""
    path = Path()
    path.register("clerk", parties=PARTIES, facts=FACTS).start_at("town", "clerk").accept("clerk")
    everyone = path.everyone("refused")
    path.answer("record_consents", "clerk", consent=everyone, method=path.everyone("in_person"))
    return path


def endpoints(app: Flask, found: dict[str, list[str]]) -> set[str]:
    adapter = app.url_map.bind("localhost")
    return {adapter.match(one.partition("?")[0])[0] for every in found.values() for one in every}


def paper_endpoints(app: Flask) -> set[str]:
    """Every view that hands a paper out, by its address or by its words."""
    views = {name: view for name, view in app.view_functions.items() if name != "static" and not is_public(view)}
    by_words = {
        name
        for name, view in views.items()
        if re.search(r"\bhand_out(_marked)?\(", inspect.getsource(inspect.unwrap(view)))
    }
    return by_words | {rule.endpoint for rule in app.url_map.iter_rules() if rule.rule.endswith(".pdf")}


def test_only_one_place_lays_a_paper_out_for_the_browser() -> None:
    laying = {str(file.relative_to(APP)) for file in APP.rglob("*.py") if "render_paper(" in file.read_text()}
    assert laying == {
        *("core/pdf.py", "core/hand_out.py", "papers/pages/hand_out.py"),
        "cli/audit.py",  # it writes a file at the computer
    }


OF_NOBODY = {"audit.sheet", "desk.old_address"}
"""A paper that names nobody and no matter, and what is said at the address of one from before."""


def swept(app: Flask, client_of: Callable[[str], FlaskClient]) -> list[Answer]:
    found = addresses(app)
    assert endpoints(app, found) == paper_endpoints(app) - OF_NOBODY, "say here where the new paper is printed"
    answers = []
    for login_name, *_ in ACCOUNTS:
        client = client_of(login_name)
        for matter, every in found.items():
            for address in every:
                answer = client.get(address)
                if answer.status_code == 200:
                    deed = db.session.query(AccessLog).order_by(AccessLog.id.desc()).first().deed
                    answers.append(Answer(matter.replace("ended", "case"), address, login_name, answer.text, deed))
    return answers


def filled_only(paper: Printable, printing: Printing | None = None) -> Pdf:
    return Pdf(paper_html(paper, printing).encode(), 1, "0" * 64)


@pytest.fixture(scope="module")
def kept() -> list[Answer]:
    """What the one sweep of this module found."""
    return []


@pytest.fixture
def everything(
    app: Flask, client_of: Callable[[str], FlaskClient], monkeypatch: pytest.MonkeyPatch, kept: list[Answer]
) -> list[Answer]:
    """Every paper as every account gets it, filled and not laid out: that costs a hundred times as much."""
    if not kept:
        for way in (unmarked, marked):
            monkeypatch.setattr(way, "render_paper", filled_only)
        kept += swept(app, client_of)
    return kept


def test_nobody_but_who_handles_it_reads_a_number(everything: list[Answer]) -> None:
    ids = {*IDS.values(), PETITIONER_ID, sealing.ID_NUMBER}
    phones = {*PHONES.values(), PETITIONER_PHONE, sealing.PHONE}
    clear_ids = {(one.matter, one.account) for one in everything if any(number in one.words for number in ids)}
    assert clear_ids == {(matter, name) for matter, names in HANDLE.items() for name in names}
    clear_phones = {(one.matter, one.account) for one in everything if any(number in one.words for number in phones)}
    assert clear_phones == clear_ids | {("petition", "handler")}
    for matter, names in MUST_READ.items():
        readers = {one.account for one in everything if one.matter == matter} - HANDLE[matter]
        assert readers >= names


def test_beside_a_masked_number_no_paper_tells_the_birthday(everything: list[Answer]) -> None:
    told = {(one.matter, one.account) for one in everything if any(day in one.words for day in BIRTHDAYS)}
    assert told == {(matter, name) for matter in ("case", "petition") for name in HANDLE[matter]}


def test_a_copy_to_read_says_so_and_cannot_be_taken_for_the_original(everything: list[Answer]) -> None:
    for one in everything:
        is_reader = one.account not in HANDLE[one.matter]
        is_offices_own = one.account == "handler" and "registration" not in one.address and "letters" not in one.address
        is_of_the_village = "transfer_letter" in one.address
        is_copy = (is_reader and not is_offices_own) or is_of_the_village
        assert ("查阅件，不是原件" in one.html) is is_copy, one
        assert ('<p class="reading-copy">查阅件' in one.html) is is_copy, one
        if is_copy:
            by = re.search(r"证明用；(.+?)于2026年11月23日 09:00打印", one.html)
            assert by is not None, one
            text = one.html.replace("签名、盖章或者按指印", "")
            assert [piece for piece in SIGNING if piece in text and "scan" not in text] == [], one


def test_printing_with_numbers_is_logged_as_what_it_is(everything: list[Answer]) -> None:
    for one in everything:
        handles = one.account in HANDLE[one.matter]
        assert one.deed == ("printed:full" if handles else "printed:phones" if one.account == "handler" else "printed")


def test_the_query_code_of_a_petitioner_stands_on_the_desks_papers_alone(everything: list[Answer]) -> None:
    receipt = next(one for one in everything if "receipt" in one.address)
    code = re.findall(r'class="big">([^<]+)<', receipt.html)[1].replace(" ", "")
    knows = {one.account for one in everything if code in one.words.replace(" ", "")}
    assert knows == {"petition"}


def copies_to_read(everything: list[Answer]) -> dict[str, Answer]:
    """One copy of every paper, as a reader got it."""
    readers = [one for one in everything if one.account in ("justice", "leader")]
    return {one.address.rsplit("/", 1)[-1].partition("?")[0]: one for one in reversed(readers)}


def assert_read_on_paper(copies: Iterable[Answer]) -> None:
    numbers = (*IDS.values(), *PHONES.values(), PETITIONER_ID, PETITIONER_PHONE)
    for one in copies:
        words = words_of(one.html)
        assert "查阅件，不是原件" in words
        assert [number for number in numbers if number in words] == []
        assert "盖章处" not in words


def test_a_copy_to_read_of_each_matter_is_the_same_on_paper(everything: list[Answer]) -> None:
    """One paper of a dispute, a sheet and a letter of a petition."""
    rooms = ("/cases/", "/sheets/", "/letters/")
    copies = copies_to_read(everything).values()
    found = {room: one for one in copies for room in rooms if room in one.address}
    assert set(found) == set(rooms)
    assert_read_on_paper(found.values())


@pytest.mark.campaign
def test_each_copy_to_read_is_the_same_on_paper(everything: list[Answer]) -> None:
    copies = copies_to_read(everything)
    assert len(copies) >= 12
    assert_read_on_paper(copies.values())
