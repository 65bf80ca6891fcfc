"""Short lives of cases; together they go every way that is drawn.  Nobody says where the flow must go."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from app.agreements.actions.record_confirmation import record_confirmation
from app.agreements.models import ConfirmationResult, SigningMethod
from app.agreements.queries import signing_mediators, the_agreement
from app.core.transaction import transaction
from tests.bpmn.life import THREE, Life, second_adviser

TOWN = "clerk"


def agrees_in_the_clan(life: Life) -> None:
    life.mediating_at("clan").drafted_and_frozen().signed_and_sealed().filed()


def agrees_in_the_group_after_a_hand_over(life: Life) -> None:
    life.mediating_at("clan").handed_up().choose_mediators().drafted_and_frozen().signed_and_sealed().filed()


def agrees_in_the_village_by_word_of_mouth(life: Life) -> None:
    life.mediating_at("group").handed_up().choose_mediators().agree(form="oral")
    life.answer("register_oral", agreed_on=life.today, performed="yes", **life.text()).filed()


def climbs_to_the_town_by_a_letter_and_agrees_there(life: Life) -> None:
    life.mediating_at("village").handed_up().take_letter().tell_rights(TOWN)
    life.choose_mediators(TOWN, presiding="韩主任").drafted_and_frozen(TOWN).signed_and_sealed(TOWN, "town-head")
    life.filed(TOWN, "town-head")


def jumps_from_the_clan_to_the_town_and_is_returned(life: Life) -> None:
    life.mediating_at("clan").not_reached().next("town")
    life.answer("answer_transfer", TOWN, outcome="returned", reason="先在村里谈谈。")
    life.next("stop").told("not_reached")


def jumps_from_the_clan_to_the_town_that_takes_it(life: Life) -> None:
    life.mediating_at("clan").not_reached().next("town").take_letter().tell_rights(TOWN)
    life.choose_mediators(TOWN, presiding="韩主任").not_reached(TOWN).next("stop", TOWN).told("not_reached", TOWN)


def goes_back_down_inside_the_village(life: Life) -> None:
    life.mediating_at("group").not_reached().next("down", to_level="clan").choose_mediators()
    life.handed_up().choose_mediators().handed_up().choose_mediators()
    life.not_reached().next("down", to_level="group").choose_mediators().not_reached().next("stop").told("not_reached")


def goes_back_down_from_the_town_to_the_village_and_ends_there(life: Life) -> None:
    life.mediating_at("village").handed_up().take_letter().tell_rights(TOWN)
    life.choose_mediators(TOWN, presiding="韩主任").not_reached(TOWN).next("down", TOWN, to_level="village")
    life.take_letter("head", TOWN).tell_rights().choose_mediators().not_reached().next("outside", route="court")
    life.told("outside")


def ends_in_the_town(life: Life) -> None:
    life.in_town().not_reached(TOWN).next("stop", TOWN).told("not_reached", TOWN)


def is_told_by_post_that_it_is_over(life: Life) -> None:
    life.mediating_at("village").not_reached().next("stop").tell_routes("posted").later(days=2)
    life.serve_letter(outcome="returned", method="mail", tried_on=life.today, returned_why="没人在家。")
    life.serve_letter().serve_letter().over()


def is_not_accepted(life: Life) -> None:
    life.register().start_at("village").answer("accept_case", outcome="not_accepted", reason_kind="not_civil",
                                               reason="已经起诉到法院。")  # fmt: skip
    life.told("not_accepted")


def is_refused_after_a_wait_for_an_answer(life: Life) -> None:
    life.register().start_at("village").accept()
    life.answer("record_consents", consent=life.everyone("pending"))
    life.answer("record_consents", consent=life.everyone("refused"), note="不愿调。").told("refused")


def is_never_answered_by_one_side(life: Life) -> None:
    life.register().start_at("village").accept()
    first, other = (str(party.id) for party in life.case.parties)
    silent = {first: "agreed", other: "pending"}
    life.answer("record_consents", consent=silent, silent="wait").answer(
        "record_consents", consent=silent, silent="close"
    )
    life.told("unreached")


def is_stopped_before_it_starts(life: Life) -> None:
    life.register().stop()


def is_stopped_in_the_clan(life: Life) -> None:
    life.mediating_at("clan").stop()


def is_stopped_in_the_group(life: Life) -> None:
    life.mediating_at("group").stop()


def is_stopped_in_the_village(life: Life) -> None:
    life.mediating_at("village").stop()


def is_stopped_in_the_town(life: Life) -> None:
    life.in_town().stop(TOWN)


def is_stopped_while_waiting_for_signatures(life: Life) -> None:
    life.mediating_at("village").drafted_and_frozen().stop()


def a_late_receiver_is_asked_after_the_letter(life: Life) -> None:
    life.mediating_at("village").handed_up().ring()
    life.answer("chase_answer", method="phone", result="说明天答复。").later(hours=1).take_letter()
    life.stop(TOWN)


def mediators_change_and_the_month_is_extended_until_they_agree(life: Life) -> None:
    life.mediating_at("village").answer("mediate", outcome="change_mediators", reason="王乙要求换人。")
    life.choose_mediators(presiding="吴桂兰").not_reached().next("again").ring()
    agreed, until = life.everyone("agreed"), life.today + timedelta(days=20)
    life.answer("ask_month", outcome="extended", consents=agreed, until=until).ring()
    life.answer("ask_month", outcome="goes_on", reason="明天就签。")
    life.sit().answer("mediate", outcome="agreed", form="written", partial="no").draft().unread().stop()


def the_month_ends_mediation(life: Life) -> None:
    life.mediating_at("village").ring().answer("ask_month", outcome="ended", reason="都不想再谈。").told("not_reached")


def the_month_asks_while_the_next_step_is_chosen(life: Life) -> None:
    life.mediating_at("village").not_reached().ring().next("stop").told("not_reached")


def a_text_goes_to_and_fro_before_it_is_signed(life: Life) -> None:
    life.mediating_at("village").agree().draft().send()
    life.answer("legal_review", "adviser", outcome="returned", comment="第二条写清楚怎么付。")
    life.draft(issues="留不留通道。").send().answer("legal_review", "adviser", outcome="passed")
    life.answer("freeze", outcome="back", reason="日子写错了。")
    life.draft(issues="通道怎么留。").unread().freeze().answer("sign", outcome="reopen", reason="金额要改。")
    life.draft(issues="通道和补偿。").unread().freeze().signed_and_sealed().perform().visit("again").filed()


def nobody_signs_and_the_parties_talk_on(life: Life) -> None:
    life.mediating_at("village").drafted_and_frozen().answer("sign", outcome="not_signed", reason="王乙反悔了。")
    life.next("stop").told("not_reached")


def an_adviser_is_late_and_the_head_decides(life: Life) -> None:
    other = second_adviser()
    life.mediating_at("village").agree().draft().send().ring()
    life.answer("decide_review", "head", outcome="returned", reason="先改第二条。")
    life.draft(issues="通道怎么留。").send().ring()
    life.answer("decide_review", "head", outcome="substitute", substitute=str(other.person_id), reason="何律师外出。")
    life.ring().answer("decide_review", "head", outcome="passed", reason="内容简单，不再等。")
    life.freeze().signed_and_sealed().filed()


def a_hand_written_paper_is_the_original(life: Life) -> None:
    life.mediating_at("village").agree(form="handwritten")
    keys = [f"party-{party.public_id}" for party in life.case.parties]
    keys += [f"mediator-{one.public_id}" for one in signing_mediators(life.case, life.today)]
    signatures = [{"key": key, "method": SigningMethod.BY_HAND, "signed_on": life.today} for key in keys]
    life.answer("file_original", attachment_id=life.photograph(), signatures=signatures, **life.text())
    life.seal().filed()


def two_of_three_agree_and_the_third_is_told(life: Life) -> None:
    life.register(parties=THREE).start_at("village").accept().consent().tell_rights().choose_mediators()
    life.agree(form="oral")
    bound = [party.id for party in life.case.parties][:2]
    life.answer("register_oral", agreed_on=life.today, performed="no", **life.text(bound=bound))
    told = dict(zip(life.everyone("bound"), ("bound", "bound", "in_person"), strict=True))
    life.answer("tell_rest", told=told, routes=["court"], told_on=life.today, reason="王丙没有谈成。").filed()


def a_promise_is_put_off_and_never_kept(life: Life) -> None:
    life.mediating_at("village").drafted_and_frozen().signed_and_sealed().promise_day()
    life.answer("promise_due", outcome="new_day", until=life.today + timedelta(days=20), note="等卖了粮食。")
    life.promise_day().answer("promise_due", outcome="not_kept", part="no", note="说没有钱。")
    tell(life, "tell_of_suit")
    life.answer("fulfil", outcome="not_performed")


def a_promise_the_court_confirmed_is_not_kept(life: Life) -> None:
    life.mediating_at("village").drafted_and_frozen().signed_and_sealed()
    with transaction():
        record_confirmation(
            the_agreement(life.case_id),
            court="博山区人民法院",
            applied_on=life.today,
            result=ConfirmationResult.CONFIRMED,
            decided_on=life.today,
            ruling_number="（2026）鲁0304民特1号",
            spoken_by="",
            actor=life.account("mediator"),
            now=life.now,
        )
    life.promise_day().answer("promise_due", outcome="not_kept", part="no", note="说没有钱。")
    tell(life, "tell_of_enforcement")


def tell(life: Life, step: str) -> None:
    """Nobody wishes to urge, and everybody is told what he may do."""
    life.answer(step, wished=life.everyone("no"), urged="no", told=life.everyone("told"))


def a_promise_is_kept_a_day_late(life: Life) -> None:
    life.mediating_at("village").drafted_and_frozen().signed_and_sealed().promise_day()
    life.answer("promise_due", outcome="kept", on=life.today).filed()


TALES: tuple[Callable[[Life], None], ...] = (
    agrees_in_the_clan,
    agrees_in_the_group_after_a_hand_over,
    agrees_in_the_village_by_word_of_mouth,
    climbs_to_the_town_by_a_letter_and_agrees_there,
    jumps_from_the_clan_to_the_town_and_is_returned,
    jumps_from_the_clan_to_the_town_that_takes_it,
    goes_back_down_inside_the_village,
    goes_back_down_from_the_town_to_the_village_and_ends_there,
    ends_in_the_town,
    is_not_accepted,
    is_refused_after_a_wait_for_an_answer,
    is_stopped_before_it_starts,
    is_stopped_in_the_clan,
    is_stopped_in_the_group,
    is_stopped_in_the_village,
    is_stopped_in_the_town,
    is_stopped_while_waiting_for_signatures,
    a_late_receiver_is_asked_after_the_letter,
    is_told_by_post_that_it_is_over,
    is_never_answered_by_one_side,
    mediators_change_and_the_month_is_extended_until_they_agree,
    the_month_ends_mediation,
    the_month_asks_while_the_next_step_is_chosen,
    a_text_goes_to_and_fro_before_it_is_signed,
    nobody_signs_and_the_parties_talk_on,
    an_adviser_is_late_and_the_head_decides,
    a_hand_written_paper_is_the_original,
    two_of_three_agree_and_the_third_is_told,
    a_promise_is_put_off_and_never_kept,
    a_promise_the_court_confirmed_is_not_kept,
    a_promise_is_kept_a_day_late,
)
