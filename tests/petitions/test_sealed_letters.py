"""A letter from draft to seal: fixed once it is sealed, refused when it lacks something, numbered without a gap."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from app.core.db import db
from app.core.errors import Invalid, NotNow
from app.core.numbering import NumberSeries
from app.core.pages import chinese_date
from app.core.transaction import transaction
from app.letters.actions.draft import redraft_letter
from app.letters.actions.seal import seal_letter
from app.organisations.models import Office, OfficeKind
from app.petitions.actions.petition_letters import LETTERS
from app.petitions.actions.seal_claim import seal_claim
from app.petitions.papers.compose import compose
from app.petitions.papers.letter_paper import letter_for, letter_paper
from app.petitions.papers.letter_text import LetterText, digest_of
from app.petitions.queries import letters_of
from tests.petitions.reading import fair_copy, newest_letter, pages_of, printed, squeezed
from tests.petitions.way import DESK, HANDLER, LEADER, UPPER, Way
from tests.print.marks_read import CHECK, printing
from tests.together import at_once
from tests.town import NOW


def decided(way: Way, remedy: str) -> Way:
    """The result of a statutory procedure is written, with this remedy."""
    return way.answer(
        "decide_statutory",
        HANDLER,
        facts="王甲在院外搭建彩钢棚。",
        opinion="责令自行拆除。",
        basis="《城乡规划法》第六十五条。",
        remedy=remedy,
    )


@pytest.mark.parametrize(
    ("counts", "longest"),
    [
        pytest.param((3, 7, 8, 9, 10, 20), 3, id="to the next page"),
        pytest.param((6, 11, 40), 4, id="and on", marks=pytest.mark.campaign),
    ],
)
def test_the_ending_is_unbroken_and_never_alone_however_long_the_opinion(
    app: Flask, counts: tuple[int, ...], longest: int
) -> None:
    way = Way().investigating().investigate()
    lengths = set()
    line = "经现场勘查并查阅审批档案，翻建房屋的四至、高度和滴水均与批准内容一致，没有超出批准范围。"
    way.opinion()
    letter = newest_letter(way)
    for count in counts:
        letter.content = {**letter.content, "facts": "\n".join([line] * count)}
        pages = pages_of(fair_copy(letter))
        lengths.add(len(pages))
        last = pages[-1]
        assert "特此告知。联系：" in last
        assert "（盖章处）白塔镇人民政府" in last
        assert len(last.split("特此告知。")[0]) > 20, count
        assert "（盖章处）" not in "".join(pages[:-1])
    assert max(lengths) >= longest


def test_a_draft_says_so_on_every_page_and_has_blanks_for_its_number(app: Flask) -> None:
    way = Way().register().sort().decide("accepted")
    pages = pages_of(letter_paper(newest_letter(way)))
    assert all("草稿" in page for page in pages)
    assert "白信访〔〕号" in pages[0]
    way.signed_off()
    assert "镇镇长" not in printed(way)
    way.sealed()
    adding = printing("letter")
    pages = pages_of(letter_paper(newest_letter(way)), adding)
    assert not any("草稿" in page for page in pages)
    assert all(f"标记{adding.mark_of(place).shown}" in page for place, page in enumerate(pages, start=1))
    assert all(squeezed(f"校验 {CHECK}") in page for page in pages)
    assert "白信访〔2026〕1号" in pages[0]
    assert chinese_date(way.today) in pages[-1]


@pytest.mark.both
def test_what_was_sealed_is_printed_unchanged_whatever_happens_later(app: Flask) -> None:
    way = Way().register().sort().decide("accepted").signed_off().sealed()
    letter = newest_letter(way)
    before = letter_paper(letter)
    way.claim.request = "改成了别的诉求。"
    way.petition.petitioners[0].name = "张三"
    letter.content = {**letter.content, "reason": "改了理由。"}
    db.session.query(Office).filter_by(kind=OfficeKind.GOVERNMENT).one().name = "别的政府"
    db.session.commit()
    assert letter_paper(letters_of(way.claim_id)[-1]) == before
    assert letter.digest == digest_of(LetterText.from_json(letter.frozen_json), letter.number or "", way.today)


def test_the_code_stands_on_the_letter_and_never_in_what_is_kept(app: Flask) -> None:
    way = Way().register().sort().decide("accepted").signed_off().sealed()
    letter, code = newest_letter(way), way.petition.query_code
    assert code not in letter.frozen_json
    assert code not in compose(letter).words
    assert code in letter_paper(letter).text.words
    assert code in letter_for(way.account(DESK), letter, now=way.now).text.words
    for reader in (HANDLER, LEADER):
        assert code not in letter_for(way.account(reader), letter, now=way.now).text.words


def test_an_opinion_without_the_right_to_review_is_refused_with_its_article(app: Flask) -> None:
    way = Way().investigating().investigate()
    with pytest.raises(Invalid, match="第三十五条") as refused:
        way.opinion(remedy="如不服，可以向法院起诉。")
    assert "remedy" in refused.value.fields
    with pytest.raises(Invalid, match=r"不服怎么办.*第三十二条"):
        way.opinion(remedy="")
    assert way.open == ["write_opinion"]
    assert len(letters_of(way.claim_id)) == 1


def test_a_statutory_result_that_promises_review_is_refused(app: Flask) -> None:
    way = Way().register().sort(route="duty").decide("led_in_here", procedure="查处违法建设").letter_out().assigned()
    with pytest.raises(Invalid, match="第三十一条"):
        decided(way, remedy=f"如不服，可以三十日内向{UPPER}请求复查。")
    with pytest.raises(Invalid, match="要写明不服怎么办"):
        decided(way, remedy="没有别的办法。")
    assert way.open == ["decide_statutory"]


def test_a_signed_letter_cannot_be_changed(app: Flask) -> None:
    way = Way().register().sort().decide("accepted").signed_off()
    with pytest.raises(NotNow, match="已经签发"):
        redraft_letter(LETTERS, newest_letter(way), {"reason": "别的"}, actor=way.account(DESK), now=way.now)


def test_nothing_is_sealed_that_nobody_signed_off(app: Flask) -> None:
    way = Way().register().sort().decide("accepted")
    letter = newest_letter(way)
    with pytest.raises(NotNow, match="第二十二条"):
        seal_letter(LETTERS, letter, on=way.today, copies=2, actor=way.account(DESK), now=way.now)
    assert letter.number is None
    assert letter.frozen_json == ""


def test_numbers_follow_each_other_without_a_gap_across_a_refused_attempt(app: Flask) -> None:
    first = Way().register().sort().decide("accepted").signed_off().sealed()
    second = Way().register().sort().decide("accepted")
    with pytest.raises(NotNow), transaction():
        seal_letter(LETTERS, newest_letter(second), on=NOW.date(), copies=2, actor=second.account(DESK), now=NOW)
    third = Way().register().sort().decide("accepted").signed_off().sealed()
    second.signed_off().sealed()
    numbers = [newest_letter(way).number for way in (first, third, second)]
    assert numbers == ["白信访〔2026〕1号", "白信访〔2026〕2号", "白信访〔2026〕3号"]


def test_a_number_that_stands_on_a_sealed_letter_stays_when_another_claim_leaves(app: Flask) -> None:
    way = Way().register(claims=("某人收礼。", "修路灯。"))
    other = way.second_claim()
    other.sort().decide("accepted").letter_out()
    number = other.claim.number
    with transaction():
        seal_claim(way.claim, accused="某人", accused_unit="", actor=way.account("petition"), now=way.now)
    assert other.claim.number == number == f"{other.petition.number}-2"


@pytest.mark.both
@pytest.mark.only("postgresql")
def test_two_desks_that_seal_at_once_get_two_numbers_in_a_row(app: Flask) -> None:
    ways = [Way().register().sort().decide("accepted").signed_off() for _ in range(3)]
    claims = [way.claim_id for way in ways]
    db.session.commit()

    def seals(claim_id: int) -> Callable[[], str]:
        def seal() -> str:
            way = Way()
            way.subject_id = claim_id
            way.sealed()
            return newest_letter(way).number or ""

        return seal

    numbers = at_once(app, [seals(claim_id) for claim_id in claims])
    assert sorted(numbers) == ["白信访〔2026〕1号", "白信访〔2026〕2号", "白信访〔2026〕3号"]
    assert db.session.query(NumberSeries).one().last == 3
