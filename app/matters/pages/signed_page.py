"""What a correction asks of paper: whether a signed page says it, and then its photograph.

A correction only brings the record to what the paper shows.  What is wrong on the paper itself is put right there by
those who signed it, on every copy, before.
"""

from __future__ import annotations

from wtforms import FileField, Form

from app.core.errors import Invalid
from app.core.fields import none_or_one_of
from app.core.permissions import Subject
from app.core.submit_once import is_post
from app.core.uploads import sent
from app.matters.actions.correct import SignedPage
from app.papers.queries.prints import was_handed_out

FIELD = "page"
NOT, YES = "no", "yes"
ON_PAPER = {NOT: "没有印，或者印了还没签字", YES: "印了；纸上是对的，只是系统里录错了"}
WHICH = "打印过要签字的文书，请选一选：要改的这一处，签过字的纸上印了没有。"
NO_PAGE = "请拍下签过字的那一页；更正只能照纸上写的改。"


def page_field() -> FileField:
    """The field of the photograph."""
    return FileField("那一页的照片", description="字要看得清。存进这一件的材料，给查的人看。")


class SignedPageFields(Form):
    """Whether a signed page says it; asked wherever a paper to be signed was printed."""

    on_paper = none_or_one_of(
        "要改的这一处，印在签过字、盖过章的纸上吗",
        ON_PAPER,
        hint="纸上也写错了的，先请各方在每一份纸上改好、按手印，再选“印了”。",
    )
    page = page_field()
    is_asked = False

    def ask_about(self, subject: Subject) -> None:
        """Ask only where a paper was printed to be signed; the answer is never chosen beforehand."""
        self.is_asked = was_handed_out(subject.subject_kind, subject.id)
        if not is_post():
            self.on_paper.data = None

    def signed_page(self) -> SignedPage | None:
        """The photograph; None where no signed page says it.

        Raises `Invalid` at the field without an answer, without a photograph, and what reading the file refused.
        """
        if not self.is_asked or self.on_paper.data == NOT:
            return None
        if self.on_paper.data != YES:
            raise Invalid(WHICH, {"on_paper": WHICH})
        return photographed()


def photographed() -> SignedPage:
    """The photograph that was sent.  Raises `Invalid` at its field when none was, and what reading it refused."""
    uploads = sent(FIELD)
    if not uploads:
        raise Invalid(NO_PAGE, {FIELD: NO_PAGE})
    return SignedPage(uploads[0].name, uploads[0].file)
