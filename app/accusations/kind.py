"""The accusation as a kind of matter: closed, with its periods alone in common with the others."""

from app.accusations.actions.tell import officers_for
from app.accusations.models import Accusation
from app.accusations.queries import visible_to
from app.core import pages
from app.deadlines.registry import Named
from app.matters.registry.kinds import Kind
from app.matters.registry.subject_table import SubjectTable

ACCUSATION = Kind(
    rows=SubjectTable(
        name=Accusation.subject_kind,
        table=Accusation,
        sight=visible_to,
        named_as=lambda row: Named(row.number, "检举控告"),
        page=lambda row: pages.address("accusations.detail", accusation_id=row.public_id),
        begins=lambda row: row.number,
        told=lambda row, _deadline, _stage: officers_for(row),
    ),
    is_closed=True,
)
