"""Every diagram has its picture in the documents, made of the file as it is."""

from __future__ import annotations

from tests.journeys.diagram_pictures import PAGE, PICTURES, diagrams, drawn_from, hash_of, page_text, picture_of


def test_every_diagram_has_its_picture_and_no_other_lies_there() -> None:
    assert set(PICTURES.rglob("*.png")) == {picture_of(one) for one in diagrams()}


def test_every_picture_is_of_the_diagram_as_it_is() -> None:
    old = [one.name for one in diagrams() if drawn_from(picture_of(one)) != hash_of(one)]
    assert old == [], "make them anew: .venv/bin/python -m tests.journeys.diagram_pictures"


def test_the_page_shows_all_of_them() -> None:
    assert PAGE.read_text(encoding="utf-8") == page_text()
    assert len(diagrams()) >= 16
