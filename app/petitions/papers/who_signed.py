"""Of a joint letter's people: who is described, and who stands there by name alone."""

from __future__ import annotations

from app.petitions.models import Petition, Petitioner

FEW = 5
"""So many bare names are still shown one by one, each with room to write on."""


def described_and_named(petition: Petition) -> tuple[list[Petitioner], list[str]]:
    """The people to show one by one, and the names of all others, both in their order; nobody is left out."""
    people = list(petition.petitioners)
    bare = [one for one in people[1:] if is_bare(one)]
    if len(bare) <= FEW:
        return people, []
    return [one for one in people if one not in bare], [one.name for one in bare]


def is_bare(person: Petitioner) -> bool:
    """Whether nothing but the name is known."""
    known = (person.phone_sealed, person.id_number_sealed, person.address, person.proxy, person.gender)
    return not any((*known, person.born_on, person.is_representative))
