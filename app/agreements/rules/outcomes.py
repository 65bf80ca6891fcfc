"""What came of each step of an agreement, in words: only what was answered.  Pure."""

from __future__ import annotations

from collections.abc import Mapping

from app.cases.rules.outcomes import all_sides, because, who
from app.processes.rules.answered import Answered, AskedPerson

UNSIGNED = {"not_signed": "有人不签", "reopen": "要改了再签"}


def oral_outcome(answered: Answered) -> str:
    """Agreed by word of mouth, from that day in force (人民调解法 第30条); what was done at once is done."""
    day = answered.day("agreed_on")
    since = f"口头协议从{day}起生效" if day else "口头协议生效了"
    return f"{since}，当场做完了" if answered.text("performed") == "yes" else since


def original_outcome(answered: Answered) -> str:
    """Who had signed the paper that was filed."""
    return signed_words(answered) or "原件存好了"


def freezing_outcome(answered: Answered) -> str:
    """The text is fixed, or changes again and where."""
    words = {"frozen": "定稿了", "back": because("还要改", answered.text("reason"))}
    return words.get(answered.text("outcome"), "")


def signing_outcome(answered: Answered) -> str:
    """All signed and who by fingerprint or agent, or why not (人民调解法 第29条: 签名、盖章或者按指印)."""
    outcome = answered.text("outcome")
    if outcome == "signed":
        return signed_words(answered) or "都签了"
    if outcome == "without":
        return because("有人不签，签了的知道了仍愿意履行", answered.text("reason"))
    return because(UNSIGNED[outcome], answered.text("reason")) if outcome in UNSIGNED else ""


def signed_words(answered: Answered) -> str:
    """``三方都签了，王丙按手印，王乙由代理人李丁签``; empty where no party's signature was entered with the answer."""
    signed = [(one, row) for row in answered.rows("signatures") if (one := _party(answered, row)) is not None]
    if not signed:
        return ""
    people = [one for one, _ in signed]
    everybody = f"{all_sides(people)}都签了" if len(people) > 1 else f"{people[0].name}签了"
    prints = [one for one, row in signed if row.get("method") == "fingerprint"]
    parts = [everybody, *([f"{who(prints)}按手印"] if prints else [])]
    parts += [f"{one.name}由{row.get('agent_name')}代签" for one, row in signed if row.get("method") == "by_agent"]
    return "，".join(parts)


def _party(answered: Answered, row: Mapping[str, object]) -> AskedPerson | None:
    """Whose signature a row is: rows kept from before pages named people by public ids say the key."""
    named = str(row.get("key") or "")
    return next((one for one in answered.people if named in (f"party-{one.public_id}", f"party-{one.key}")), None)


def sealing_outcome(answered: Answered) -> str:
    """The committee's seal is on it, and since when."""
    day = answered.day("sealed_on")
    return f"{day}盖了章，协议生效" if day else "盖了章，协议生效"


def performance_outcome(answered: Answered) -> str:
    """Whether the promises were kept, and of how many it was said that they were not (人民调解法 第31条)."""
    if answered.text("outcome") == "performed":
        return "都做完了"
    if answered.text("outcome") != "not_performed":
        return ""
    states = [str(row.get("state")) for row in answered.rows("duties")]
    counted = {"做了": states.count("done"), "没做": states.count("not_done"), "还没到时候": states.count("open")}
    words = "，".join(f"{count}件{what}" for what, count in counted.items() if count)
    return words or "还有没做的"


def promise_outcome(answered: Answered) -> str:
    """What became of a promise whose day was over (人民调解法 第31条)."""
    outcome, note = answered.text("outcome"), answered.text("note")
    if outcome == "kept":
        day = answered.day("on")
        return f"{day}做了" if day else "做了"
    if outcome == "new_day":
        until = answered.day("until")
        return because(f"另约到{until}" if until else "另约了日子", note)
    if outcome != "not_kept":
        return ""
    amount = answered.text("amount")
    done = (f"给了{amount}元" if amount else "做了一部分") if answered.text("part") == "yes" else "没做"
    return because(done, "；".join(one for one in (answered.text("left"), note) if one))


def telling_outcome(answered: Answered) -> str:
    """At whose wish was urged, and who was told what he may do (人民调解法 第31、32条)."""
    wishing = [one for one, wish in answered.each("wished") if wish == "yes"]
    told = [one for one, how in answered.each("told") if how == "told"]
    if answered.text("urged") == "yes":
        urged = f"应{who(wishing)}的要求催了" if wishing else "催了"
    else:
        urged = f"{who(wishing)}要求催，还没有催" if wishing else "没有人要求催"
    return because(f"{urged}，告诉了{who(told)}可以怎么办" if told else urged, answered.text("note"))


def visit_outcome(answered: Answered) -> str:
    """What the visit came to, and who is not content."""
    words = {"done": "都办好了，可以归档", "again": "还要接着督促"}
    unhappy = [one for one, word in answered.each("satisfied") if word == "dissatisfied"]
    found = words.get(answered.text("outcome"), "")
    return f"{found}；{who(unhappy)}不满意" if found and unhappy else found


def archive_outcome(answered: Answered) -> str:
    """The file was put away, complete or with what is missing."""
    if answered.text("complete") == "no":
        return because("归档了，材料不齐", answered.text("missing"))
    return "材料齐，归档了" if answered.text("complete") == "yes" else ""


OUTCOMES = {
    "register_oral": oral_outcome,
    "file_original": original_outcome,
    "freeze": freezing_outcome,
    "sign": signing_outcome,
    "seal": sealing_outcome,
    "fulfil": performance_outcome,
    "return_visit": visit_outcome,
    "archive": archive_outcome,
}
"""What is said of each answered step of an agreement."""

PROMISE_OUTCOMES = {
    "promise_due": promise_outcome,
    "tell_of_suit": telling_outcome,
    "tell_of_enforcement": telling_outcome,
}
"""Of the small flow that asks about one promise."""
