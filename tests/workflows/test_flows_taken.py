"""A move tells which sequence flows it took: those, all of those, and no other."""

from walking import MEDIATION_WORDS, Walker, mediation

from workflows import engine


def taken(walker: Walker) -> list[str]:
    return [f"{way.process}: {way.source} → {way.target}" for way in walker.position.taken]


def walker_mediating() -> Walker:
    walker = Walker(mediation(), MEDIATION_WORDS).answer("choose_start", target="village")
    walker.answer("accept_case", outcome="accepted").answer("record_consents", outcome="agreed")
    return walker.answer("tell_rights", outcome="told").answer("choose_mediators")


def test_a_start_tells_its_way_to_the_first_step() -> None:
    assert taken(Walker(mediation(), MEDIATION_WORDS)) == [
        "mediation: registered → ladder",
        "ladder: begun → suggest_start",
        "ladder: suggest_start → choose_start",
    ]


def test_an_answer_tells_the_way_into_a_called_process_and_through_its_gateways() -> None:
    assert taken(Walker(mediation(), MEDIATION_WORDS).answer("choose_start", target="group")) == [
        "ladder: choose_start → acceptance",
        "acceptance: applied → accept_case",
    ]


def test_a_way_taken_twice_is_told_each_time() -> None:
    walker = Walker(mediation(), MEDIATION_WORDS).answer("choose_start", target="clan")
    walker.answer("accept_case", outcome="accepted")
    lap = [
        "acceptance: record_consents → consents_given",
        "acceptance: consents_given → to_ask",
        "acceptance: to_ask → record_consents",
    ]
    assert taken(walker.answer("record_consents", outcome="pending")) == lap
    assert taken(walker.answer("record_consents", outcome="pending")) == lap


def test_a_date_tells_the_way_out_of_the_boundary_and_not_out_of_the_task() -> None:
    walker = walker_mediating().answer("mediate", outcome="not_reached")
    walker.answer("next_step", outcome="moved", by_letter=True, target="town")
    assert taken(walker.wait(60)) == ["transfer: answer_late → chase_answer"]


def test_a_message_leaves_the_called_process_without_its_ends() -> None:
    assert taken(walker_mediating().hear("stop_mediation")) == [
        "mediation: stop_asked → to_tell",
        "mediation: to_tell → tell_routes",
    ]


def test_looking_takes_no_way_and_the_ways_are_not_stored() -> None:
    walker = walker_mediating()
    looked_at = engine.look(walker.definition, walker.position.state)
    assert walker.position.taken
    assert looked_at.taken == ()
    assert looked_at == walker.position
