"""What people type becomes a day, a number, an address in one place each; whoever reads it otherwise is found here."""

from __future__ import annotations

import ast
import importlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from wtforms import Form
from wtforms.fields import DateTimeField, Field
from wtforms.fields.core import UnboundField

from app.core.date_fields import ChineseDate, ShanghaiMoment
from tests.house.test_front_end import ROOT
from workflows.diagrams.forms import DateKind, FieldKind, FormFolder

MAKERS = "app/core/date_fields.py"
DATE_FIELDS = {
    *("DateField", "DateTimeField", "DateTimeLocalField", "TimeField", "MonthField", "WeekField"),
    *("ChineseDate", "ShanghaiMoment", "DateInput", "DateTimeLocalInput"),
}
READS_DAYS = {
    "app/core/asked.py": "the reader itself",
    "app/settings.py": "a setting of the installation",
    "app/core/logs.py": "the moment of a log record",
    "app/cli/deadline.py": "an argument of a command",
    "app/core/tables/read.py": "what the reader of workbooks wrote",
    "app/deadlines/models.py": "what the column itself wrote",
    "app/deadlines/queries/explained.py": "what the audit trail wrote",
    "app/accounts/pages/second_factor.py": "what this page sealed itself",
    "app/petitions/papers/compose_notices.py": "what drafting the letter wrote",
    "app/cases/papers/fill_notices.py": "what drafting the letter wrote",
    "app/matters/queries/listing.py": "a place in a list, read from an address there and judged",
    "app/processes/queries/told.py": "an answer that was judged and kept",
    "app/processes/rules/answered.py": "an answer that was judged and kept",
    "app/agreements/rules/__init__.py": "an answer that was judged and kept",
}
READS_NUMBERS = {
    "app/legal_review/rules.py": "an answer that was judged and kept",
    "app/core/asked.py": "the reader itself",
    "app/accounts/queries/__init__.py": "a sum of the database's own",
    "app/audit/actions/access_stretches.py": "what the audit trail wrote",
    "app/matters/rules/found_by.py": "digits that a pattern found",
    "app/core/identity.py": "digits that a pattern found",
    "app/core/normalise.py": "the digits of a telephone number, which stay a text",
    "app/matters/queries/finding.py": "whether a search holds a digit; nothing is read",
    "app/core/files.py": "a setting",
    "app/core/limits.py": "a setting of the installation",
    "app/core/pages.py": "a setting",
    "app/core/pdf.py": "a page number of our own",
    "app/settings.py": "a setting of the installation",
    "app/core/db.py": "a setting",
    "app/core/engines.py": "a setting",
    "app/core/health.py": "a number of the database's own",
    "app/core/pdf_judge.py": "two digits that a pattern found",
    "app/core/rows.py": "numbers of rows, bounded there",
    "app/cases/pages/choosing_form.py": "digits that a pattern found",
    "app/cases/actions/choosing.py": "ids that the form put together",
    "app/processes/registry.py": "ids that the form put together",
    "app/cases/pages/forms.py": "a choice that was judged",
    "app/cases/queries/__init__.py": "whether a search holds a digit; nothing is read",
    "app/deadlines/rules.py": "a span of time",
    "app/notifications/actions/channels.py": "a time and a status of our own",
    "app/petitions/papers/compose_notices.py": "what drafting the letter wrote",
    "app/petitions/papers/letter_paper.py": "whether a text holds a digit; nothing is read",
    "app/mediators/actions/roster_days.py": "digits that a pattern found",
    "app/mediators/actions/roster_rows.py": "one or two digits that a pattern found",
    "app/core/tables/read.py": "what the reader of workbooks wrote",
    "app/core/tables/reader.py": "digits that a pattern found",
    "app/core/tables/values.py": "a cell that is a number already, within its bounds",
}
"""Where a number is made of a text, and of which; a text of a request is read by `app.core.asked.whole_number`."""
FORM_FOLDERS = sorted({path.parent for path in (ROOT / "bpmn").rglob("*.form.json")})
Found = Iterator[tuple[str, ast.Call]]


