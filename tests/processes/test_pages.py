"""Pages of the day's steps, of one step and of the diagrams, as people read them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.cases.models import Handling
from app.core.db import db
from app.processes.models import Task
from app.processes.queries import tasks_of
from app.processes.queries.definitions import diagram_names
from tests import public
from tests.agreements.paths import Path
from tests.story import Story
from tests.town import NOW

ClientOf = Callable[[str], FlaskClient]
At = Callable[[datetime], None]
REASON = "墙根留多宽说不到一处"


def accepting(story: Story, **changes: str) -> dict[str, str]:
    """The page 受理审查 as it is sent."""
    version = str(story.task("accept_case").row_version)
    return {"page_version": version, "outcome": "accepted", "occurred_at": "2026-11-23T08:30", **changes}


@pytest.fixture
def story(app: Flask) -> Story:
    """A case that waits to be accepted by the village committee."""
    return Story().register().start_at("village")


@pytest.fixture
def address(story: Story) -> str:
    return f"/tasks/{public.task(story.task('accept_case').id)}"


def test_an_empty_day_says_so(client_of: ClientOf) -> None:
    assert "现在没有等您办的事。" in client_of("mediator").get("/").text


def test_the_day_shows_five_rows_and_all_on_demand(client_of: ClientOf) -> None:
    for _ in range(7):
        Story().register()
    client = client_of("mediator")
    page = client.get("/").text
    assert page.count('class="task-row"') == 5
    assert "7件，先看5件" in page
    assert "全部 7 件" in page
    every = client.get("/?all=1").text
    assert every.count('class="task-row"') == 7
    assert "先看" not in every
    assert 'class="task-row"' not in client_of("stranger").get("/").text


def test_a_row_says_who_what_and_until_when(client_of: ClientOf) -> None:
    story = Story().mediating_at("village")
    page = client_of("mediator").get("/").text
    for words in ("王甲 — 王乙", "（2026）小海眼人调字第0001号", "小海眼社区调解委员会", "调解", "还有30天"):
        assert words in page
    assert f'href="/tasks/{public.task(story.task("mediate").id)}"' in page


@pytest.mark.parametrize(
    ("days", "state", "words"),
    [(0, "ok", "还有30天"), (28, "soon", "还有2天"), (30, "soon", "今天到期"), (33, "overdue", "超期3天")],
)
def test_the_light_follows_the_date(client_of: ClientOf, at: At, days: int, state: str, words: str) -> None:
    Story().mediating_at("village")
    client = client_of("mediator")
    at(NOW + timedelta(days=days))
    client = client_of("head")
    page = client.get("/").text
    assert f"light-{state}" in page
    assert words in page


def test_the_page_of_a_step_asks_what_its_form_file_asks(client_of: ClientOf, story: Story, address: str) -> None:
    page = client_of("mediator").get(address).text
    assert f'value="{story.task("accept_case").row_version}"' in page
    for words in ("受理审查", "什么时候的事", "谁说的、谁定的", "王甲 — 王乙"):
        assert words in page
    assert 'value="2026-11-23T09:00"' in page


def test_an_answered_step_leads_to_the_case(client_of: ClientOf, story: Story, address: str) -> None:
    client = client_of("mediator")
    answer = client.post(address, data=accepting(story, spoken_by="周有福"))
    assert (answer.status_code, answer.location) == (302, f"/cases/{public.case(story.case_id)}")
    assert "办好了，已存好" in client.get(answer.location).text
    assert story.case.number == "（2026）小海眼人调字第0001号"
    (done,) = [task for task in tasks_of("case", story.case_id) if task.name == "accept_case"]
    assert (done.spoken_by, done.occurred_at, done.closed_at) == ("周有福", NOW - timedelta(minutes=30), NOW)
    assert client.get(address).location == f"/cases/{public.case(story.case_id)}"


def test_a_double_tap_accepts_once(client_of: ClientOf, story: Story, address: str) -> None:
    client, data = client_of("mediator"), accepting(story)
    answers = [client.post(address, data=data) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert db.session.query(Handling).count() == 1


def test_the_second_person_reads_who_was_first(client_of: ClientOf, story: Story, address: str) -> None:
    data = accepting(story)
    client_of("mediator").post(address, data=data)
    answer = client_of("head").post(address, data={**data, "spoken_by": REASON})
    assert answer.status_code == 409
    assert "这一步吴桂兰在09:00已经办好了，您这次没有再办一遍。" in answer.text
    assert REASON in answer.text


def test_a_stale_page_is_refused_and_what_was_typed_stays(client_of: ClientOf, story: Story, address: str) -> None:
    data = accepting(story, spoken_by=REASON)
    db.session.get_one(Task, story.task("accept_case").id).title = "换了题目"
    db.session.commit()
    client = client_of("mediator")
    answer = client.post(address, data=data)
    assert answer.status_code == 409
    assert "这一页打开以后案件有了变化" in answer.text
    assert REASON in answer.text
    assert story.open == ["accept_case"]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"outcome": ""}, "请选一项。"),
        ({"outcome": "not_accepted"}, "这一项要填。"),
        ({"occurred_at": "2026-11-23T09:01"}, "发生的时间还没有到"),
        ({"occurred_at": "2026-13-01T00:00"}, "看不出是什么时候"),
        ({"spoken_by": "王\ue000"}, "U+E000"),
    ],
)
def test_bad_input_is_said_at_the_top_and_at_the_field_and_kept(
    client_of: ClientOf, story: Story, address: str, changes: dict[str, str], sentence: str
) -> None:
    answer = client_of("mediator").post(address, data=accepting(story, **{"spoken_by": REASON, **changes}))
    assert answer.status_code == 422
    assert "还要改一改，填过的都在" in answer.text
    assert answer.text.count(sentence) >= 2, "at the top and at the field"
    assert changes.get("spoken_by", REASON) in answer.text
    assert story.open == ["accept_case"]


def test_who_may_not_answer_reads_whom_to_ask(client_of: ClientOf, story: Story, address: str) -> None:
    answer = client_of("justice").post(address, data=accepting(story))
    assert answer.status_code == 403
    assert "这一步不归您办" in answer.text


@pytest.mark.parametrize("name", ["stranger", "adviser", "admin"])
def test_another_village_s_step_is_not_there(client_of: ClientOf, story: Story, address: str, name: str) -> None:
    client = client_of(name)
    assert client.get(address).status_code == 404
    assert client.post(address, data=accepting(story)).status_code == 404
    assert client.get(f"/tasks/{public.NOBODY}").status_code == 404


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_step_whose_form_is_gone_says_so(client_of: ClientOf, story: Story, address: str, method: str) -> None:
    story.task("accept_case").name = "accept_case_of_old"
    db.session.commit()
    answer = getattr(client_of("mediator"), method)(address)
    assert answer.status_code == 409
    assert "这一步的表单换了" in answer.text


OWN_PAGES = {
    "seal": ("盖章", Path.signed),
    "file_original": ("存手写协议原件", lambda path: path.agreed("handwritten")),
    "mediate": ("调解", lambda path: path.mediating_at("village")),
}


@pytest.mark.parametrize("step", OWN_PAGES)
def test_a_step_with_a_page_of_its_own_has_no_second_door(client_of: ClientOf, step: str) -> None:
    label, come_to = OWN_PAGES[step]
    path = come_to(Path())
    sent = {"occurred_at": "2026-11-23T08:30", "sealed_on": "2026-11-23", "outcome": "not_reached"}
    answer = client_of("head").post(f"/tasks/{public.task(path.task(step).id)}", data=sent)
    assert answer.status_code == 409
    assert f"“{label}”在自己的一页上办，这里不收" in answer.text
    assert path.open == [step]


@pytest.mark.parametrize(("key", "name"), [one for names in diagram_names().values() for one in names.items()])
def test_a_diagram_is_shown_and_told(client_of: ClientOf, key: str, name: str) -> None:
    client = client_of("admin")
    page = client.get(f"/processes/{key}")
    assert page.status_code == 200
    assert name in page.text
    assert page.text.count("<li") >= 5
    file = client.get(f"/processes/{key}.bpmn")
    assert file.mimetype == "application/xml"
    assert f'id="{key}"' in file.text


def test_the_current_step_is_marked_in_the_sentences(client_of: ClientOf) -> None:
    page = client_of("mediator").get("/processes/level?now=mediate").text
    assert page.count('aria-current="step"') == 1
    assert 'aria-current="step"' not in client_of("mediator").get("/processes/level").text


@pytest.mark.parametrize("key", ["nothing", "triage", "..%2Fmediation", "level.bpmn.bpmn", "level" * 100])
def test_only_known_diagrams_are_given_out(client_of: ClientOf, key: str) -> None:
    assert client_of("mediator").get(f"/processes/{key}").status_code == 404


def test_a_step_without_a_date_shows_by_name_what_of_the_case_ends_first(client_of: ClientOf, at: At) -> None:
    Path().sealed()
    Story().mediating_at("village")
    at(NOW + timedelta(days=9))
    page = client_of("mediator").get("/").text
    assert "超期2天　第一次回访" in page
    assert page.index("督促履行") < page.index("还有21天"), "the late visit stands before the month that runs"


def test_a_step_of_a_case_without_any_date_has_no_light(client_of: ClientOf) -> None:
    Path().agreed()
    page = client_of("mediator").get("/").text
    assert "没有在算的期限" in page
    assert "light-ok" not in page, "nothing says that there is time"
