"""The repair as a kind of matter."""

from collections.abc import Iterable

from app.repairs.actions import moved
from app.repairs.models import Repair

from app.core import pages
from app.core.permissions import Actor, Permission, may
from app.deadlines.registry import Named
from app.matters.models.corrections import Correction
from app.matters.registry.attachments import Attachments
from app.matters.registry.kinds import Flow, Kind, Projection
from app.matters.registry.links import Links
from app.matters.registry.listing import Listing
from app.matters.registry.sight import Owned
from app.matters.registry.subject_table import SubjectTable
from app.matters.registry.telling import told_by, told_of_kind
from app.matters.rules import owners
from app.matters.rules.found_by import FoundBy
from app.matters.rules.summary import Summary
from app.matters.rules.told import Told
from app.processes.models import Task
from app.processes.registry import Placement

STATUS_NAMES = {"inspecting": "等看", "mending": "正在修", "mended": "修好了"}


def _owners(actor: Actor) -> list[str]:
    place = actor.committee_id
    return [owners.committee(place)] if place and may(actor, Permission.REPAIR_SEE) else []


def _summary(row: Repair) -> Summary:
    return Summary(number=row.number, title=row.title, category="", source="", region=row.region, village_id=None,
                   committee_id=row.committee_id, office_id=None, status=row.status, outcome="", accepted_on=None,
                   opened_at=row.opened_at, ended_on=row.ended_on)  # fmt: skip


def _step(task: Task) -> Iterable[Told]:
    if task.closed_at and task.occurred_at:
        yield Told(word="step", title=task.label, occurred_at=task.occurred_at, entered_at=task.closed_at,
                   spoken_by=task.spoken_by, typed_by_id=task.closed_by_id)  # fmt: skip


def _said(row: Repair | Correction) -> Iterable[Told]:
    title, at = (f"更正：{row.new}", row.entered_at) if isinstance(row, Correction) else ("报修", row.opened_at)
    yield Told(word="said", title=title, occurred_at=at, entered_at=at, spoken_by=row.spoken_by,
               typed_by_id=row.typed_by_id)  # fmt: skip


REPAIR = Kind(
    rows=SubjectTable(name="repair", table=Repair, sight=Owned("repair", Repair.id, _owners),
                      named_as=lambda row: Named(row.number, row.title), begins=lambda row: row.title,
                      page=lambda row: pages.address("repairs.detail", repair_id=row.public_id)),
    projection=Projection(
        summary=_summary, seen_by=lambda row: [owners.committee(row.committee_id)],
        found_by=lambda row: FoundBy(names=[row.spoken_by], numbers=[row.number], texts=[row.title])),
    flow=Flow(process="repair", moved=moved,
              place=lambda row, step: Placement(row.region, row.committee_id, row.committee_id, row.title, row.number),
              step_handlers=dict.fromkeys(("inspect", "mend"), lambda answer: {"outcome": answer.text("outcome")})),
    listing=Listing[Repair](title="报修", see=Permission.REPAIR_SEE, endpoint="repairs.index", first="什么坏了",
                            label="找报修", hint="", narrowing="再缩小一些", choices=(), heads=("编号", "到哪一步"),
                            cells=lambda row: (row.number, STATUS_NAMES[row.status])),
    told={Repair: told_by(Repair.id, _said), Task: told_of_kind(Task, "repair", _step),
          Correction: told_of_kind(Correction, "repair", _said)},
    links=Links(must_link=lambda row, actor: None, handlers=lambda row: [row.typed_by_id]),
    attachments=Attachments(materials={"photo": "照片"}, must_add=lambda row, actor: None, shut="",
                            may_open=lambda row, material, actor: True, closed_because=lambda row: ""),
)  # fmt: skip
