"""Forms of statistics: in what form a table leaves."""

from __future__ import annotations

from wtforms import RadioField
from wtforms.validators import InputRequired

from app.core.fields import CHOOSE
from app.core.transaction import OnceForm
from app.statistics.actions.export_claims import FORMAT_NAMES, Format


class ExportForm(OnceForm):
    """The form of the file; each file that leaves is recorded, so a second tap gives a second one."""

    kind = RadioField(
        "下载成哪一种",
        choices={kind.value: name for kind, name in FORMAT_NAMES.items()},
        default=Format.XLSX.value,
        validators=[InputRequired(CHOOSE)],
    )
