"""Files of petitions and of their letters: who hands them in, who opens which, where the pages show them."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.core.access_log import AccessLog
from app.core.db import db
from app.core.errors import NotAllowed, NotNow
from app.matters.models.attachments import Attachment
from app.petitions.models.records import Letter
from app.petitions.queries import letters_of
from app.petitions.terms import LETTER_MATERIALS, PETITION_MATERIALS
from tests.filing import filed, picture
from tests.petitions.way import Way

ClientOf = Callable[[str], FlaskClient]
SAID = {"taken_on": "2026-11-02", "spoken_by": "王乙", "occurred_at": "2026-11-20T08:00"}
DESK_ALONE = {"identity", "signed_page"}
WITH_NUMBERS = {"letter", "envelope", "withdrawal", "identity", "signed_page"}


def statuses(client_of: ClientOf, one: Attachment, *names: str) -> dict[str, int]:
    return {name: client_of(name).get(f"/attachments/{one.public_id}").status_code for name in names}


def letter_of(way: Way) -> Letter:
    return letters_of(way.claim_id)[-1]


@pytest.mark.both
def test_the_desk_hands_in_the_letter_its_envelope_and_what_came_with_it(app: Flask, client_of: ClientOf) -> None:
    way, client = Way().register(), client_of("petition")
    page = client.get(f"/petitions/{way.petition.public_id}").text
    address = f"/attachments/of/petition/{way.petition.public_id}"
    assert page.count(f'"{address}"') == 2, "near the top as long as there is none, and where they will stand"
    sent = [(io.BytesIO(picture(colour=one)), f"{one}.jpg") for one in ("red", "blue")]
    answer = client.post(address, data={**SAID, "kind": "letter", "file": sent})
    assert answer.status_code == 302
    page = client.get(answer.location).text
    assert page.count("/thumbnail") == 2
    assert page.count(f'"{address}"') == 1
    for words in ("信件原件", "2026年11月2日", "red.jpg", "收好了2个。"):
        assert words in page
    assert {one.matter for one in db.session.query(Attachment)} == {f"petition:{way.petition.id}"}


@pytest.mark.parametrize("material", sorted(PETITION_MATERIALS))
def test_who_opens_which_file_of_a_petition(app: Flask, client_of: ClientOf, material: str) -> None:
    way = Way().investigating()
    one = filed(way.petition, way.account("petition"), way.now, kind=material)
    office = 403 if material in DESK_ALONE else 200
    leader = 403 if material in WITH_NUMBERS else 200
    assert statuses(client_of, one, "petition", "handler", "leader", "mediator", "justice", "discipline", "admin") == {
        "petition": 200, "handler": office, "leader": leader, "mediator": 404, "justice": 404, "discipline": 403,
        "admin": 403,
    }  # fmt: skip
    page = client_of("handler").get(f"/petitions/{way.petition.public_id}").text
    assert (f"/attachments/{one.public_id}" in page) == (office == 200)
    assert PETITION_MATERIALS[material] in page


def test_an_office_sees_no_file_of_a_petition_in_which_it_handles_nothing(app: Flask, client_of: ClientOf) -> None:
    way = Way().register()
    one = filed(way.petition, way.account("petition"), way.now, kind="photo")
    assert statuses(client_of, one, "petition", "handler") == {"petition": 200, "handler": 404}
    assert client_of("handler").get(f"/attachments/of/petition/{way.petition.public_id}").status_code == 404


def test_the_handling_office_hands_in_as_long_as_its_claim_runs(app: Flask, client_of: ClientOf) -> None:
    way = Way().investigating()
    handler = way.account("handler")
    filed(way.petition, handler, way.now, kind="photo")
    address = f"/attachments/of/petition/{way.petition.public_id}"
    assert client_of("handler").get(address).status_code == 200
    way.withdraw()
    refused = client_of("handler").get(address)
    assert refused.status_code == 409
    assert "后来收到的材料请交给镇信访办来存" in refused.text
    with pytest.raises(NotNow):
        filed(way.petition, handler, way.now, colour="red")
    assert filed(way.petition, way.account("petition"), way.now, kind="withdrawal", colour="red").id, "the desk may"


def test_a_leader_reads_and_hands_nothing_in(app: Flask, client_of: ClientOf) -> None:
    way = Way().register()
    with pytest.raises(NotAllowed):
        filed(way.petition, way.account("leader"), way.now)
    client, petition = client_of("leader"), way.petition.public_id
    assert client.get(f"/attachments/of/petition/{petition}").status_code == 403
    assert "/attachments/of/" not in client.get(f"/petitions/{petition}").text


@pytest.mark.both
def test_the_signed_slip_lies_with_its_letter(app: Flask, client_of: ClientOf) -> None:
    way = Way().register().sort().decide("accepted").signed_off().sealed()
    letter, client = letter_of(way), client_of("petition")
    page = client.get(f"/petitions/letters/{letter.public_id}").text
    address = f"/attachments/of/letter/{letter.public_id}"
    assert f'"{address}?material=receipt"' in page
    form = client.get(f"{address}?material=receipt").text
    assert 'value="receipt" checked' in form
    sent = {**SAID, "kind": "receipt", "file": (io.BytesIO(picture()), "回证.jpg")}
    answer = client.post(address, data=sent)
    assert answer.location == f"/petitions/letters/{letter.public_id}"
    page = client.get(answer.location).text
    assert "送达回证的缩略图" in page
    (one,) = db.session.query(Attachment)
    assert one.matter == f"letter:{letter.id}"
    assert client.get(f"/attachments/{one.public_id}").status_code == 200
    (look,) = db.session.query(AccessLog).filter_by(deed="downloaded")
    assert (look.subject_kind, look.subject_id) == ("letter", letter.id)


@pytest.mark.parametrize("material", sorted(LETTER_MATERIALS))
def test_who_opens_which_file_of_a_letter(app: Flask, client_of: ClientOf, material: str) -> None:
    way = Way().investigating()
    one = filed(letter_of(way), way.account("petition"), way.now, kind=material)
    leader = 403 if material in {"parcel", *DESK_ALONE} else 200
    office = 403 if material in DESK_ALONE else 200
    assert statuses(client_of, one, "petition", "handler", "leader", "mediator", "discipline") == {
        "petition": 200, "handler": office, "leader": leader, "mediator": 404, "discipline": 403,
    }  # fmt: skip


def test_an_office_sees_no_file_of_anothers_letter(app: Flask, client_of: ClientOf) -> None:
    way = Way().register().sort().decide("accepted")
    one = filed(letter_of(way), way.account("petition"), way.now, kind="receipt")
    assert statuses(client_of, one, "petition", "handler") == {"petition": 200, "handler": 404}
    with pytest.raises(NotAllowed):
        filed(letter_of(way), way.account("handler"), way.now, colour="red")
