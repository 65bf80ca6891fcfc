"""Whom a fixed text binds: those it was written for, without who does not sign it."""

from __future__ import annotations

from datetime import date

from app.agreements.models import Agreement
from app.agreements.queries import absent_ids, bound_parties
from app.cases.rules.taking_part import OUT
from app.core.errors import NotNow


def binding_days(agreement: Agreement) -> dict[int, date]:
    """From which day on each party it binds has done what binds it: its signature, and where somebody is missing the
    day on which it wrote that it stays all the same."""
    absent, known = absent_ids(agreement), {one.party_id: one.written_on for one in agreement.known}
    signed = {one.party_id: one.signed_on for one in agreement.signatures if one.party_id is not None}
    return {party: max(on, known.get(party, on)) for party, on in signed.items() if party not in absent}


def must_be_in(agreement: Agreement) -> None:
    """Raises `NotNow` when somebody it is to bind has left mediation since it was fixed (人民调解法 第23条第2项)."""
    absent = absent_ids(agreement)
    gone = [one.name for one in bound_parties(agreement) if one.participation in OUT and one.id not in absent]
    if gone:
        raise NotNow(
            f"{'、'.join(gone)}已经退出调解，这一版不能算他签的。协议没有写到他的，请选“有人不签，别人知道了仍愿意履行”；"
            "写到他的，请选“要改了再签”。"
        )
