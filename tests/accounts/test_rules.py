"""Who is the second person for an account that waits."""

from __future__ import annotations

import pytest

from app.accounts.rules import DISCIPLINE_HEAD, Somebody, holds_the_office, second_person_fault
from app.core.permissions import Role

HEAD, OWNER, ASKER = Somebody(1, 11, "周书记"), Somebody(2, 12, "钱干事"), Somebody(3, 13, "孙管理")


def fault(me: Somebody, *, holds: bool = True, as_head: bool = False) -> str:
    return second_person_fault(me, OWNER, askers=[ASKER], holds_the_office=holds, as_head=as_head)


def test_the_head_confirms_whom_somebody_else_entered() -> None:
    assert fault(HEAD) == ""


@pytest.mark.parametrize(
    ("me", "said"),
    [
        (Somebody(9, 12, "钱干事"), "换一个登录名也不行"),
        (Somebody(9, 99, "钱 干事"), "同名"),
        (Somebody(9, 13, "孙管理"), "由另一个人来核准"),
        (Somebody(9, 99, "孙 管理"), "由另一个人来核准"),
    ],
)
def test_nobody_confirms_himself_or_what_he_asked_for(me: Somebody, said: str) -> None:
    assert said in fault(me), "also when he holds the office, and under another account or row"


def test_whoever_does_not_hold_the_office_is_told_who_does() -> None:
    assert DISCIPLINE_HEAD in fault(HEAD, holds=False)
    assert "镇党委书记" in fault(HEAD, holds=False, as_head=True)


def test_the_party_secretary_confirms_the_head_and_the_head_everybody_else() -> None:
    assert holds_the_office(Role.PARTY_SECRETARY, is_head=False, as_head=True)
    assert not holds_the_office(Role.PARTY_SECRETARY, is_head=False, as_head=False)
    assert holds_the_office(Role.DISCIPLINE_OFFICER, is_head=True, as_head=False)
    assert not holds_the_office(Role.DISCIPLINE_OFFICER, is_head=False, as_head=False)
    assert not holds_the_office(Role.DISCIPLINE_OFFICER, is_head=True, as_head=True)
