"""Short lives of claims; together they go every way that is drawn.  Nobody says where the flow must go."""

from __future__ import annotations

from collections.abc import Callable

from app.petitions.rules.letters import remedy_text
from app.petitions.terms import Ending, LetterKind
from tests.petitions.way import HANDLER, UPPER, Way

BODY = {"competent_body": "博山区住房和城乡建设局", "procedure": "向区住房和城乡建设局申请，六十日内答复。"}
RESULT = {
    "facts": "现场查看，翻建超出证载四至。",
    "opinion": "责令限期改正。",
    "basis": "《土地管理法》第七十八条。",
    "remedy": remedy_text(LetterKind.STATUTORY_RESULT, upper=UPPER),
}


def is_handled_and_nobody_asks_for_review_in_time(way: Way) -> None:
    way.investigating().opinion_out().nobody_asked()


def is_handled_and_the_district_has_had_a_request_in_time(way: Way) -> None:
    way.investigating().opinion_out()
    asked_on = way.today
    way.ring().asked("ask_review", on=asked_on).upper("upheld").nobody_asked("ask_final")


def is_handled_reviewed_and_reviewed_again(way: Way) -> None:
    way.investigating().opinion_out().asked().upper("upheld").asked("final_requested").upper("upheld")


def is_reviewed_and_nobody_asks_for_more_in_time(way: Way) -> None:
    way.investigating().opinion_out().asked().upper("changed").nobody_asked("ask_final")


def is_reviewed_and_the_city_has_had_a_request_too_late(way: Way) -> None:
    way.investigating().opinion_out().asked().upper("upheld").ring().asked("ask_final").upper("upheld")


def has_to_be_handled_anew_by_order_of_the_district(way: Way) -> None:
    way.investigating().opinion_out().asked().upper("redo").assigned().opinion_out().nobody_asked()


def has_to_be_handled_anew_by_order_of_the_city(way: Way) -> None:
    way.investigating().opinion_out().asked().upper("upheld").asked("final_requested").upper("redo")
    way.assigned().opinion_out().nobody_asked()


def is_the_same_matter_as_one_that_runs(way: Way) -> None:
    way.register()
    first = way.claim.number
    way.register().answer("sort_claim", outcome="joined", joined_to=first, reason="同一人、同一件事。")


def was_sent_to_the_wrong_place_and_goes_back(way: Way) -> None:
    way.transferred().sort().decide("objection", **BODY)
    way.objection_out().objection_answered("agreed")


def was_sent_to_the_right_place_after_all(way: Way) -> None:
    way.transferred().sort().decide("objection", **BODY)
    way.objection_out().objection_answered("not_agreed")
    way.decide("accepted").letter_out().assigned().opinion_out().nobody_asked()


def is_a_suggestion_that_is_answered(way: Way) -> None:
    way.register().sort("suggestion").decide("suggestion").letter_out()
    way.answer("study_suggestion", outcome="adopted", reply="明年列入计划。", told_how="phone")


def is_found_to_be_of_another_class_while_it_is_investigated(way: Way) -> None:
    way.investigating().reroute("denied").reroute().sort("suggestion").decide("suggestion").letter_out()
    way.answer("study_suggestion", HANDLER, outcome="adopted", reply="明年列入计划。", told_how="phone")


def is_decided_by_a_statutory_procedure_of_the_town(way: Way) -> None:
    way.register().sort(route="duty").decide("led_in_here", **BODY).letter_out()
    way.assigned().answer("decide_statutory", HANDLER, **RESULT).letter_out()


def belongs_to_another_office_and_the_petitioner_is_told_where(way: Way) -> None:
    way.register().sort().decide("elsewhere", **BODY).letter_out()


def is_answered_simply(way: Way) -> None:
    way.simple().answer("answer_simply", outcome="answered", reply="路灯修好了。", told_how="phone")


def is_not_so_simple_and_goes_the_ordinary_way(way: Way) -> None:
    way.simple().answer("answer_simply", outcome="convert", why="contested").letter_out()
    way.assigned().opinion_out().nobody_asked()


def was_not_answered_in_ten_days_and_goes_the_ordinary_way(way: Way) -> None:
    way.simple().ring().answer("ask_conversion", outcome="convert", reason="没有办完。").letter_out()
    way.assigned().opinion_out().nobody_asked()


def was_answered_in_ten_days_and_typed_later(way: Way) -> None:
    way.simple()
    answered_on = way.today
    way.ring().answer(
        "ask_conversion", outcome="answered", answered_on=answered_on, reply="修好了。", reason="忘了记。"
    )


