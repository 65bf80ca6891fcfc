"""A PDF that somebody sent is kept as it is, when it is nothing but pages; it is looked at in a process of its own."""

from __future__ import annotations

from pathlib import Path

from app.core import pdf_judge
from app.core.apart import Sentences, read_apart
from app.core.errors import Invalid
from app.core.foreign import reading_foreign_file
from app.core.pdf_judge import Verdict

JUDGE = Path(pdf_judge.__file__).resolve()
UNREADABLE = "这个 PDF 打不开，可能没有传完整或者坏了。请重新扫描、重新存一次，或者把每一页拍成照片再传。"
TOO_MUCH = "这个 PDF 太复杂，读不下来，也可能坏了。请重新扫描、重新存一次，或者把每一页拍成照片再传。"
SENTENCES = {
    Verdict.UNREADABLE: UNREADABLE,
    Verdict.LOCKED: "这个 PDF 加了密，打不开。请先去掉密码另存一份，或者把每一页拍成照片再传。",
    Verdict.RUNS: "这个 PDF 里带着会自己运行的东西，为了安全不能收。请把它打印出来拍照，或者打印成普通的 PDF 再传。",
    Verdict.CARRIES: "这个 PDF 里夹着别的文件，为了安全不能收。请把它打印出来拍照，或者打印成普通的 PDF 再传。",
    Verdict.LONG: f"这个 PDF 太长，最多{pdf_judge.MOST_PAGES}页。请分成几份再传。",
}


def must_be_pages_only(content: bytes) -> None:
    """Nothing when the PDF is whole and does nothing by itself.

    Raises `Invalid` with what to do instead, `NotNow` when too many files are being read.
    """
    with reading_foreign_file(UNREADABLE):
        verdict = Verdict(read_apart(JUDGE, content, Sentences(UNREADABLE, TOO_MUCH)).decode())
    if verdict is not Verdict.FINE:
        raise Invalid(SENTENCES[verdict])
