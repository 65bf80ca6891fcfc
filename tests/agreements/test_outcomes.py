"""What came of a step of an agreement: who signed and how, what was kept, never more than was answered."""

from __future__ import annotations

import pytest

from app.agreements.rules.outcomes import OUTCOMES
from app.processes.rules.answered import Answered, AskedPerson

PEOPLE = tuple(AskedPerson(key, f"h{key}", name, key) for key, name in ((1, "王甲"), (2, "王乙"), (3, "王丙")))


def signed(key: str, method: str = "by_hand", agent: str = "") -> dict[str, object]:
    return {"key": key, "method": method, "signed_on": "2026-11-20", "agent_name": agent}


@pytest.mark.parametrize(
    ("step", "said", "words"),
    [
        ("register_oral", {"agreed_on": "2026-11-20", "performed": "no"}, "口头协议从2026年11月20日起生效"),
        (
            "register_oral",
            {"agreed_on": "2026-11-20", "performed": "yes"},
            "口头协议从2026年11月20日起生效，当场做完了",
        ),
        ("register_oral", {"agreed_on": None}, "口头协议生效了"),
        ("file_original", {"signatures": [signed("party-h1"), signed("party-h2")]}, "双方都签了"),
        ("file_original", {"signatures": None}, "原件存好了"),
        ("freeze", {"outcome": "frozen"}, "定稿了"),
        ("freeze", {"outcome": "back", "reason": "写明日子。"}, "还要改：写明日子。"),
        ("freeze", {}, ""),
        (
            "sign",
            {"outcome": "signed", "signatures": [signed(f"party-h{one}") for one in (1, 2, 3)]},
            "三方都签了",
        ),
        (
            "sign",
            {
                "outcome": "signed",
                "signatures": [
                    signed("party-h1"),
                    None,
                    signed("party-h2", "fingerprint"),
                    signed("party-h3", "by_agent", "李丁"),
                    signed("mediator-h9"),
                ],
            },
            "三方都签了，王乙按手印，王丙由李丁代签",
        ),
        ("sign", {"outcome": "signed", "signatures": [signed("party-1"), signed("party-2")]}, "双方都签了"),
        ("sign", {"outcome": "signed", "signatures": [signed("party-h1")]}, "王甲签了"),
        ("sign", {"outcome": "signed", "signatures": []}, "都签了"),
        ("sign", {"outcome": "signed", "signatures": [signed("mediator-h9")]}, "都签了"),
        ("sign", {"outcome": "not_signed", "reason": "王乙嫌钱少。"}, "有人不签：王乙嫌钱少。"),
        ("sign", {"outcome": "reopen", "reason": "金额写错。"}, "要改了再签：金额写错。"),
        ("sign", {}, ""),
        ("seal", {"sealed_on": "2026-11-23"}, "2026年11月23日盖了章，协议生效"),
        ("fulfil", {"outcome": "performed"}, "都做完了"),
        (
            "fulfil",
            {"outcome": "not_performed", "duties": [{"state": "done"}, {"state": "not_done"}, {"state": "open"}]},
            "1件做了，1件没做，1件还没到时候",
        ),
        ("fulfil", {"outcome": "not_performed", "duties": None}, "还有没做的"),
        ("fulfil", {}, ""),
        ("return_visit", {"outcome": "done", "satisfied": {"1": "satisfied"}}, "都办好了，可以归档"),
        ("return_visit", {"outcome": "again", "satisfied": {"2": "dissatisfied"}}, "还要接着督促；王乙不满意"),
        ("return_visit", {}, ""),
        ("archive", {"complete": "yes"}, "材料齐，归档了"),
        ("archive", {"complete": "no", "missing": "身份证明。"}, "归档了，材料不齐：身份证明。"),
        ("archive", {}, ""),
    ],
)
def test_what_came_of_a_step_is_said_in_its_own_words(step: str, said: dict[str, object], words: str) -> None:
    assert OUTCOMES[step](Answered(said, PEOPLE)) == words
