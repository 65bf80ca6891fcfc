"""The files of a matter of any kind: hand some in, several at once; open one; its small picture."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from flask import flash, request
from flask.typing import ResponseReturnValue
from wtforms import MultipleFileField

from app.core import clock, files
from app.core.access_log import looked
from app.core.date_fields import evidence_day
from app.core.errors import DomainError, Invalid, NotAllowed, NotFound
from app.core.fields import one_of
from app.core.guard import requires, signed_in
from app.core.pages import download, render
from app.core.permissions import Permission
from app.core.submit_once import answer, is_post, submit
from app.core.uploads import Upload, reads_files_first, sent
from app.matters.models.attachments import Attachment
from app.matters.pages import blueprint
from app.matters.pages.attach_upload import attach_upload
from app.matters.queries.attachments import (
    NO_SUCH_FILE,
    Filed,
    attachments_of,
    filed_named,
    find_attachment,
    may_open,
)
from app.processes.pages.forms import StepForm

SHARED = ("kind", "taken_on", "occurred_at", "spoken_by")
"""What is said once of all files of one sending."""


class AttachmentForm(StepForm):
    """Files of one kind and one day, handed in together."""

    kind = one_of("是哪一类", {})
    taken_on = evidence_day("材料上的日期", hint="纸上写的日期，照片写拍的那天；说不清的空着。")
    file = MultipleFileField(
        "照片或者 PDF",
        description="可以一次选几个，合起来不超过 60 兆。照片会自动转正，去掉里面藏着的位置信息，不缩小。",
    )

    def offer(self, materials: Mapping[str, str]) -> None:
        """What a file may be; a fresh page stands at what its address names."""
        self.kind.choices = list(materials.items())
        asked = request.args.get("material")
        if not is_post() and asked in materials:
            self.kind.data = asked

    def is_whole(self) -> bool:
        """Whether a file was chosen and everything else was said."""
        is_chosen, is_said = bool(sent("file")), bool(self.validate())
        if not is_chosen:
            self.file.errors = ["请先选一个文件。"]
        return is_chosen and is_said


@dataclass
class Batch:
    """What became of the files of one sending: how many were kept, which were there already, which were refused."""

    kept: int = 0
    known: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)

    def keep(self, filed: Filed, form: AttachmentForm, uploads: Sequence[Upload]) -> None:
        """Keep what can be kept.  Raises `Invalid` with every sentence when nothing can, and what the kind refuses."""
        there = {row.id for row in attachments_of(filed.row)}
        for upload in uploads:
            try:
                row = _attach(filed, upload, form)
            except Invalid as refusal:
                self.refused.append(_named(upload, refusal))
                continue
            if row.id in there:
                self.known.append(upload.name)
            self.kept += row.id not in there
            there.add(row.id)
        if self.refused and not self.kept and not self.known:
            raise Invalid("一个也没有收下，原因写在下面。", {"file": "".join(self.refused)})

    @property
    def words(self) -> str:
        """What is said afterwards."""
        kept = f"收好了{self.kept}个。" if self.kept else ""
        return kept + "".join(f"“{name}”这一件里已经有了，没有再存一遍。" for name in self.known)


def _attach(filed: Filed, upload: Upload, form: AttachmentForm) -> Attachment:
    kind, day = form.kind.data or "", form.taken_on.data
    return attach_upload(filed.row, upload, form, kind=kind, taken_on=day, actor=signed_in(), now=clock.now())


def _named(upload: Upload, refusal: DomainError) -> str:
    return f"“{upload.name}”：{refusal.sentence}" if upload.name else refusal.sentence


def _page(filed: Filed, form: AttachmentForm) -> str:
    form.offer(filed.declared.materials)
    named = filed.kind.rows.named_as(filed.row)
    return render("matters/attach.html", form=form, named=named, link=filed.link, action=request.path)


def _rest_again(filed: Filed, form: AttachmentForm, batch: Batch) -> str:
    """The page once more for what was refused, with what was said of the files and which of them are kept."""
    rest = AttachmentForm(formdata=None, data={name: form[name].data for name in SHARED})
    rest.file.errors = batch.refused
    flash(batch.words)
    return _page(filed, rest)


@blueprint.route("/attachments/of/<kind>/<public_id>", methods=["GET", "POST"])
@requires(Permission.FILE_ADD)
@reads_files_first("file")
def attach(kind: str, public_id: str) -> ResponseReturnValue:
    """Hand in photographs or PDFs; each is kept or refused with its own sentence."""
    filed, form, batch = filed_named(kind, public_id, for_=signed_in()), AttachmentForm(), Batch()
    form.offer(filed.declared.materials)
    if not is_post():
        filed.declared.must_add(filed.row, signed_in())
    outcome = submit(form, lambda: batch.keep(filed, form, sent("file")), filed.link, judge=form.is_whole)
    if outcome.where and batch.refused:
        return _rest_again(filed, form, batch)
    return answer(outcome, lambda: batch.words, lambda: _page(filed_named(kind, public_id, for_=signed_in()), form))


@blueprint.get("/attachments/<row(attachment):attachment_id>")
@requires(Permission.FILE_SEE)
def attachment(attachment_id: int) -> ResponseReturnValue:
    """A kept file, as a download; one with whole numbers on it only for who handles the matter."""
    kept, filed = _open(attachment_id)
    looked(filed.kind.name, filed.row.id, "downloaded")
    return download(files.read(kept), kept.media_type, f"{kept.public_id}{kept.ending}")


@blueprint.get("/attachments/<row(attachment):attachment_id>/thumbnail")
@requires(Permission.FILE_SEE)
def thumbnail(attachment_id: int) -> ResponseReturnValue:
    """The small picture of a file, for the list on its matter's page; for whoever may open the file."""
    kept, _ = _open(attachment_id)
    small = kept.thumbnail
    if small is None:
        raise NotFound(NO_SUCH_FILE)
    return download(files.read(small), "image/jpeg", f"{kept.public_id}.jpg")


def _open(attachment_id: int) -> tuple[Attachment, Filed]:
    """A file that the account may open.  Raises `NotFound`, `NotAllowed` saying whom to ask."""
    kept, filed = find_attachment(attachment_id, for_=signed_in())
    if not may_open(kept, filed, signed_in()):
        raise NotAllowed(filed.declared.closed_because(filed.row))
    return kept, filed
