"""What the page of the slip (内部分办单) shows, and how its answers reach the step or the deed."""

from __future__ import annotations

from app.organisations.queries import handling_offices
from app.petitions.actions.assign import own_village_warning
from app.petitions.actions.reassign import give_to_office, step_of_assigning
from app.petitions.models import Claim
from app.petitions.pages.forms import AssignForm
from app.petitions.pages.petition_page import place_of
from app.processes.registry import Told


def assign_page(claim: Claim, form: AssignForm) -> dict[str, object]:
    """Values of templates/pages/petitions/assign.html; an office of the matter's own village carries a warning."""
    warnings = {str(one.id): own_village_warning(claim, one) or "" for one in handling_offices()}
    return {"claim": claim, "form": form, "warnings": warnings, "is_first": step_of_assigning(claim) is not None}


def hand_over(claim: Claim, form: AssignForm, told: Told) -> str:
    """Give the claim to the chosen office; where its claim is seen."""
    give_to_office(claim, told, page_version=form.version)
    return place_of(claim)
