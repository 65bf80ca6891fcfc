"""File what came with a form: the upload's name and content, the form's moment and speaker."""

from __future__ import annotations

from datetime import date, datetime

from app.core.permissions import Actor, Subject
from app.core.uploads import Upload
from app.matters.actions.attach import attach_file
from app.matters.models.attachments import Attachment
from app.processes.pages.forms import StepForm


def attach_upload(
    subject: Subject,
    upload: Upload,
    form: StepForm,
    *,
    kind: str,
    actor: Actor,
    now: datetime,
    taken_on: date | None = None,
) -> Attachment:
    """Keep an upload with a matter.  Raises `Invalid` with its sentence at the field when it could not be read."""
    return attach_file(
        subject,
        name=upload.name,
        file=upload.file,
        kind=kind,
        occurred_at=form.happened_at,
        spoken_by=form.spoken_by.data or "",
        actor=actor,
        now=now,
        taken_on=taken_on,
    )