def calls(*, commands: bool = False) -> Found:
    """Every call in the application with its file; the commands read arguments, not requests."""
    for path in sorted((ROOT / "app").rglob("*.py")):
        name = path.relative_to(ROOT).as_posix()
        if "/migrations/" not in name and (commands or not name.startswith(("app/cli/", "app/example/"))):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call):
                    yield name, node


def called(call: ast.Call) -> str:
    """The last name of what is called."""
    function = call.func
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def subclasses(kind: type) -> Iterator[type]:
    for one in kind.__subclasses__():
        yield one
        yield from subclasses(one)


def date_fields_of_forms() -> list[tuple[str, UnboundField]]:
    for path in (ROOT / "app").rglob("*.py"):
        if "wtforms" in path.read_text(encoding="utf-8"):
            importlib.import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))
    found = []
    for form in set(subclasses(Form)):
        if form.__module__.startswith("app."):
            for name in dir(form):
                made = getattr(form, name)
                if isinstance(made, UnboundField) and issubclass(made.field_class, DateTimeField):
                    found.append((f"{form.__module__}.{form.__qualname__}.{name}", made))
    return sorted(found, key=lambda one: one[0])


def test_fields_for_days_are_made_by_the_four_makers_only() -> None:
    made = [f"{name}:{call.lineno}" for name, call in calls(commands=True) if called(call) in DATE_FIELDS]
    assert [one for one in made if not one.startswith(MAKERS)] == []


def test_no_field_for_days_is_derived_elsewhere() -> None:
    own: set[type[Field]] = {one for one in subclasses(DateTimeField) if one.__module__.startswith("app.")}
    assert own == {ChineseDate, ShanghaiMoment}


def test_every_field_for_days_of_every_form_says_what_the_day_means() -> None:
    found = date_fields_of_forms()
    assert len(found) > 20
    for where, made in found:
        assert made.field_class in (ChineseDate, ShanghaiMoment), where
        assert made.kwargs["kind"] in set(DateKind), where


@pytest.mark.parametrize("folder", FORM_FOLDERS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_day_of_every_form_file_says_what_it_means(folder: Path) -> None:
    forms = FormFolder(folder)
    for name in forms.names():
        for field in forms.get(name).fields:
            is_day = field.kind in (FieldKind.DATE, FieldKind.MOMENT)
            assert (field.day in set(DateKind)) is is_day, f"{name}: {field.name}"


@pytest.mark.parametrize(
    ("names", "places"),
    [
        ({"fromisoformat", "strptime", "fromtimestamp", "fromordinal"}, READS_DAYS),
        ({"int", "float", "isdecimal", "isdigit", "isnumeric"}, READS_NUMBERS),
    ],
    ids=["days", "numbers"],
)
def test_texts_of_requests_are_read_in_one_place(names: set[str], places: dict[str, str]) -> None:
    elsewhere = [f"{name}:{call.lineno}" for name, call in calls() if called(call) in names and name not in places]
    assert elsewhere == [], "read it with app/core/asked.py, or say here what it is"


def test_no_request_is_read_with_a_type_of_its_own() -> None:
    reads = [(name, call) for name, call in calls() if called(call) in ("get", "getlist", "pop")]
    typed = [f"{name}:{call.lineno}" for name, call in reads if any(one.arg == "type" for one in call.keywords)]
    assert typed == []


def test_nobody_is_sent_on_to_what_a_request_says() -> None:
    for name, call in calls():
        if called(call) == "redirect":
            inner = {one.id for one in ast.walk(call) if isinstance(one, ast.Name)}
            asked = [called(one) for one in ast.walk(call) if isinstance(one, ast.Call)]
            is_judged = "_inside" in asked or name == "app/core/guard.py"
            assert is_judged or not {"request", "after"} & inner, f"{name}:{call.lineno}"
