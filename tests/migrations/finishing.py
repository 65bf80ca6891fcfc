"""Carry on whatever stands open, step by step, until nothing does: the people are whoever may answer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from app.accounts.models import Account
from app.agreements.models import SigningMethod
from app.agreements.queries import signers_of, the_agreement
from app.cases.queries import moves_of
from app.core.clock import local
from app.core.db import db
from app.petitions.terms import Route
from app.processes.actions.sweep import sweep_timers
from app.processes.models import Process, Task
from app.processes.queries import may_answer, open_tasks_of
from tests.bpmn.petition_stories import RESULT
from tests.migrations.people import TownLife, TownWay

MOST_STEPS = 40
NAMED_OTHERWISE = {"draft": "write", "tell_rights": "tell", "choose_mediators": "choose", "investigate": "look_into"}
"""Steps whose name a story uses for something else."""


class Stuck(AssertionError):
    """A flow that does not come to an end."""


def who_may(task: Task) -> str:
    """The sign-in name of somebody who may answer a step."""
    for one in db.session.query(Account).filter_by(disabled_at=None).order_by(Account.id):
        if may_answer(task, one):
            return str(one.login_name)
    raise Stuck(f"nobody may answer {task.name} of {task.subject_kind} {task.subject_id}")


class Dispute(TownLife):
    """A dispute that is answered to its end."""

    kind, waits_for = "case", frozenset[str]()
    by = ""
    """The sign-in name of whoever answers now."""

    def answer(self, name: str, by: str = "", **values: object) -> Dispute:
        """Answered by whoever may, whatever name the story knows."""
        super().answer(name, self.by, **values)
        return self

    def choose_start(self) -> None:
        self.start_at("village")

    def accept_case(self) -> None:
        self.accept()

    def record_consents(self) -> None:
        self.consent()

    def tell(self) -> None:
        self.tell_rights()

    def choose(self) -> None:
        self.choose_mediators()

    def mediate(self) -> None:
        self.agree(self.by)

    def ask_month(self) -> None:
        self.answer("ask_month", outcome="ended", reason="都不想再谈。")

    def next_step(self) -> None:
        self.next("stop")

    def answer_transfer(self) -> None:
        """Letters that went before letters were flows have none: then the receiver only answers."""
        received_on = local(moves_of(self.case_id)[-1].occurred_at).date()
        agreed = self.everyone("agreed")
        self.answer("answer_transfer", outcome="accepted", received_on=received_on, consents=agreed)

    def chase_answer(self) -> None:
        self.answer("chase_answer", method="phone", result="说明天答复。")

    def tell_routes(self) -> None:
        self.answer("tell_routes", ended_because="not_reached", reason="讲不拢。", routes=["court"],
                    told=self.everyone("in_person"), told_on=self.today)  # fmt: skip

    def tell_rest(self) -> None:
        bound = {one.party_id for one in the_agreement(self.case_id).bound}
        told = {str(one.id): "bound" if one.id in bound else "in_person" for one in self.case.parties}
        self.answer("tell_rest", told=told, routes=["court"], told_on=self.today, reason="没有谈成。")

    def legal_review(self) -> None:
        self.answer("legal_review", outcome="passed")

    def decide_review(self) -> None:
        self.answer("decide_review", outcome="passed", reason="内容简单，不再等。")

    def write(self) -> None:
        """Write the agreement and go straight to freezing."""
        self.draft(self.by).unread()

    def sign(self) -> None:
        """Whoever has not signed signs today."""
        missing = [one.key for one in signers_of(the_agreement(self.case_id)) if one.signature is None]
        signed = [{"key": key, "method": SigningMethod.BY_HAND, "signed_on": self.today} for key in missing]
        self.answer("sign", outcome="signed", signatures=signed)

    def register_oral(self) -> None:
        self.answer("register_oral", agreed_on=self.today, performed="no", **self.text())

    def file_original(self) -> None:
        self.hand_written(self.by)

    def fulfil(self) -> None:
        self.perform()

    def return_visit(self) -> None:
        self.visit("done")

    def archive(self) -> None:
        self.answer("archive", complete="yes", retention="long")

    @property
    def tasks(self) -> Sequence[Task]:
        return open_tasks_of(self.kind, self.subject_id)


class Matter(TownWay):
    """A claim that is answered to its end."""

    kind, waits_for = "claim", frozenset({"await_review", "await_final"})
    by = ""
    """The sign-in name of whoever answers now."""

    def answer(self, name: str, by: str = "", **values: object) -> Matter:
        """Answered by whoever may, whatever name the story knows."""
        super().answer(name, self.by, **values)
        return self

    def sort_claim(self) -> None:
        self.sort()

    def decide_claim(self) -> None:
        """Accepted; what was sorted on another way is sorted anew."""
        self.decide("accepted" if self.claim.route is Route.PETITION else "again")

    def sign_off(self) -> None:
        self.answer("sign_off", outcome="approved")

    def seal_letter(self) -> None:
        self.sealed()

    def deliver(self) -> None:
        self.delivered()

    def redraft(self) -> None:
        self.answer("redraft", reason="区住房和城乡建设局已经受理。")

    def await_agreement(self) -> None:
        self.answer("await_agreement", outcome="not_agreed", answered_by="博山区信访局")

    def assign_unit(self) -> None:
        self.assigned()

    def look_into(self) -> None:
        """The office found what it needs for its opinion."""
        self.answer("investigate", outcome="ready", findings="手续齐全，现场核对无误。")

    def hold_hearing(self) -> None:
        self.answer("hold_hearing", held_on=self.today, place="镇政府二楼会议室", host="镇镇长",
                    present="双方", minutes="双方各自陈述。", report="建议协商解决通道。")  # fmt: skip

    def record_settlement(self) -> None:
        self.answer("record_settlement", outcome="settled", kind="mediated", both_willing="yes", other_party="王甲",
                    agreed_on=self.today, text="王甲留出六十厘米通道。", rest="")  # fmt: skip

    def approve_extension(self) -> None:
        self.answer("approve_extension", outcome="denied", days=20, reason="来得及。")

    def write_opinion(self) -> None:
        self.opinion()

    def ask_review(self) -> None:
        self.answer("ask_review", outcome="none", note="跟区政府信访局核对。")

    def ask_final(self) -> None:
        self.answer("ask_final", outcome="none", note="跟市政府信访局核对。")

    def supply_file(self) -> None:
        self.supplied()

    def record_upper(self) -> None:
        self.answer("record_upper", result="upheld", summary="维持原处理意见。", number="博复查〔2026〕3号",
                    decided_on=self.today, received_on=self.today)  # fmt: skip

    def answer_simply(self) -> None:
        self.answer("answer_simply", outcome="answered", reply="路灯修好了。", told_how="phone")

    def ask_conversion(self) -> None:
        self.answer("ask_conversion", outcome="convert", reason="没有办完。")

    def study_suggestion(self) -> None:
        self.answer("study_suggestion", outcome="adopted", reply="明年列入计划。", told_how="phone")

    def decide_statutory(self) -> None:
        self.answer("decide_statutory", **RESULT)

    @property
    def tasks(self) -> Sequence[Task]:
        return open_tasks_of(self.kind, self.subject_id)


Flow = Dispute | Matter


def open_flows(now: datetime) -> list[Flow]:
    """Every flow that has not come to its end, the oldest first."""
    rows = db.session.query(Process).filter_by(finished_at=None).order_by(Process.id)
    kinds: dict[str, Callable[[datetime, int], Flow]] = {"case": Dispute, "claim": Matter}
    return [kinds[one.subject_kind](now, one.subject_id) for one in rows]


def one_at_each_step(flows: Sequence[Flow]) -> list[Flow]:
    """The flows but those that stand only where one before them stands."""
    seen: set[tuple[str, str]] = set()
    kept = []
    for flow in flows:
        steps = {(flow.kind, task.name) for task in flow.tasks}
        if steps - seen:
            kept.append(flow)
        seen |= steps
    return kept


def finish(flows: Sequence[Flow], now: datetime) -> datetime:
    """Answer every step of all of them; where only a date can move one, that date comes.  Returns when all is done."""
    waiting = list(flows)
    while waiting:
        for flow in waiting:
            _answer_all(flow, now)
            db.session.remove()
        waiting = [flow for flow in waiting if flow.tasks]
        if waiting:
            dates = [task.due_at for flow in waiting for task in flow.tasks if task.due_at]
            now = max(now, min(dates)) + timedelta(minutes=1)
            sweep_timers(now)
    return now


def _answer_all(flow: Flow, now: datetime) -> None:
    flow.now = now
    for _ in range(MOST_STEPS):
        task = next((one for one in flow.tasks if one.name not in flow.waits_for), None)
        if task is None:
            return
        flow.by = who_may(task)
        getattr(flow, NAMED_OTHERWISE.get(task.name, task.name))()
    raise Stuck(f"{flow.kind} still stands at {[one.name for one in flow.tasks]}")
