"""Whether those who stand at the desk came before: asked before their petition is entered."""

from __future__ import annotations

from app.petitions.models import Petition
from app.petitions.pages.register_form import RegisterForm
from app.petitions.queries import petitions_like


def came_before(form: RegisterForm) -> list[Petition]:
    """Earlier petitions of everybody on the form, the newest first; none for an accusation, which looks nowhere."""
    if form.is_accusation:
        return []
    found = {
        petition.id: petition
        for one in form.people()
        for petition in petitions_like(name=one.name, id_number=one.id_number, phone=one.phone)
    }
    return sorted(found.values(), key=lambda petition: -petition.id)
