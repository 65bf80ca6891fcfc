"""The list of cases shows the light of what ends first, and can be narrowed and put in order by it."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.core.terms import DisputeType
from tests.story import Story
from tests.town import NOW

Client = Callable[[str], FlaskClient]
NAMES = {DisputeType.NEIGHBOURS: "邻里", DisputeType.CONTRACT: "合同", DisputeType.DAMAGES: "损害赔偿"}


@pytest.fixture
def three(app: Flask, at: Callable[..., None]) -> None:
    """One case four weeks into its month, one accepted today, one registered a week ago and never looked at."""
    Story(NOW - timedelta(days=28)).register(dispute_type=DisputeType.NEIGHBOURS, **told(28)).start_at(
        "village"
    ).accept()
    Story(NOW).register(dispute_type=DisputeType.CONTRACT, **told(0)).start_at("village").accept()
    Story(NOW - timedelta(days=7)).register(dispute_type=DisputeType.DAMAGES, **told(7))


def told(days: int) -> dict[str, object]:
    return {"applied_at": NOW - timedelta(days=days, hours=2)}


def listed(client: FlaskClient, query: str = "") -> list[str]:
    """The dispute types of the rows, in order."""
    page = client.get(f"/cases/{query}").get_data(as_text=True)
    body = page[page.index("<tbody") : page.index("</tbody>")] if "<tbody" in page else ""
    return [name for row in re.split("<tr", body)[1:] for name in NAMES.values() if f"　{name}<" in row]


@pytest.mark.usefixtures("three")
def test_each_row_has_its_light_and_leads_to_the_reason(client_of: Client) -> None:
    page = client_of("mediator").get("/cases/").get_data(as_text=True)
    for words in ("还有3天", "还有30天", "超期4天"):
        assert words in page, words
    assert page.count('class="why-link"') == 3


@pytest.mark.usefixtures("three")
def test_what_ends_first_comes_first_when_asked(client_of: Client) -> None:
    client = client_of("mediator")
    assert listed(client) == ["合同", "损害赔偿", "邻里"]
    assert listed(client, "?sort=due") == ["损害赔偿", "邻里", "合同"]


@pytest.mark.usefixtures("three")
@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?light=overdue", ["损害赔偿"]),
        ("?light=soon", ["邻里"]),
        ("?light=ok", ["合同"]),
        ("?before=2026-11-26&sort=due", ["损害赔偿", "邻里"]),
        ("?before=nonsense", ["合同", "损害赔偿", "邻里"]),
        ("?light=purple", ["合同", "损害赔偿", "邻里"]),
    ],
)
def test_the_list_narrows_by_light_and_day(client_of: Client, query: str, found: list[str]) -> None:
    assert listed(client_of("mediator"), query) == found


@pytest.mark.usefixtures("three")
def test_a_case_without_a_period_stays_in_the_list(client_of: Client) -> None:
    story = Story().register().start_at("village").accept()
    story.answer(
        "record_consents", consent=story.everyone("refused"), method=story.everyone("in_person"), note="不愿意"
    )
    page = client_of("mediator").get("/cases/?sort=due").get_data(as_text=True)
    assert "没有在算的期限" in page
    assert page.rindex("房屋宅基地") > page.rindex("合同")


@pytest.mark.usefixtures("three")
@pytest.mark.parametrize("page", ["0", "-5", "9" * 25, "x"])
def test_an_absurd_page_is_no_accident(client_of: Client, page: str) -> None:
    for address in ("/cases/", "/mediators/", "/deadlines/"):
        assert client_of("clerk").get(f"{address}?page={page}").status_code == 200, address


@pytest.mark.parametrize(
    ("login_name", "address", "words"),
    [
        ("mediator", "/cases/", "还没有案件。有人来说纠纷，按“登记一件新纠纷”。"),
        ("mediator", "/cases/?sort=due", "还没有案件。"),
        ("justice", "/cases/", "现在没有您能看的案件。"),
        ("petition", "/petitions/", "还没有信访件。有人来信来访，按“登记一件信访”。"),
        ("leader", "/petitions/", "现在没有您能看的信访件。"),
    ],
)
def test_an_empty_list_that_nobody_searched_says_that_there_is_nothing_yet(
    client_of: Client, login_name: str, address: str, words: str
) -> None:
    page = client_of(login_name).get(address).get_data(as_text=True)
    assert words in page
    assert "没有找到" not in page


@pytest.mark.parametrize(
    ("login_name", "address"),
    [("mediator", "/cases/?words=王"), ("petition", "/petitions/?light=ok"), ("justice", "/mediators/?words=没有这人")],
)
def test_an_empty_list_that_was_searched_says_not_found(client_of: Client, login_name: str, address: str) -> None:
    assert "没有找到。换个说法再找" in client_of(login_name).get(address).get_data(as_text=True)
