"""Claims as a table in the order of the higher system's columns: a workbook, or text for any other program.

No ID number and no phone leaves: their columns do not exist, and those written into free text are masked.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from typing import TYPE_CHECKING

from app.audit.actions.record import record
from app.core.clock import local
from app.core.masking import mask_numbers
from app.core.permissions import Actor
from app.petitions.models import Claim
from app.petitions.terms import (
    CHANNEL_NAMES,
    CLASS_NAMES,
    DECISION_NAMES,
    ENDING_NAMES,
    ORIGIN_NAMES,
    ROUTE_NAMES,
    SCORE_NAMES,
)
from app.statistics.queries import NONE, Exported, Narrowing, exported
from app.statistics.rules import TIMELINESS_NAMES, Timeliness, guarded

if TYPE_CHECKING:
    from openpyxl.worksheet._write_only import WriteOnlyWorksheet

COLUMNS = {
    "信访件编号": 22,
    "本镇登记号": 16,
    "登记日期": 12,
    "收到日期": 12,
    "信访形式": 10,
    "来源": 16,
    "信访人": 16,
    "人数": 8,
    "住址": 24,
    "问题属地": 14,
    "性质": 12,
    "途径": 24,
    "诉求": 40,
    "事实和理由": 50,
    "初次/重复": 10,
    "办理决定": 16,
    "受理日期": 12,
    "办理单位": 24,
    "办结日期": 12,
    "办结方式": 18,
    "是否按期": 12,
    "信访办满意度": 14,
    "承办单位满意度": 16,
}
"""The columns in the higher system's order, with their widths."""
Cell = str | int | date | None


class Format(StrEnum):
    """In what form the table leaves."""

    XLSX = "xlsx"
    CSV = "csv"


FORMAT_NAMES = {Format.XLSX: "Excel 表格（.xlsx）", Format.CSV: "文本表格（.csv），别的系统也能读"}
MEDIA_TYPES = {
    Format.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Format.CSV: "text/csv; charset=utf-8",
}


@dataclass(frozen=True)
class Export:
    """A file that leaves."""

    content: bytes
    name: str
    media_type: str


class _Subject:
    subject_kind = "petition_export"
    id = 1


def export_claims(wanted: Narrowing, kind: Format, *, actor: Actor, now: datetime) -> Export:
    """The claims a number counts as a file; that they left, and which, is recorded."""
    rows = exported(actor, wanted)
    content = _workbook(rows) if kind is Format.XLSX else _text(rows)
    asked = {**wanted.period.asked, "by": wanted.by, "value": wanted.value}
    record("petition:exported", _Subject(), actor, now=now, detail={**asked, "format": kind.value, "rows": len(rows)})
    period = wanted.period
    return Export(content, f"petitions-{period.first}-{period.last}.{kind.value}", MEDIA_TYPES[kind])


def _cells(rows: Iterable[Exported]) -> Iterator[list[Cell]]:
    for claim, in_time, desk, unit in rows:
        kept = "" if in_time == NONE else TIMELINESS_NAMES[Timeliness(in_time)]
        yield [
            *_of_petition(claim),
            *_of_claim(claim),
            kept,
            SCORE_NAMES[desk] if desk else "",
            SCORE_NAMES[unit] if unit else "",
        ]


def _of_petition(claim: Claim) -> list[Cell]:
    petition = claim.petition
    addresses = dict.fromkeys(one.address for one in petition.petitioners if one.address and not one.is_guarded)
    return [
        petition.national_number,
        claim.number,
        local(petition.registered_at).date(),
        petition.received_on,
        CHANNEL_NAMES[petition.channel],
        ORIGIN_NAMES[petition.origin],
        mask_numbers("、".join(one.name for one in petition.petitioners)),
        petition.signatures,
        mask_numbers("；".join(addresses)),
        petition.village.full_name if petition.village else "",
    ]


def _of_claim(claim: Claim) -> list[Cell]:
    return [
        CLASS_NAMES[claim.matter_class] if claim.matter_class else "",
        ROUTE_NAMES[claim.route] if claim.route else "",
        mask_numbers(claim.request),
        mask_numbers(claim.petition.story),
        "重复" if claim.petition.is_repeat else "初次",
        DECISION_NAMES[claim.decision] if claim.decision else "",
        claim.accepted_on,
        claim.handling_office.name if claim.handling_office else "",
        claim.closed_on,
        ENDING_NAMES[claim.ending] if claim.ending else "",
    ]


def _safe(cell: Cell) -> Cell:
    if not isinstance(cell, str):
        return cell
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    return guarded(ILLEGAL_CHARACTERS_RE.sub("", cell))


def _workbook(rows: Iterable[Exported]) -> bytes:
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    book = Workbook(write_only=True)
    sheet = book.create_sheet("信访事项")
    sheet.freeze_panes = "A2"
    for place, width in enumerate(COLUMNS.values(), start=1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    heads = [WriteOnlyCell(sheet, value=name) for name in COLUMNS]
    for head in heads:
        head.font = Font(bold=True)
    sheet.append(heads)
    for cells in _cells(rows):
        sheet.append([_written(sheet, _safe(cell)) for cell in cells])
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def _written(sheet: WriteOnlyWorksheet, cell: Cell) -> object:
    if not isinstance(cell, date):
        return cell
    from openpyxl.cell import WriteOnlyCell

    written = WriteOnlyCell(sheet, value=datetime.combine(cell, time.min))
    written.number_format = "yyyy-mm-dd"
    return written


def _text(rows: Iterable[Exported]) -> bytes:
    kept = io.StringIO(newline="")
    writer = csv.writer(kept)
    writer.writerow(COLUMNS)
    writer.writerows([_safe(cell) for cell in cells] for cells in _cells(rows))
    return kept.getvalue().encode("utf-8-sig")
