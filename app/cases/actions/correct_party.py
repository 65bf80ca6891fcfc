"""Put a party's particulars right before the text is frozen; old and new both stay (numbers only masked)."""

from __future__ import annotations

from datetime import date, datetime

from app.cases.actions.freeze_papers import freeze_register
from app.cases.actions.intake import AgentIntake
from app.cases.actions.register_case import add_agent, title_of
from app.cases.models import Case, Party
from app.cases.queries.handling import hold, must_correct
from app.core.clock import local
from app.core.errors import Invalid
from app.core.identity_documents import DOCUMENT_NAMES, DocumentKind, birth_told, document_fault, gender_told
from app.core.masking import mask_id_number, mask_phone
from app.core.normalise import entry_name, name_fault
from app.core.permissions import Actor
from app.matters.actions.correct import Change, SignedPage, keep_changes
from app.matters.models.corrections import Correction
from app.matters.terms import IdentityCheck
from app.papers.rules.people import STEMS
from app.processes.actions.run import rename_steps

PLAIN = ("name", "ethnicity", "occupation", "address")
LONGEST_SHOWN = 40


def correct_party(
    case: Case,
    party: Party,
    given: dict[str, str],
    *,
    side: int | None = None,
    document: DocumentKind | None = None,
    agent: AgentIntake | None = None,
    reason: str,
    actor: Actor,
    now: datetime,
    page: SignedPage | None = None,
) -> list[Correction]:
    """Change what differs; an ID number given later also marks the identity as seen; `agent` is one who joins.

    `given` may hold name, ethnicity, occupation, address, id_number and phone (empty number = unchanged); `document`
    is of what kind the number is (None = unchanged), `side` where the party stands, counted from one (None =
    unchanged).  The case's title follows.
    Raises `NotAllowed` for another committee, `NotNow` when the text is frozen or the case is over,
    `Invalid` for a wrong number, an empty name, or when everybody would stand on one side.
    """
    hold(case)
    must_correct(case, actor)
    today = local(now).date()
    _check(party, given, document, agent, reason, today)
    given = {**given, "name": entry_name(given["name"])} if "name" in given else given
    changes = [(name, str(getattr(party, name)), given[name]) for name in PLAIN if name in given]
    changes = [(name, old, new) for name, old, new in changes if new not in (old, entry_name(old))]
    for name, _, new in changes:
        setattr(party, name, new)
    changes += _numbers(party, given.get("id_number", ""), given.get("phone", ""), document or party.document_kind)
    changes += _side(case, party, side)
    if agent is not None:
        joined = add_agent(party, agent)
        changes.append(("agent", "", f"{joined.authority}　{joined.name}"))
    whose = party.name[:LONGEST_SHOWN]
    kept = [Change(f"{whose}·{name}", old, new) for name, old, new in changes]
    rows = keep_changes(case, kept, reason=reason, actor=actor, now=now, page=page)
    rename(case)
    freeze_register(case, actor=actor, now=now)
    return rows


def _check(
    party: Party,
    given: dict[str, str],
    document: DocumentKind | None,
    agent: AgentIntake | None,
    reason: str,
    today: date,
) -> None:
    faults: dict[str, str] = {}
    if agent is not None and not agent.name:
        faults["agent_name"] = "请填代理人或监护人的姓名。"
    wrong = document_fault(agent.document_kind, agent.id_number, today) if agent and agent.id_number else None
    if wrong:
        faults["agent_id_number"] = wrong
    if "name" in given:
        wrong = name_fault(given["name"]) if entry_name(given["name"]) else "姓名不能空着。"
        faults.update({"name": wrong} if wrong else {})
    number = given.get("id_number") or (party.id_number if document is not None else "")
    fault = document_fault(document or party.document_kind, number, today) if number else None
    if fault:
        faults["id_number"] = fault
    if not reason.strip():
        faults["reason"] = "请写明为什么改。"
    if faults:
        raise Invalid("有几处要改一下，填过的都在。", faults)


def _numbers(party: Party, id_number: str, phone: str, document: DocumentKind) -> list[tuple[str, str, str]]:
    """Seal what is new; returns (field, old, new) with masked values."""
    new_id, new_phone = id_number.strip().upper() or party.id_number, phone.strip() or party.phone
    changes = []
    if document is not party.document_kind:
        changes.append(("document_kind", DOCUMENT_NAMES[party.document_kind], DOCUMENT_NAMES[document]))
        party.document_kind = document
    if new_id != party.id_number:
        changes.append(("id_number", party.masked_id_number, mask_id_number(new_id)))
        party.identity_check = IdentityCheck.CHECKED
    if changes and new_id:
        party.born_on = birth_told(document, new_id) or party.born_on
        party.gender = gender_told(document, new_id) or party.gender
    if new_phone != party.phone:
        changes.append(("phone", party.masked_phone, mask_phone(new_phone)))
    if new_id != party.id_number or new_phone != party.phone:
        party.seal_identity(id_number=new_id or None, phone=new_phone or None)
    return changes


def _side(case: Case, party: Party, side: int | None) -> list[tuple[str, str, str]]:
    """Put the party on another side."""
    if side is None or side == party.side:
        return []
    if not 1 <= side <= len(STEMS):
        raise Invalid("没有这一方。", {"side": f"请选是哪一方，最多{len(STEMS)}方。"})
    if {one.side for one in case.parties if one is not party} <= {side}:
        raise Invalid("至少要有两方当事人。", {"side": "这样改，所有人就都在一方了；至少要有两方当事人。"})
    old, party.side = party.side, side
    return [("side", f"{STEMS[old - 1]}方", f"{STEMS[side - 1]}方")]


def rename(case: Case) -> None:
    """The title names the first of each side; open steps carry it."""
    case.title = title_of([(one.side, one.name) for one in case.parties], case.dispute_type)
    rename_steps(case, case.title)
