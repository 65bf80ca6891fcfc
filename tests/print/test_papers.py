"""What stands on each paper, read back from the finished PDF."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cache

import pytest

from app.agreements.papers.values import Clause, Instalment, OralAgreement, WrittenAgreement
from app.cases.papers.notices import Ending, TerminationNotice
from app.cases.papers.routes import other_routes
from app.core.pdf import CannotPrint, Pdf, paper_html, render_paper
from app.core.terms import DisputeType
from app.papers.rules.paper import Paper
from app.papers.rules.people import Party, Person, Proxy, label_sides
from tests.print import samples
from tests.print.marks_read import CHECK, MarkedPaper, printing
from tests.print.samples import AGREEMENT_A, AGREEMENT_B, COMPANY, PAPERS, WANG_JIA

SIGNATURE = "方（签名）："
FINGERPRINT = "指印"
CLOSING = "本协议一式"
POINTS_PER_MM = 72 / 25.4


def read(pdf: Pdf, *options: str) -> str:
    """What pdftotext reads in a PDF."""
    done = subprocess.run(["pdftotext", *options, "-", "-"], input=pdf.content, capture_output=True, check=True)
    return done.stdout.decode()


def pages(pdf: Pdf) -> list[str]:
    """The text of every page without any white space: line ends are layout, not content."""
    return [re.sub(r"\s", "", page) for page in read(pdf).split("\f")[: pdf.pages]]


def flow(paper: Paper, pdf: Pdf) -> str:
    """The running text of a paper, without the feet of its pages."""
    foot = squeezed(f"{paper.number}{paper.heading}")
    return "".join(page[: page.rindex(foot)] for page in pages(pdf))


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


def people(count: int, *, each_a_side: bool = False) -> tuple[Party, ...]:
    names = [f"赵{'甲乙丙丁戊己庚辛壬癸'[i % 10]}{'一二三四五六七八九十'[i // 10]}" for i in range(count)]
    parties = [Party(who=Person(name=name, gender="女", nation="汉族", address="白塔镇海眼村")) for name in names]
    return label_sides(tuple((party,) for party in parties) if each_a_side else ((parties[0],), tuple(parties[1:])))


@pytest.fixture(scope="module")
def printed(sample: Callable[[str], MarkedPaper]) -> dict[str, Pdf]:
    return {name: sample(name).pdf for name in PAPERS}


@pytest.mark.parametrize("name", PAPERS)
def test_every_paper_names_its_parties_number_issuer_and_pages(name: str, printed: dict[str, Pdf]) -> None:
    paper, pdf = PAPERS[name], printed[name]
    text = pages(pdf)
    assert squeezed(paper.heading) in text[0]
    assert squeezed(paper.issuer) in "".join(text)
    for party in paper.parties:
        assert party.name in "".join(text)
    for position, page in enumerate(text, start=1):
        assert f"第{position}页共{pdf.pages}页" in page
        assert paper.number in page


@pytest.mark.parametrize("name", PAPERS)
def test_nobody_is_printed_as_a_missing_value(name: str, printed: dict[str, Pdf]) -> None:
    text = "".join(pages(printed[name]))
    assert "None" not in text
    assert "{{" not in text
    assert "。。" not in text


@pytest.mark.parametrize("name", PAPERS)
def test_only_a_draft_says_draft_and_only_a_finished_paper_can_be_compared(name: str, printed: dict[str, Pdf]) -> None:
    paper = PAPERS[name]
    for page in pages(printed[name]):
        assert ("草稿" in page) is paper.draft
        assert (squeezed(f"原件校验 {CHECK}") in page.replace("第3版", "").replace("，一式三份", "")) is not paper.draft


def test_an_agreement_holds_every_clause_and_both_forms_of_each_amount(printed: dict[str, Pdf]) -> None:
    text = flow(AGREEMENT_B, printed["agreement"])
    for clause in AGREEMENT_B.clauses:
        assert squeezed(clause.sentence.rstrip("。")) in text
    for words in ("人民币3000元（大写：叁仟元整）", "人民币1500元（大写：壹仟伍佰元整）", "本协议一式三份"):
        assert words in text
    for fact in ("370303196803051234", "1968年3月5日出生", "委托代理人：王喆", "第三十三条", "李建国", "赵敏"):
        assert fact in text


def test_a_frozen_agreement_prints_its_version_on_every_page(printed: dict[str, Pdf]) -> None:
    assert all("原件，一式三份第3版校验" in page for page in pages(printed["agreement"]))


def test_what_is_not_known_is_a_line_to_write_on(printed: dict[str, Pdf]) -> None:
    assert "身份证号后补" in "".join(pages(printed["draft"]))
    assert "年月日" in squeezed(read(printed["draft"], "-raw"))


def test_an_organisation_is_described_and_seals(printed: dict[str, Pdf]) -> None:
    paper = replace(AGREEMENT_B, parties=label_sides(((WANG_JIA,), (COMPANY,))))
    text = "".join(pages(render_paper(paper)))
    assert "统一社会信用代码91370303MA3ABCDE1X" in text
    assert "法定代表人周立新" in text
    assert "乙方（签名并盖章）：淄博白塔彩钢瓦安装有限公司" in text


def test_one_who_cannot_read_gets_a_witness_line() -> None:
    listener = replace(WANG_JIA, read_aloud=True, witness="钱守信")
    text = "".join(pages(render_paper(replace(AGREEMENT_B, parties=label_sides(((listener,), (COMPANY,)))))))
    assert "已向其宣读" in text
    assert "见证人（签名）：钱守信" in text


def test_without_confirmation_the_agreement_does_not_promise_it() -> None:
    text = "".join(pages(render_paper(replace(AGREEMENT_B, confirmable=False))))
    assert "不属于司法确认的范围" in text
    assert "三十日内共同" not in text


LONGEST = 22
"""With so many more lines the agreement has gone over the ends of two pages."""


def _longer_by(lines: int) -> WrittenAgreement:
    line = "双方到场丈量并当面确认，所述尺寸与位置无误，各方均无异议。"
    return replace(AGREEMENT_A, facts="\n".join([line] * (lines + 1)))


@cache
def _laid_out(lines: int) -> Pdf:
    return render_paper(_longer_by(lines))


def _beside_a_page_end() -> set[int]:
    """The lengths at which one line more makes another page, and their neighbours: there a box would be left alone."""
    return {near for first in _first_of_a_page(0, LONGEST) for near in range(first - 2, first + 2)} & {
        *range(LONGEST + 1)
    }


def _first_of_a_page(few: int, many: int) -> set[int]:
    if _laid_out(few).pages == _laid_out(many).pages:
        return set()
    if many - few == 1:
        return {many}
    middle = (few + many) // 2
    return _first_of_a_page(few, middle) | _first_of_a_page(middle, many)


def _assert_signed_in_one_place(pdf: Pdf) -> None:
    text = pages(pdf)
    signed = [page for page in text if SIGNATURE in page]
    assert len(signed) == 1
    assert signed[0] is text[-1]
    assert signed[0].index(CLOSING) < signed[0].index("甲" + SIGNATURE)
    for words in ("乙" + SIGNATURE, "人民调解员：", "记录人：", "（盖章处）"):
        assert words in signed[0]


def test_signatures_stay_together_and_never_stand_alone() -> None:
    lengths = _beside_a_page_end()
    assert len(lengths) >= 7
    for lines in lengths:
        _assert_signed_in_one_place(_laid_out(lines))


@pytest.mark.campaign
def test_signatures_stay_together_at_every_length() -> None:
    for lines in range(LONGEST + 1):
        _assert_signed_in_one_place(_laid_out(lines))
    assert len({_laid_out(lines).pages for lines in range(LONGEST + 1)}) > 1


def test_twelve_parties_sign_on_one_page_below_the_closing_words() -> None:
    paper = replace(AGREEMENT_B, parties=people(12))
    text = pages(render_paper(paper))
    signed = [page for page in text if FINGERPRINT in page.replace("按指印", "")]
    assert len(signed) == 1
    assert signed[0].index(CLOSING + "十三份") < signed[0].index("甲方：")
    assert signed[0].count("指印") == 12
    for party in paper.parties:
        assert f"{party.label}：{party.name}" in signed[0]


def test_forty_parties_sign_on_pages_that_name_the_agreement() -> None:
    paper = replace(AGREEMENT_B, parties=people(40))
    signed = [page for page in pages(render_paper(paper)) if FINGERPRINT in page.replace("按指印", "")]
    assert len(signed) > 1
    for page in signed:
        assert f"{paper.number}《人民调解协议书》当事人签名" in page


def test_many_agents_sign_on_pages_that_name_the_agreement() -> None:
    agents = (Proxy(name="李代理", relation="亲属"),)
    paper = replace(AGREEMENT_B, parties=tuple(replace(party, proxies=agents) for party in people(12)))
    signed = [page for page in pages(render_paper(paper)) if FINGERPRINT in page.replace("按指印", "")]
    assert signed
    assert all(f"{paper.number}《人民调解协议书》当事人签名" in page for page in signed)


def test_each_signature_has_at_least_25_millimetres() -> None:
    paper = replace(AGREEMENT_B, parties=people(4, each_a_side=True))
    boxes = re.findall(r'yMin="([\d.]+)"[^>]*>([甲乙丙丁]方（签名）)', read(render_paper(paper), "-bbox"))
    heights = {label[0]: float(y) for y, label in boxes}
    assert heights["丙"] - heights["甲"] >= 25 * POINTS_PER_MM
    assert heights["甲"] == heights["乙"]


def test_letters_have_the_sizes_of_the_standard() -> None:
    words = re.findall(
        r'yMin="([\d.]+)" xMax="[\d.]+" yMax="([\d.]+)">([^<]+)<', read(render_paper(AGREEMENT_B), "-bbox")
    )
    tops = sorted(float(top) for top, _, word in words if word[:3] in {"（一）", "（二）"})
    assert tops[1] - tops[0] == pytest.approx(2 * 225 / 22 * POINTS_PER_MM, abs=0.2)


def test_large_type_says_the_same_on_more_pages(printed: dict[str, Pdf]) -> None:
    large = AGREEMENT_A.in_large_type()
    assert large.fingerprint == AGREEMENT_A.fingerprint
    assert render_paper(large).pages > printed["draft"].pages


def test_rare_names_survive() -> None:
    names = ["王" + character for character in "䶮㛃𬱟𠅤堃喆犇玥𫍯𬀩𫘝𬍛𠮷𡋾鿍𪨊"]
    parties = tuple(Party(who=Person(name=name)) for name in names)
    text = "".join(pages(render_paper(replace(AGREEMENT_B, parties=label_sides((parties,))))))
    for name in names:
        assert text.count(name) >= 2


def test_a_private_character_never_reaches_paper() -> None:
    with pytest.raises(CannotPrint, match="U\\+E863"):
        render_paper(replace(AGREEMENT_B, parties=(Party(who=Person(name="王\ue863")),)))


def test_what_people_typed_is_text_and_not_markup() -> None:
    text = "".join(pages(render_paper(replace(AGREEMENT_B, facts='<img src="http://127.0.0.1/x">&amp;'))))
    assert '<imgsrc="http://127.0.0.1/x">&amp;' in text


def test_instalments_that_do_not_add_up_are_refused() -> None:
    with pytest.raises(ValueError, match="add up"):
        Clause(what="付款", amount=Decimal("3000"), instalments=(Instalment(when="签字时", amount=Decimal("1500")),))


def test_a_clause_is_one_sentence() -> None:
    clause = Clause(who="孙玉梅", what="付清修复费。", due_on=date(2026, 12, 1), amount=Decimal("1200"))
    assert clause.sentence == "孙玉梅于2026年12月1日前付清修复费，金额为人民币1200元（大写：壹仟贰佰元整）。"


def test_the_hash_changes_with_one_character() -> None:
    assert AGREEMENT_A.fingerprint != replace(AGREEMENT_A, facts=AGREEMENT_A.facts + "！").fingerprint
    assert AGREEMENT_A.fingerprint == replace(AGREEMENT_A).fingerprint
    assert AGREEMENT_B.fingerprint == samples.HASH


@pytest.mark.parametrize("dispute_type", DisputeType)
def test_every_kind_of_dispute_has_another_route(dispute_type: DisputeType) -> None:
    routes = other_routes(dispute_type)
    assert routes
    assert not any(route.endswith(("。", "；")) for route in routes)


@pytest.mark.parametrize(
    ("ending", "title"),
    [
        (Ending.TERMINATED, "终止调解告知书"),
        (Ending.NOT_REACHED, "调解不成告知书"),
        (Ending.NOT_ACCEPTED, "不予受理告知书"),
    ],
)
def test_an_ending_has_its_own_title_and_tells_the_other_routes(ending: Ending, title: str) -> None:
    paper: TerminationNotice = replace(samples.TERMINATION_B, ending=ending)
    text = flow(paper, render_paper(paper, printing("termination")))
    assert title in text
    for route in paper.routes:
        assert squeezed(route) in text


BEGINS = {
    Ending.TERMINATED: "受理并进行调解，现于2026年11月12日终止调解",
    Ending.REFUSED: "受理并进行调解，因有当事人明确表示不愿意调解，现于",
    Ending.UNREACHED: "受理并进行调解，因有当事人一直联系不上、没有答复，没有能够调解，现于",
    Ending.STOPPED: "受理并进行调解，因当事人要求终止调解，现于",
    Ending.WITHDRAWN: "受理并进行调解，因申请人撤回申请，现于",
    Ending.NOT_REACHED: "受理并进行调解，经调解未能达成协议，现于",
    Ending.OUTSIDE: "受理并进行调解，因当事人选择通过其他途径解决，现于",
    Ending.LEFT_OUT: "受理并进行调解，现于",
    Ending.NOT_ACCEPTED: "本委决定不予受理",
    Ending.NOT_WANTED: "本委决定不予受理",
}
ARTICLES = {
    Ending.TERMINATED: ["第三条", "第二十三条", "第二十六条"],
    Ending.REFUSED: ["第十七条", "第二十六条"],
    Ending.UNREACHED: ["第三条", "第二十六条"],
    Ending.STOPPED: ["第二十三条", "第二十六条"],
    Ending.WITHDRAWN: ["第二十三条", "第二十六条"],
    Ending.NOT_REACHED: ["第二十六条"],
    Ending.OUTSIDE: ["第三条", "第二十三条", "第二十六条"],
    Ending.LEFT_OUT: ["第二十六条"],
    Ending.NOT_ACCEPTED: ["第二十二条"],
    Ending.NOT_WANTED: ["第十七条"],
}
"""人民调解法, but 若干规定 第22条 for what is not accepted for another reason than a refusal."""


@pytest.mark.parametrize("ending", Ending)
def test_each_way_of_ending_says_what_happened_and_rests_on_its_own_articles(ending: Ending) -> None:
    notice: TerminationNotice = replace(samples.TERMINATION_B, ending=ending)
    text = re.sub(r"\s+", "", re.sub(r"<[^>]+>", "", paper_html(notice)))
    assert BEGINS[ending] in text
    basis = text.partition("依据：")[2].partition("。")[0]
    assert re.findall(r"第[一二三六七十]+条", basis) == ARTICLES[ending]
    assert ("《人民调解工作若干规定》" in basis) is (ending is Ending.NOT_ACCEPTED)


def test_nobody_is_said_to_have_mediated_where_nobody_sat_together() -> None:
    notice = replace(samples.TERMINATION_B, ending=Ending.REFUSED, has_sat=False, mediators=())
    text = re.sub(r"\s+", "", re.sub(r"<[^>]+>", "", paper_html(notice)))
    assert "受理，因有当事人明确表示不愿意调解" in text
    assert "进行调解" not in text
    assert "经办人" in text
    assert "人民调解员" not in text


def test_the_notice_to_one_party_speaks_to_it_alone(printed: dict[str, Pdf]) -> None:
    text = "".join(pages(printed["leaving"]))
    for words in (
        "王乙：你与王甲、王丙之间的",
        "因你要求终止调解，本委自2026年11月3日起对你终止调解。其他当事人愿意的",
        "不约束你",
    ):
        assert squeezed(words) in text
    assert printed["leaving"].pages <= 2
    assert "甲方" not in text


def test_a_transfer_letter_says_who_agreed_and_brings_its_own_answer_slip(printed: dict[str, Pdf]) -> None:
    text = "".join(pages(printed["transfer"]))
    for words in (
        "书面同意由你委继续调解",
        "3个工作日",
        "4.两户集体土地使用证复印件",
        "回执",
        "同意受理",
        "退回，理由",
    ):
        assert words in text


def test_a_register_ticks_one_source(printed: dict[str, Pdf]) -> None:
    text = "".join(pages(printed["register"]))
    assert "√当事人申请" in text
    assert text.count("√") == 1
    assert "3.修复墙面费用1800元" in text
    assert printed["register"].pages == 1


def test_a_paper_without_a_number_yet_has_blanks_for_it() -> None:
    text = pages(render_paper(replace(samples.REGISTER_A, number="", draft=True)))[0]
    assert "（）人调字第号" in text


def test_sides_are_named_by_the_stems() -> None:
    labels = [party.label for party in label_sides(((WANG_JIA,), (WANG_JIA, COMPANY)))]
    assert labels == ["甲方", "乙方一", "乙方二"]
    with pytest.raises(ValueError, match="ten"):
        label_sides(tuple((WANG_JIA,) for _ in range(11)))


def test_the_homestead_agreement_fills_three_pages(printed: dict[str, Pdf]) -> None:
    assert printed["agreement"].pages == 3


def test_an_oral_agreement_says_when_it_took_effect(printed: dict[str, Pdf]) -> None:
    paper: OralAgreement = samples.ORAL_A
    text = "".join(pages(printed["oral"]))
    assert paper.agreed_on == date(2026, 10, 20)
    assert "2026年10月20日" in text
    assert "自达成之日起生效" in text
    assert "人民币1200元（大写：壹仟贰佰元整）" in text


def test_a_clause_with_a_day_and_words_says_both() -> None:
    clause = Clause(who="王甲", what="付清余款", due_on=date(2027, 1, 31), due="分两次")
    assert clause.sentence.startswith("王甲于2027年1月31日前（分两次）付清余款")
