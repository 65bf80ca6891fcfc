"""The case page, with the papers it offers and the files that were filed."""

from __future__ import annotations

from flask import request
from flask.typing import ResponseReturnValue
from wtforms import FileField

from app.cases.actions.attach import KINDS
from app.cases.models.records import Move
from app.cases.pages import blueprint
from app.cases.pages.attach_upload import attach_upload
from app.cases.pages.case_page import case_page
from app.cases.pages.the_case import find_case, place_of
from app.cases.papers.fixed_papers import paper_for
from app.cases.papers.marked import paper_of
from app.cases.papers.reading import must_open
from app.cases.queries import get_attachment
from app.cases.queries.handling import must_file
from app.core import clock, files
from app.core.access_log import PHONES, looked
from app.core.fields import one_of
from app.core.guard import requires, signed_in
from app.core.pages import download, render
from app.core.permissions import Permission
from app.core.public_ids import key_of
from app.core.submit_once import answer, is_post, submit
from app.core.uploads import reads_files_first, sent
from app.papers.pages.hand_out import hand_out_marked
from app.processes.pages.forms import StepForm


class AttachmentForm(StepForm):
    """A file for the case."""

    kind = one_of("是哪一类", KINDS)
    file = FileField("照片或者 PDF", description="照片会自动转正，去掉里面藏着的位置信息。")

    def is_whole(self) -> bool:
        """Whether a file was chosen and everything else was said."""
        if not sent("file"):
            self.file.errors = ["请先选一个文件。"]
            return False
        return bool(self.validate())


@blueprint.get("/<row(mediation_case):case_id>")
@requires(Permission.CASE_SEE)
def detail(case_id: int) -> ResponseReturnValue:
    """The case page: where it stands, what I must do, days, people, ladder; what was agreed, what happened, papers."""
    case = find_case(case_id)
    page = case_page(case, signed_in())
    looked("case", case.id)
    if page.shows_phones:
        looked("case", case.id, PHONES)
    return render("cases/detail.html", **vars(page))


@blueprint.get("/<row(mediation_case):case_id>/papers/<name>.pdf")
@requires(Permission.CASE_PRINT)
def paper(case_id: int, name: str) -> ResponseReturnValue:
    """A paper of the case as PDF: the original for who handles it, for others a copy to read."""
    letter_id = key_of(Move, request.args.get("move"))
    case = find_case(case_id)
    filled = paper_for(signed_in(), case, name, letter_id=letter_id, now=clock.now())
    return hand_out_marked(filled, paper_of(case, name, letter_id), f"{name}-{case.public_id}.pdf")


@blueprint.route("/<row(mediation_case):case_id>/attachments", methods=["GET", "POST"])
@requires(Permission.CASE_ADVANCE)
@reads_files_first("file")
def attachments(case_id: int) -> ResponseReturnValue:
    """File a photograph or a PDF."""
    case, form = find_case(case_id), AttachmentForm()
    if not is_post():
        must_file(case, signed_in())

    def attach() -> None:
        attach_upload(case, sent("file")[0], form, kind=form.kind.data or "", actor=signed_in(), now=clock.now())

    outcome = submit(form, attach, place_of(case_id), judge=form.is_whole)
    return answer(outcome, "附件收好了。", lambda: render("cases/attach.html", case=find_case(case_id), form=form))


@blueprint.get("/<row(mediation_case):case_id>/attachments/<row(attachment):attachment_id>")
@requires(Permission.CASE_SEE)
def attachment(case_id: int, attachment_id: int) -> ResponseReturnValue:
    """A kept file, as a download; one with whole numbers on it only for who handles the case."""
    case = find_case(case_id)
    kept = get_attachment(case_id, attachment_id)
    must_open(kept, case, signed_in())
    looked("case", case_id, "downloaded")
    ending = ".pdf" if kept.media_type == "application/pdf" else ".jpg"
    return download(files.read(kept), kept.media_type, f"{kept.public_id}{ending}")
