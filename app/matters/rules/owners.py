"""Who a matter is in the sight of, as the words its sight is kept under; no name and no role among them."""

from __future__ import annotations


def committee(committee_id: int) -> str:
    """A committee that has it, had it, or is asked to take it over."""
    return f"committee:{committee_id}"


def office(office_id: int) -> str:
    """An office of the town that handles it."""
    return f"office:{office_id}"


def person(person_id: int) -> str:
    """Somebody who works on it, or did."""
    return f"person:{person_id}"


def adviser(person_id: int) -> str:
    """Somebody it was laid before for advice."""
    return f"adviser:{person_id}"


def account(account_id: int) -> str:
    """The account that typed it."""
    return f"account:{account_id}"
