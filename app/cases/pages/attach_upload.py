"""File what came with a form: the upload's name and content, the form's moment and speaker."""

from __future__ import annotations

from datetime import datetime

from app.cases.actions.attach import attach_file
from app.cases.models import Case
from app.cases.models.records import Attachment
from app.core.permissions import Actor
from app.core.uploads import Upload
from app.processes.pages.forms import StepForm


def attach_upload(case: Case, upload: Upload, form: StepForm, *, kind: str, actor: Actor, now: datetime) -> Attachment:
    """Keep an upload with a case.  Raises `Invalid` with its sentence at the field when it could not be read."""
    return attach_file(
        case,
        name=upload.name,
        file=upload.file,
        kind=kind,
        occurred_at=form.happened_at,
        spoken_by=form.spoken_by.data or "",
        actor=actor,
        now=now,
    )
