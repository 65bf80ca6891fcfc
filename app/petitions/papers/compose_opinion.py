"""The two results: the opinion in the petition's own procedure, and the result of a statutory one."""

from __future__ import annotations

from app.core.pages import chinese_date
from app.petitions.models.records import Letter
from app.petitions.papers.letter_text import Part
from app.petitions.papers.letter_words import came_in, claim_of, lines, numbered, setting
from app.petitions.terms import Stance

STANCE_SENTENCES = {
    Stance.SUPPORT: "请求事实清楚，符合法律、法规、规章或者其他有关规定，予以支持。",
    Stance.PARTLY: "请求部分成立，予以部分支持。",
    Stance.EXPLAIN: "请求事由合理但缺乏法律依据，本机关作如下解释说明。",
    Stance.NOT_SUPPORT: "请求缺乏事实根据或者不符合法律、法规、规章或者其他有关规定，不予支持。",
}
"""What the opinion says to the request, in the words of 第32条."""


def opinion(letter: Letter) -> tuple[Part, ...]:
    """处理意见书: request, facts and reasons, opinion, basis; then review by the district (第32、35条)."""
    claim, content = claim_of(letter), letter.content
    accepted = f"本机关于{chinese_date(claim.accepted_on)}受理。" if claim.accepted_on else ""
    begun = Part(paragraphs=(f"{came_in(claim)}{accepted}经调查核实，现提出处理意见如下：",))
    stance = STANCE_SENTENCES.get(Stance(content["stance"])) if content.get("stance") else None
    four = numbered(
        ("投诉请求", lines(content["request"])),
        ("事实和理由", lines(content["facts"])),
        ("处理意见", (*((stance,) if stance else ()), *lines(content["opinion"]))),
        ("法律法规依据", lines(content["basis"])),
    )
    return (begun, *four, Part(paragraphs=_review(content["remedy"])))


def _review(remedy: str) -> tuple[str, ...]:
    """The remedy as typed; the body above is named where it was left out."""
    upper = setting("DISTRICT_GOVERNMENT")
    return lines(remedy) if upper in remedy else (*lines(remedy), f"复查机关：{upper}。")


def statutory_result(letter: Letter) -> tuple[Part, ...]:
    """法定程序处理结果答复: facts, result, basis; then reconsideration or suit, never review (第31条)."""
    claim, content = claim_of(letter), letter.content
    begun = Part(paragraphs=(f"{came_in(claim)}本机关依照法定程序作出处理，现将结果答复如下：",))
    three = numbered(
        ("查明的事实", lines(content["facts"])),
        ("处理结果", lines(content["opinion"])),
        ("法律法规依据", lines(content["basis"])),
        ("不服处理结果的救济途径", lines(content["remedy"])),
    )
    return (begun, *three)
