"""Two on each side: who is willing, silent, refuses or leaves is written of each, and only an empty side ends it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from app.cases.actions.at_any_step import ACTIONS
from app.cases.actions.intake import AgentIntake, PartyIntake
from app.cases.actions.register_case import add_agent
from app.cases.models import Party
from app.cases.models.letters import CaseLetter
from app.cases.models.records import Consent, RightsTold, TerminationKind
from app.cases.papers.notices import Ending, LeavingNotice
from app.cases.queries import termination_of
from app.cases.queries.asked import asked_parties
from app.cases.queries.letters import case_letters_of
from app.cases.terms import CaseLetterKind, CaseStatus
from app.core.db import db
from app.core.errors import Invalid, NotNow
from app.core.transaction import transaction
from app.matters.terms import AgentKind, Participation, Power
from app.papers.queries.frozen import frozen
from app.processes.registry import Submission
from tests.petitions.refusing import refused
from tests.petitions.screen import ClientOf, words
from tests.story import Story

pytestmark = pytest.mark.usefixtures("app")

FOUR = (
    PartyIntake(side=1, name="王甲"),
    PartyIntake(side=1, name="王乙"),
    PartyIntake(side=2, name="赵丙"),
    PartyIntake(side=2, name="赵丁"),
)
LETTERS = {"w": "agreed", "s": "pending", "r": "refused"}
W, S, R, L = Participation.WILLING, Participation.UNANSWERED, Participation.REFUSED, Participation.LEFT


class Four(Story):
    """A dispute of two against two."""

    def begun(self) -> Four:
        self.register(parties=FOUR).start_at("village").accept()
        return self

    def party(self, name: str) -> Party:
        return next(one for one in self.case.parties if one.name == name)

    def each(self, letters: str) -> dict[str, str]:
        """An answer of each: w willing, s silent, r refuses."""
        return {str(party.id): LETTERS[one] for party, one in zip(self.case.parties, letters, strict=True)}

    def asked(self, letters: str, **values: object) -> Four:
        self.answer("record_consents", consent=self.each(letters), **values)
        return self

    def told(self) -> Four:
        self.tell_rights()
        return self

    def mediating(self, letters: str = "wwww") -> Four:
        self.begun().asked(letters)
        here = {str(party.id): "written" for party in self.case.parties if party.participation is W}
        self.answer("tell_rights", told=here, replacement={}, public={}).choose_mediators()
        return self

    def do(self, name: str, **values: object) -> Four:
        """An action without a step."""
        with transaction():
            given = Submission(values, self.now, "", self.account("mediator"), self.now)
            ACTIONS[name].carry_out(self.case, given)
        return self

    def leave(self, *names: str, how: str = "yes", name: str = "stop") -> Four:
        asks = {str(self.party(one).id): how for one in names}
        return self.do(name, asks=asks, reason="不想再调了。")

    @property
    def own(self) -> list[str]:
        """The open steps but those of letters."""
        return [task.name for task in self.steps() if task.subject_kind == self.kind]

    def name_of(self, key: int) -> str:
        return next(one.name for one in self.case.parties if one.id == key)

    @property
    def states(self) -> list[Participation]:
        return [party.participation for party in self.case.parties]

    def notices(self) -> list[CaseLetter]:
        return [one for one in case_letters_of(self.case_id) if one.kind is CaseLetterKind.LEAVING]


# What the answers make of it: every pair of answers of any two of the four stands in these nine (an orthogonal array)

NINE = {
    "wwww": ["tell_rights"],
    "wsss": ["record_consents"],
    "wrrr": ["tell_routes"],
    "swsr": ["record_consents"],
    "ssrw": ["record_consents"],
    "srws": ["record_consents"],
    "rwrs": ["record_consents"],
    "rswr": ["record_consents"],
    "rrsw": ["tell_routes"],
}


ENOUGH = {letters: ["tell_rights"] for letters in ("wsws", "wssw", "rwwr", "swrw")}
"""And where one of each side is willing, whatever the others say."""


@pytest.mark.parametrize("letters", sorted(NINE | ENOUGH))
def test_somebody_willing_on_each_side_suffices_and_only_an_empty_side_bars(letters: str) -> None:
    story = Four().begun().asked(letters)
    told = {"w": W, "s": S, "r": R}
    assert story.states == [told[one] for one in letters]
    steps = (NINE | ENOUGH)[letters]
    assert story.own == steps
    is_over = steps == ["tell_routes"]
    ended = termination_of(story.case_id)
    assert (ended.kind if ended else None) == (TerminationKind.REFUSED if is_over else None)
    refusing = [FOUR[place].name for place, one in enumerate(letters) if one == "r"]
    assert [one.party.name for one in story.notices() if one.party] == ([] if is_over else refusing)


def test_the_nine_hold_every_pair_of_answers() -> None:
    for one in range(4):
        for other in range(one + 1, 4):
            assert {(letters[one], letters[other]) for letters in NINE} == {(a, b) for a in "wsr" for b in "wsr"}


def test_what_nobody_said_is_written_of_nobody() -> None:
    story = Four().mediating("wsws")
    said = {(row.party_id, row.state.value) for row in db.session.query(Consent)}
    assert {name for name, state in ((story.name_of(key), state) for key, state in said) if state == "agreed"} == {
        "王甲",
        "赵丙",
    }
    assert {row.party_id for row in db.session.query(RightsTold)} == {story.party("王甲").id, story.party("赵丙").id}


# In again


@pytest.mark.both
@pytest.mark.parametrize("back", ["w", "s"])
def test_who_comes_back_and_refuses_once_more_at_the_end_is_told_of_the_end(back: str) -> None:
    story = Four().begun().asked("rsww")
    (older,) = story.notices()
    story.later(days=1).asked(f"{back}sss")
    assert older.left_at is not None
    story.later(days=1).asked("rrww")
    assert story.open == ["tell_routes"]
    assert {one.name for one in asked_parties(story.case, "tell_routes")} == {"王甲", "王乙", "赵丙", "赵丁"}


def test_who_stays_out_has_a_notice_of_their_own_and_is_not_told_twice() -> None:
    story = Four().begun().asked("rsww")
    story.later(days=1).asked("rsww").later(days=1).asked("rrww")
    assert {one.name for one in asked_parties(story.case, "tell_routes")} == {"王乙", "赵丙", "赵丁"}


# The silent


@pytest.mark.both
def test_the_silent_are_asked_again_at_any_time_and_told_their_rights_then() -> None:
    story = Four().mediating("wsww")
    silent = str(story.party("王乙").id)
    story.do("ask_again", consent={silent: "pending"}).do("ask_again", consent={silent: "agreed"}, method={})
    assert story.states == [W, W, W, W]
    with pytest.raises(NotNow, match="没有还没答复的当事人"):
        story.do("ask_again", consent={silent: "agreed"})
    story.do("tell_rights_later", told={silent: "oral"})
    assert db.session.query(RightsTold).filter_by(party_id=int(silent)).one().method == "oral"
    with pytest.raises(NotNow, match="都告知过了"):
        story.do("tell_rights_later", told={silent: "oral"})


def test_who_refuses_when_asked_again_is_out_and_the_last_of_a_side_ends_it() -> None:
    story = Four().mediating("wsww")
    story.do("ask_again", consent={str(story.party("王乙").id): "refused"}, note="说不认这个账。")
    assert story.states == [W, R, W, W]
    (notice,) = story.notices()
    assert (notice.content["ending"], notice.content["reason"]) == (Ending.REFUSED, "说不认这个账。")
    assert "mediate" in story.open
    story.leave("王甲")
    ended = termination_of(story.case_id)
    assert ended is not None
    assert (ended.kind, [task for task in story.open if task == "tell_routes"]) == (
        TerminationKind.STOPPED,
        ["tell_routes"],
    )


def test_a_side_that_was_never_reached_is_closed_as_just_that() -> None:
    story = Four().begun().asked("wwss")
    assert story.open == ["record_consents"]
    story.asked("wwss", silent="close")
    ended = termination_of(story.case_id)
    assert ended is not None
    assert ended.kind is TerminationKind.UNREACHED
    assert story.states == [W, W, S, S], "silence is neither a yes nor a refusal"
    story.tell_routes("posted", ended_because="unreached", reason=ended.reason)
    assert story.case.status is CaseStatus.ENDED


def test_where_every_side_answered_nobody_is_called_unreached() -> None:
    story = Four().begun()
    with refused(Invalid, "不能按“一直联系不上”结束", field="silent"):
        story.asked("wsww", silent="close")
    assert story.open == ["record_consents"]


# Who leaves, and when

MOMENTS: dict[str, Callable[[Four], Four]] = {
    "mediate": lambda story: story,
    "next_step": lambda story: story.not_reached(),
    "answer_transfer": lambda story: story.not_reached().next("up"),
    "draft": lambda story: story.sit().answer("mediate", outcome="agreed", form="written", partial="no"),
}
WHO = {
    "one": (("王甲",), False),
    "one of each": (("王乙", "赵丙"), False),
    "a side": (("赵丙", "赵丁"), True),
    "a side and one": (("王甲", "王乙", "赵丁"), True),
}


@pytest.mark.parametrize("who", sorted(WHO))
@pytest.mark.parametrize("moment", sorted(MOMENTS))
def test_who_stops_leaves_and_mediation_ends_with_the_last_of_a_side(moment: str, who: str) -> None:
    names, is_over = WHO[who]
    story = MOMENTS[moment](Four().mediating())
    before = story.own
    story.leave(*names)
    assert [one.name for one in story.case.parties if one.participation is L] == list(names)
    ended = termination_of(story.case_id)
    if is_over:
        assert story.open == ["tell_routes"]
        assert ended is not None
        assert ended.kind is TerminationKind.STOPPED
        assert story.notices() == []
    else:
        assert ended is None
        assert story.own == before
        assert [one.party.name for one in story.notices() if one.party] == list(names)


def test_who_left_is_asked_nothing_more_and_the_others_go_on_to_the_town(client_of: ClientOf) -> None:
    story = Four().mediating().leave("王乙").not_reached()
    page = words(client_of("mediator").get(f"/tasks/{story.task('next_step').public_id}"))
    assert "王甲" in page
    assert page.count("王乙") == page.count("王甲、王乙"), "only where the dispute itself is named"
    story.next("up", wills={str(story.party(name).id): "agreed" for name in ("王甲", "赵丙", "赵丁")})
    assert story.case.status is CaseStatus.TRANSFERRING


def test_a_second_time_there_is_nobody_to_leave() -> None:
    story = Four().mediating().leave("王乙")
    with refused(Invalid, "王乙已经不参加调解了", field="asks"):
        story.leave("王乙")
    with refused(Invalid, "请选是谁要求终止的", field="asks"):
        story.do("stop", asks=dict.fromkeys(story.everyone("no"), "no"), reason="没有人。")


def test_an_application_is_withdrawn_by_whom_the_page_names() -> None:
    story = Four().mediating().leave("王甲", name="withdraw")
    (notice,) = story.notices()
    assert (story.states, notice.content["ending"]) == ([L, W, W, W], Ending.WITHDRAWN)
    story.leave("王乙", name="withdraw")
    ended = termination_of(story.case_id)
    assert ended is not None
    assert (ended.kind, ended.party_id) == (TerminationKind.WITHDRAWN, story.party("王乙").id)


@pytest.mark.parametrize(
    ("kind", "powers", "may"),
    [
        (AgentKind.GUARDIAN, "", True),
        (AgentKind.SPECIAL_AGENT, "", True),
        (AgentKind.SPECIAL_AGENT, Power.STOP.value, True),
        (AgentKind.SPECIAL_AGENT, Power.SIGN.value, False),
        (AgentKind.AGENT, "", False),
    ],
)
def test_an_agent_stops_only_with_the_special_authority(kind: AgentKind, powers: str, may: bool) -> None:
    story = Four().mediating()
    with transaction():
        party = story.party("王甲")
        may_do = frozenset({Power(powers)} if powers else ())
        add_agent(party, AgentIntake(kind=kind, name="王小明", powers=may_do))
    if may:
        assert story.leave("王甲", how="agent").states == [L, W, W, W]
    else:
        with refused(Invalid, "没有登记有特别授权的代理人", "第一百六十五条", field="asks"):
            story.leave("王甲", how="agent")


# The notice to who is out


@pytest.mark.both
def test_the_notice_says_why_and_the_other_routes_and_nothing_of_the_others_terms() -> None:
    story = Four().mediating().leave("王乙")
    (notice,) = story.notices()
    assert story.task("seal_letter").words == "编号、盖章《终止调解告知书（给王乙）》"
    story.seal_letter()
    paper = frozen(LeavingNotice, notice.id)
    assert paper is not None
    assert [one.name for one in paper.parties] == ["王乙"]
    assert paper.parties[0].label == "甲方二"
    assert (paper.others, paper.reason, paper.law) == (
        ("赵丙", "赵丁"),
        "不想再调了。",
        "《中华人民共和国人民调解法》第二十三条、第二十六条",
    )
    assert (paper.number, paper.issued_on, paper.ended_on) == (story.case.number, story.today, story.today)
    story.serve_letter(receiver="王乙")
    assert "seal_letter" not in story.open
    assert "deliver" not in story.open


def test_who_has_a_notice_is_not_told_the_end_once_more() -> None:
    story = Four().mediating().leave("王乙").not_reached().next("stop")
    told = {str(story.party(name).id): "in_person" for name in ("王甲", "赵丙", "赵丁")}
    story.tell_routes(told=told, told_on=date(2026, 11, 23))
    ending = [one for one in case_letters_of(story.case_id) if one.kind is CaseLetterKind.ENDING]
    assert [one.party.name for one in ending if one.party] == ["王甲", "赵丙", "赵丁"]


def test_who_refused_and_thinks_better_of_it_is_in_again_and_the_notice_is_left() -> None:
    story = Four().begun().asked("wrss")
    (notice,) = story.notices()
    story.asked("wwws")
    assert (story.states, notice.left_at) == ([W, W, W, S], story.now)
    assert story.open == ["tell_rights"]


def test_the_history_says_who_left(client_of: ClientOf) -> None:
    story = Four().mediating("wwws").leave("王乙")
    story.do("ask_again", consent={str(story.party("赵丁").id): "agreed"})
    page = words(client_of("mediator").get(f"/cases/{story.case.public_id}"))
    assert "王乙退出，别人接着调" in page
    assert "再问没答复的当事人" in page
    assert "已经退出" in page
