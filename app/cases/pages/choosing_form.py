"""The form of the proposal page: for everybody shown a part, a relation to disclose, and each party's word."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from wtforms import Field, RadioField, StringField, TextAreaField
from wtforms.validators import Optional

from app.cases.actions.choosing import Choice, choice_of
from app.cases.actions.record_wishes import WILL_NAMES, Will, Wish
from app.cases.models import CaseMediatorPart
from app.cases.queries.proposal import Proposal
from app.cases.terms import CONSENT_NAMES
from app.core.date_fields import deed_day
from app.core.fields import AtMost, none_or_one_of, one_of, printable, text_line
from app.core.public_ids import PATTERN, keys_of, public_ids_of
from app.mediators.models import PoolMember
from app.mediators.rules import Candidate
from app.processes.pages.forms import StepForm
from app.processes.rules.answered import AskedPerson

PARTS = {
    CaseMediatorPart.PRESIDING: "主持",
    CaseMediatorPart.MEDIATOR: "调解员",
    CaseMediatorPart.INVITED: "被邀请人",
}
NOT_CHOSEN = "none"
MOST_SHOWN = 600
_PART_NAME = re.compile(f"part_({PATTERN})")


def posted_members(names: Iterable[str]) -> list[int]:
    """The pool members a posted page asked about, by the names of its fields."""
    found = (_PART_NAME.fullmatch(name) for name in names)
    asked = sorted({match[1] for match in found if match})[:MOST_SHOWN]
    return sorted(keys_of(PoolMember, asked).values())


class ChoosingForm(StepForm):
    """What the page asks besides the people; names of fields say the public ids of members and parties."""

    members: Mapping[int, str] = {}
    parties: Mapping[int, str] = {}

    chosen_by = one_of(
        "怎么定的", {"parties": "当事人选的", "each_names_one": "各方各选一位", "committee": "调委会指定的"}
    )
    disclosure = TextAreaField(
        "有没有要说明的关系",
        validators=[Optional(), AtMost(400), printable],
        description="调解员跟哪一方是亲属、有利害关系的，要当面说明，问各方有没有意见。",
    )

    change_reason = text_line("为什么换", 300, "例如：原来的调解员病了。")
    read_over_on = deed_day("新的调解员哪天跟各方把协议念过", hint="协议已经定稿的才填；念过才能签字。")

    def agree(self, party: int) -> Field:
        """Whether one party agrees to somebody else."""
        field: Field = self[f"agree_{self.parties[party]}"]
        return field

    def change(self, parties: Iterable[int]) -> dict[str, object]:
        """Why somebody else, who agrees, and when the text was read over; by party where it was answered."""
        agreed = {party: self.agree(party).data for party in parties if self.agree(party).data}
        return {
            "change_reason": (self.change_reason.data or "").strip(),
            "agreed": agreed,
            "read_over_on": self.read_over_on.data,
        }

    def choice(self, members: Sequence[int], parties: Iterable[int]) -> Choice:
        """What was decided about the people."""
        return choice_of(self.values(members, parties))

    def part(self, member: int) -> Field:
        """The radios of one person."""
        field: Field = self[f"part_{self.members[member]}"]
        return field

    def relation(self, member: int) -> Field:
        """The relation of one person."""
        field: Field = self[f"relation_{self.members[member]}"]
        return field

    def will(self, member: int, party: int) -> Field:
        """What one party says about one person."""
        field: Field = self[f"will_{self.members[member]}_{self.parties[party]}"]
        return field

    def reason(self, member: int) -> Field:
        """Why somebody does not want this person."""
        field: Field = self[f"reason_{self.members[member]}"]
        return field

    def wishes(self, members: Iterable[int], parties: Iterable[int]) -> list[Wish]:
        """What was ticked, silent answers included."""
        everybody = list(parties)
        return [
            Wish(party, member, Will(self.will(member, party).data or "silent"), self.reason(member).data or "")
            for member in members
            for party in everybody
        ]

    def values(self, members: Sequence[int], parties: Iterable[int]) -> dict[str, object]:
        """The answer as the step's handler reads it."""
        parts = {str(one): self.part(one).data for one in members if self.part(one).data not in (None, "", NOT_CHOSEN)}
        relations = {str(one): str(self.relation(one).data or "").strip() for one in members}
        return {
            "chosen_by": self.chosen_by.data,
            "disclosure": (self.disclosure.data or "").strip(),
            "parts": parts,
            "disclosures": {one: text for one, text in relations.items() if text and one in parts},
            "wishes": [
                {
                    "party_id": wish.party_id,
                    "pool_member_id": wish.pool_member_id,
                    "will": wish.will.value,
                    "reason": wish.reason,
                }
                for wish in self.wishes(members, parties)
            ],
        }


def choosing_form(proposal: Proposal, parties: Sequence[AskedPerson]) -> ChoosingForm:
    """The bound form for the people of a proposal, filled with who works on the case and what the parties said."""
    fields: dict[str, Field] = {}
    members = public_ids_of(PoolMember, [one.id for one in proposal.askable])
    for one in proposal.askable:
        member = members[one.id]
        fields[f"part_{member}"] = _part(proposal, one)
        fields[f"relation_{member}"] = _text("跟哪一方有什么关系", _relation(proposal, one.id))
        fields[f"reason_{member}"] = _text("不要他调的原因", _reason(proposal, one.id))
        for party in parties:
            fields[f"will_{member}_{party.public_id}"] = _will(proposal, one.id, party.key, party.name)
    for party in parties:
        fields[f"agree_{party.public_id}"] = none_or_one_of(f"{party.name}同意换吗", CONSENT_NAMES)
    named = {"members": members, "parties": {party.key: party.public_id for party in parties}}
    form: ChoosingForm = type("ChoosingFormOfCase", (ChoosingForm,), {**fields, **named})()
    return form


def _part(proposal: Proposal, one: Candidate) -> RadioField:
    possible = PARTS if one.may_sign else {CaseMediatorPart.INVITED: PARTS[CaseMediatorPart.INVITED]}
    now = proposal.current.get(one.id)
    default = now.part.value if now and now.part in possible else NOT_CHOSEN
    choices = {**{part.value: name for part, name in possible.items()}, NOT_CHOSEN: "不选"}
    return none_or_one_of(f"{one.name}怎么安排", choices, default)


def _text(label: str, default: str) -> StringField:
    limit = AtMost(500)
    return StringField(label, default=default, validators=[Optional(), limit, printable])


def _will(proposal: Proposal, member: int, party: int, name: str) -> RadioField:
    wish = proposal.wishes.get((member, party))
    default = Will.SILENT if wish is None else (Will.OBJECTS if wish.objects else Will.CHOSEN)
    return none_or_one_of(name, WILL_NAMES, default.value)


def _relation(proposal: Proposal, member: int) -> str:
    row = proposal.current.get(member)
    return row.disclosure if row else ""


def _reason(proposal: Proposal, member: int) -> str:
    return next((wish.reason for (one, _), wish in proposal.wishes.items() if one == member and wish.objects), "")