def is_heard_partly_settled_extended_and_decided(way: Way) -> None:
    way.investigating().hearing().settlement("partial")
    way.extension(30, outcome="denied").extension(20).letter_out().opinion_out().nobody_asked()


def is_settled_while_it_is_investigated(way: Way) -> None:
    way.investigating().settlement("settled")


def has_a_letter_that_has_to_be_changed_before_it_goes_out(way: Way) -> None:
    way.register().sort().decide("refused", ground="upper_handles").returned("写明是哪个机关受理的。")
    way.answer("redraft", reason="区住房和城乡建设局已经受理。").signed_off().sealed()
    way.delivered(outcome="returned", method="mail", tried_on=way.today, returned_why="查无此人。").delivered()


def is_withdrawn_before_anybody_looked_at_it(way: Way) -> None:
    way.register().withdraw()


def is_withdrawn_before_it_is_decided(way: Way) -> None:
    way.register().sort().withdraw()


def is_withdrawn_while_the_transferring_body_is_asked(way: Way) -> None:
    way.transferred().sort().decide("objection", **BODY).withdraw()


def is_withdrawn_before_the_letter_is_out(way: Way) -> None:
    way.register().sort().decide("elsewhere", **BODY).signed_off().withdraw()


def is_withdrawn_while_it_is_handled_simply(way: Way) -> None:
    way.simple().withdraw()


def is_withdrawn_while_it_is_investigated(way: Way) -> None:
    way.investigating().asks_to_withdraw().called("unreached").called()


def is_not_withdrawn_after_all(way: Way) -> None:
    way.investigating().asks_to_withdraw().called("kept").opinion_out().nobody_asked()


def is_sorted_wrongly_and_sorted_anew(way: Way) -> None:
    way.register().sort(route="duty").decide("again").sort("suggestion").decide("suggestion").letter_out()
    way.answer("study_suggestion", outcome="adopted", reply="明年装。", told_how="phone")


TALES: dict[Callable[[Way], None], Ending] = {
    is_handled_and_nobody_asks_for_review_in_time: Ending.OPINION_FINAL,
    is_handled_and_the_district_has_had_a_request_in_time: Ending.REVIEW_FINAL,
    is_handled_reviewed_and_reviewed_again: Ending.THREE_LEVELS,
    is_reviewed_and_nobody_asks_for_more_in_time: Ending.REVIEW_FINAL,
    is_reviewed_and_the_city_has_had_a_request_too_late: Ending.THREE_LEVELS,
    has_to_be_handled_anew_by_order_of_the_district: Ending.OPINION_FINAL,
    has_to_be_handled_anew_by_order_of_the_city: Ending.OPINION_FINAL,
    is_the_same_matter_as_one_that_runs: Ending.JOINED,
    was_sent_to_the_wrong_place_and_goes_back: Ending.RETURNED,
    was_sent_to_the_right_place_after_all: Ending.OPINION_FINAL,
    is_a_suggestion_that_is_answered: Ending.SUGGESTION_ANSWERED,
    is_found_to_be_of_another_class_while_it_is_investigated: Ending.SUGGESTION_ANSWERED,
    is_decided_by_a_statutory_procedure_of_the_town: Ending.RESULT_TOLD,
    belongs_to_another_office_and_the_petitioner_is_told_where: Ending.TOLD,
    is_answered_simply: Ending.ANSWERED_SIMPLY,
    is_not_so_simple_and_goes_the_ordinary_way: Ending.OPINION_FINAL,
    was_not_answered_in_ten_days_and_goes_the_ordinary_way: Ending.OPINION_FINAL,
    was_answered_in_ten_days_and_typed_later: Ending.ANSWERED_SIMPLY,
    is_heard_partly_settled_extended_and_decided: Ending.OPINION_FINAL,
    is_settled_while_it_is_investigated: Ending.SETTLED,
    has_a_letter_that_has_to_be_changed_before_it_goes_out: Ending.TOLD,
    is_sorted_wrongly_and_sorted_anew: Ending.SUGGESTION_ANSWERED,
    is_withdrawn_before_anybody_looked_at_it: Ending.WITHDRAWN,
    is_withdrawn_before_it_is_decided: Ending.WITHDRAWN,
    is_withdrawn_while_the_transferring_body_is_asked: Ending.WITHDRAWN,
    is_withdrawn_before_the_letter_is_out: Ending.WITHDRAWN,
    is_withdrawn_while_it_is_handled_simply: Ending.WITHDRAWN,
    is_withdrawn_while_it_is_investigated: Ending.WITHDRAWN,
    is_not_withdrawn_after_all: Ending.OPINION_FINAL,
}
"""Every story, and the end its claim comes to."""
