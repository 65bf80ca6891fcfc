"""Moving a flow: words, dates, messages, and every trap of the engine underneath that we know of."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from tiny import timer
from walking import LADDER_WORDS, MORNING, Walker, small

from workflows import engine
from workflows.catalogue import Definition
from workflows.errors import EngineError, NobodyWaits, NotReady, WordsRefused
from workflows.steps import Word

BEIJING = timezone(timedelta(hours=8))


def ladder(**words: Word) -> Walker:
    return Walker(small("ladder"), LADDER_WORDS | words)


def at_village(**words: Word) -> Walker:
    return ladder(**words).answer("choose_start", target="village", **words)


# What the outside sees


def test_a_step_tells_its_lane_its_words_and_who_may_answer() -> None:
    step = ladder().step("choose_start")
    assert (step.label, step.lane, step.process) == ("选定从哪一级开始调", "小组", "ladder")
    assert step.documentation == "看建议，选定级别。"
    assert step.properties == {"role": "head"}


def test_a_step_inside_a_called_process_has_the_lane_of_that_process() -> None:
    step = at_village().step("mediate")
    assert (step.lane, step.process) == ("调解员", "level")


def test_a_due_names_its_deadline_its_moment_and_the_task_it_hangs_on() -> None:
    due = at_village(entry="transfer").due("answer_overdue")
    assert (due.code, due.at, due.step_name) == ("R1", MORNING + timedelta(days=3), "answer_transfer")


@pytest.mark.parametrize(
    ("grave", "shared", "suggested"), [(True, "clan", "village"), (False, "group", "group"), (False, "none", "village")]
)
def test_the_decision_table_suggests_from_the_words(grave: bool, shared: str, suggested: str) -> None:
    assert ladder(grave=grave, shared=shared).position.words["suggested"] == suggested


def test_looking_moves_nothing() -> None:
    case = at_village()
    assert engine.look(case.definition, case.position.state) == case.position


# Words


def test_words_set_inside_a_called_process_reach_the_gateway_behind_it() -> None:
    case = (
        ladder().answer("choose_start", target="group").answer("mediate", outcome="").answer("next_step", outcome="up")
    )
    assert case.open() == ["mediate"]
    assert case.answer("mediate", outcome="agreed").position.finished


def test_words_set_inside_a_called_process_stay_with_the_flow_after_it() -> None:
    case = ladder().answer("choose_start", target="group").answer("mediate", note="from within", outcome="agreed")
    assert case.position.words["note"] == "from within"


@pytest.mark.parametrize(
    "words",
    [
        {"_hidden": 1},
        {"not a name": 1},
        {"long": "x" * 501},
        {"amount": 1.5},
        {"list": []},
        {f"word{number}": 1 for number in range(41)},
    ],
)
def test_words_that_are_no_short_scalars_are_refused(words: dict[str, Word]) -> None:
    case = ladder()
    with pytest.raises(WordsRefused):
        case.answer("choose_start", **words)


@pytest.mark.parametrize("name", ["typename", "data", "task", "True_", "self_"])
def test_no_name_of_a_word_spoils_the_stored_state(name: str) -> None:
    case = ladder().answer("choose_start", **{name: "kept"})
    assert engine.look(case.definition, case.position.state).words[name] == "kept"


def test_a_word_changes_from_true_to_one_without_being_taken_for_the_same() -> None:
    case = ladder(partial=True).hear("stop", partial=1)
    assert engine.look(case.definition, case.position.state).words["partial"] is not True


def test_a_gateway_reading_a_word_nobody_gave_is_a_sentence_and_moves_nothing() -> None:
    words = {word: value for word, value in LADDER_WORDS.items() if word != "target"}
    case = Walker(small("ladder"), words)
    with pytest.raises(EngineError, match="没有“target”这个值"):
        case.answer("choose_start")
    assert engine.look(case.definition, case.position.state).steps == case.position.steps


# Answering


def test_answering_the_same_step_twice_is_refused() -> None:
    case = ladder()
    step = case.step("choose_start")
    case.answer("choose_start")
    with pytest.raises(NotReady, match="刷新页面"):
        engine.complete(case.definition, case.position.state, step.id, {}, now=MORNING)


@pytest.mark.parametrize("step_id", ["", "no id", "00000000-0000-0000-0000-000000000000"])
def test_answering_a_step_that_never_was_is_refused(step_id: str) -> None:
    case = ladder()
    with pytest.raises(NotReady):
        engine.complete(case.definition, case.position.state, step_id, {}, now=MORNING)


def test_a_waiting_date_cannot_be_answered_like_a_step() -> None:
    case = at_village()
    with pytest.raises(NotReady):
        engine.complete(case.definition, case.position.state, case.due("month_over").id, {}, now=MORNING)


def test_a_date_and_a_person_arriving_together_the_date_is_first() -> None:
    case = at_village()
    case.now += timedelta(days=31)
    with pytest.raises(NotReady):
        case.answer("mediate", outcome="agreed")
    assert case.wait(0).open() == ["ask_month"]


def test_a_cancelled_step_cannot_be_answered() -> None:
    case = at_village()
    mediate = case.step("mediate")
    case.wait(31)
    with pytest.raises(NotReady):
        engine.complete(case.definition, case.position.state, mediate.id, {}, now=case.now)


# Dates


def test_a_date_equal_to_now_has_come_and_one_a_second_later_has_not() -> None:
    case = at_village()
    due = case.due("month_over").at
    early = engine.tick(case.definition, case.position.state, now=due - timedelta(seconds=1))
    on_time = engine.tick(case.definition, case.position.state, now=due)
    assert [step.name for step in early.steps] == ["mediate"]
    assert [step.name for step in on_time.steps] == ["ask_month"]


def test_dates_are_read_with_their_own_offset() -> None:
    case = at_village(month_ends_at="2026-04-01T00:00:00+08:00")
    assert case.due("month_over").at == datetime(2026, 3, 31, 16, tzinfo=UTC)
    assert case.due("month_over").at.tzinfo is UTC


@pytest.mark.parametrize("date", ["2026-04-01T00:00:00", "P7D", "tomorrow", 7])
def test_a_date_without_offset_or_sense_is_a_sentence(date: Word) -> None:
    with pytest.raises(EngineError, match=r"期限|时区"):
        at_village(month_ends_at=date)


def test_a_naive_now_is_refused() -> None:
    with pytest.raises(EngineError, match="时区"):
        engine.start(small("ladder"), LADDER_WORDS, now=MORNING.replace(tzinfo=None))


def test_now_may_be_given_in_any_zone() -> None:
    case = at_village()
    due = case.due("month_over").at.astimezone(BEIJING)
    assert [step.name for step in engine.tick(case.definition, case.position.state, now=due).steps] == ["ask_month"]


def test_no_date_means_the_timer_never_rings() -> None:
    case = at_village(month_ends_at=None)
    assert case.position.dues == ()
    assert case.wait(10_000).open() == ["mediate"]


def test_a_timer_keeps_the_date_it_was_reached_with() -> None:
    case = at_village(entry="transfer").answer("answer_transfer", outcome="accepted")
    before = case.due("month_over").at
    case.wait(1)
    assert case.due("month_over").at == before


def test_what_a_ringing_date_releases_runs_in_the_same_move() -> None:
    case = at_village(entry="transfer").wait(4)
    assert sorted(case.open()) == ["answer_transfer", "chase_answer"]
    assert case.position.dues == ()


def test_a_reminder_that_rang_does_not_ring_again() -> None:
    case = at_village(entry="transfer").wait(4).answer("chase_answer").wait(40)
    assert case.open() == ["answer_transfer"]


def test_an_unanswered_reminder_does_not_keep_the_level_open() -> None:
    case = at_village(entry="transfer").wait(4).answer("answer_transfer", outcome="accepted")
    assert sorted(case.open()) == ["chase_answer", "mediate"]
    assert case.answer("mediate", outcome="agreed").position.finished


def test_the_words_of_a_reminder_do_not_overwrite_those_of_the_main_path() -> None:
    case = at_village(entry="transfer").wait(4).answer("answer_transfer", outcome="accepted")
    case.answer("chase_answer", outcome="chased").answer("mediate", outcome="agreed")
    assert case.position.words["outcome"] == "agreed"


def test_a_question_asked_at_the_end_of_a_month_is_asked_again_at_the_end_of_the_next() -> None:
    case = at_village().wait(30)
    for _ in range(3):
        ends = case.now + timedelta(days=30)
        assert case.open() == ["ask_month"]
        case.answer("ask_month", outcome="extended", month_ends_at=ends.isoformat())
        assert case.open() == ["mediate"]
        assert case.due("month_over").at == ends
        assert case.wait(29).open() == ["mediate"]
        case.wait(1)
    assert case.open() == ["ask_month"]


def test_extending_to_a_day_already_gone_asks_again_at_once() -> None:
    case = at_village().wait(30)
    case.answer("ask_month", outcome="extended", month_ends_at=(case.now - timedelta(days=1)).isoformat())
    assert case.open() == ["ask_month"]


def test_a_new_level_reads_the_date_of_its_own_lap() -> None:
    case = ladder().answer("choose_start").answer("mediate", outcome="")
    later = MORNING + timedelta(days=90)
    case.answer("next_step", outcome="up", month_ends_at=later.isoformat())
    assert case.due("month_over").at == later


# Re-timing


def test_retiming_moves_a_waiting_date_through_the_store() -> None:
    case = at_village().retime("month_over", MORNING + timedelta(days=60))
    assert case.wait(59).open() == ["mediate"]
    assert case.wait(1).open() == ["ask_month"]


def test_retiming_to_a_day_already_gone_rings_at_once() -> None:
    assert at_village().retime("month_over", MORNING - timedelta(days=1)).open() == ["ask_month"]


def test_retiming_on_the_last_moment_comes_before_the_ringing() -> None:
    case = at_village()
    case.now += timedelta(days=31)
    assert case.retime("month_over", case.now + timedelta(days=5)).open() == ["mediate"]


def test_a_later_lap_reads_the_date_that_was_retimed() -> None:
    later = MORNING + timedelta(days=60)
    case = at_village().retime("month_over", later)
    case.answer("mediate", outcome="").answer("next_step", outcome="again")
    assert case.due("month_over").at == later


def test_retiming_holds_where_the_date_was_computed_from_several_words() -> None:
    bell = "<b:timerEventDefinition><b:timeDate>soon if hurry else late</b:timeDate></b:timerEventDefinition>"
    words = {"hurry": True, "soon": "2026-03-03T00:00:00Z", "late": "2026-04-03T00:00:00Z"}
    case = Walker(Definition.from_files("tiny", {"tiny.bpmn": timer(bell)}), words)
    case.retime("bell", MORNING + timedelta(days=9))
    assert case.wait(8).open() == ["work"]
    assert case.wait(1).open() == ["late"]
    assert case.position.words == words


def test_retiming_a_date_that_has_rung_is_refused() -> None:
    case = at_village()
    due = case.due("month_over")
    case.wait(31)
    with pytest.raises(NotReady, match="期限"):
        engine.retime(case.definition, case.position.state, due.id, case.now, now=case.now)


def test_retiming_a_step_is_refused() -> None:
    case = at_village()
    with pytest.raises(NotReady):
        engine.retime(case.definition, case.position.state, case.step("mediate").id, MORNING, now=MORNING)


def test_retiming_to_a_naive_moment_is_refused() -> None:
    with pytest.raises(EngineError, match="时区"):
        at_village().retime("month_over", MORNING.replace(tzinfo=None))


# Messages


@pytest.mark.parametrize("where", ["choose_start", "group", "village"])
def test_stopping_works_at_any_level_and_its_words_come_along(where: str) -> None:
    case = ladder()
    if where != "choose_start":
        case.answer("choose_start", target=where)
    assert case.position.messages == ("stop",)
    case.hear("stop", outcome="stopped")
    assert case.open() == ["tell_routes"]
    assert case.position.words["outcome"] == "stopped"
    assert case.position.dues == ()
    assert case.answer("tell_routes").position.finished


def test_stopping_works_while_a_question_and_a_reminder_stand_open() -> None:
    case = at_village(entry="transfer").wait(4).answer("answer_transfer", outcome="accepted").wait(40)
    assert sorted(case.open()) == ["ask_month", "chase_answer"]
    assert case.hear("stop", outcome="stopped").open() == ["tell_routes"]


def test_stopping_in_memory_before_any_store_gives_the_same_as_after_reload() -> None:
    flow = engine.Flow.new(small("ladder"))
    flow.start(LADDER_WORDS, now=MORNING)
    flow.complete(flow.position().steps[0].id, {"target": "village"}, now=MORNING)
    flow.send("stop", {"outcome": "stopped"}, now=MORNING)
    stored = at_village().hear("stop", outcome="stopped").position
    assert [step.name for step in flow.position().steps] == [step.name for step in stored.steps] == ["tell_routes"]
    assert flow.position().words == stored.words


def test_a_step_of_a_stopped_level_cannot_be_answered() -> None:
    case = at_village()
    mediate = case.step("mediate")
    case.hear("stop")
    with pytest.raises(NotReady):
        engine.complete(case.definition, case.position.state, mediate.id, {}, now=MORNING)


def test_a_message_nobody_waits_for_is_refused() -> None:
    case = at_village()
    with pytest.raises(NobodyWaits, match="another"):
        case.hear("another")
    case.hear("stop")
    with pytest.raises(NobodyWaits):
        case.hear("stop")


def test_a_finished_flow_takes_nothing_more() -> None:
    case = at_village()
    step = case.step("mediate")
    case.answer("mediate", outcome="agreed")
    assert (case.position.finished, case.position.steps, case.position.dues, case.position.messages) == (
        True,
        (),
        (),
        (),
    )
    with pytest.raises(NotReady):
        engine.complete(case.definition, case.position.state, step.id, {}, now=MORNING)
    with pytest.raises(NobodyWaits):
        case.hear("stop")
    assert case.wait(400).position.finished


# Ending from outside


def test_a_flow_that_is_cancelled_waits_for_nothing_and_stays_so_when_it_is_read_again() -> None:
    case = at_village()
    over = engine.cancel(case.definition, case.position.state)
    assert (over.finished, over.steps, over.dues, over.messages, over.end) == (True, (), (), (), None)
    assert engine.look(case.definition, over.state) == over
    assert engine.tick(case.definition, over.state, now=MORNING + timedelta(days=400)) == over
    with pytest.raises(NotReady):
        engine.complete(case.definition, over.state, case.step("mediate").id, {}, now=MORNING)
