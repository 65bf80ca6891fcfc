"""Every form class of the application, and every field it declares, inner forms included."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from typing import Any

from wtforms import Form
from wtforms.fields.core import UnboundField

import app
from app.processes.pages.forms import StepForm, form_for
from app.processes.queries.definitions import folders, newest_pinned
from app.processes.rules.answered import AskedPerson


def form_classes() -> list[type[Form]]:
    """All that stand in the rooms, inner ones too."""
    for module in pkgutil.walk_packages(app.__path__, "app."):
        if ".pages." in module.name or module.name.endswith(("forms", "_form")):
            importlib.import_module(module.name)
    found, waiting = set(), [Form]
    while waiting:
        for one in waiting.pop().__subclasses__():
            waiting.append(one)
            if one.__module__.startswith("app."):
                found.add(one)
    return sorted(found, key=lambda one: f"{one.__module__}.{one.__qualname__}")


def step_forms() -> Iterator[StepForm]:
    """One of each form file; asks for a request around it."""
    for folder in folders():
        asked = newest_pinned(folder.name)
        for forms in (asked.forms, asked.actions):
            for name in forms.names():
                yield form_for(forms.get(name), None, [AskedPerson(1, "h" * 12, "王甲")])


def declared(form: type[Form]) -> Iterator[tuple[str, UnboundField[Any]]]:
    """The fields that a class declares or inherits, by name."""
    for name in dir(form):
        field = getattr(form, name, None)
        if not name.startswith("_") and isinstance(field, UnboundField):
            yield f"{form.__qualname__}.{name}", field
