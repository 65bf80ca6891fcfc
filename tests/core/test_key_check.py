"""No second ring over sealed values: a database names the keys it was sealed with, and takes no others."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import delete, func, select, text

from app.core.append_only import lifted
from app.core.crypto import keys, sealing_keys
from app.core.db import Model, db
from app.core.key_check import KeyRingName, WrongKeys, belongs
from app.core.key_ring import KeyRing
from app.core.transaction import transaction
from app.organisations.models import Person
from tests.conftest import make_app


@pytest.fixture
def elsewhere(app: Flask, tmp_path: Path) -> Iterator[Flask]:
    """A second data folder, without a key file, on the same database."""
    second = make_app(tmp_path / "second", str(app.config["SQLALCHEMY_DATABASE_URI"]))
    with second.app_context():
        yield second
        db.session.remove()
        db.engine.dispose()


def sealed_rows() -> list[tuple[str | None, str | None]]:
    return [tuple(row) for row in db.session.execute(select(Person.phone_sealed, Person.id_number_sealed))]


def test_the_first_sealed_value_names_the_ring_and_keeps_its_file(app: Flask) -> None:
    assert db.session.scalars(select(KeyRingName.fingerprint)).all() == [keys().fingerprint]
    assert KeyRing.read(Path(app.config["KEY_FILE"])) == keys()


@pytest.mark.both
def test_a_second_folder_opens_nothing_seals_nothing_and_keeps_no_file(elsewhere: Flask) -> None:
    before = sealed_rows()
    person = db.session.scalars(select(Person).where(Person.phone_sealed.is_not(None))).first()
    assert person is not None
    with pytest.raises(WrongKeys):
        str(person.phone)
    with pytest.raises(WrongKeys), transaction():
        person.seal_identity(id_number=None, phone="13800000001")
    assert sealed_rows() == before
    assert not Path(elsewhere.config["KEY_FILE"]).exists()


def test_whoever_signs_in_is_told_that_the_keys_are_wrong(app: Flask, elsewhere: Flask) -> None:
    client = elsewhere.test_client()
    answer = client.post("/sign-in", data={"login_name": "mediator", "password": "correct horse battery"})
    assert answer.status_code == 503
    assert "密钥文件不是这个数据库现在用的那一份" in answer.text


def test_a_database_of_before_is_judged_by_what_is_sealed_in_it(app: Flask) -> None:
    with transaction():
        db.session.execute(delete(KeyRingName))
    with db.engine.connect() as connection:
        assert belongs(connection, app.config["KEY_RING"])
        assert not belongs(connection, KeyRing.draw())


def test_a_key_of_the_same_id_is_not_taken_for_the_same_key(app: Flask) -> None:
    with transaction():
        db.session.execute(delete(KeyRingName))
    other = KeyRing(dict.fromkeys(app.config["KEY_RING"].fields, b"0" * 32), b"1" * 32, "secret")
    with db.engine.connect() as connection:
        assert not belongs(connection, other)


@pytest.mark.parametrize("column", ["draft.payload_sealed", "reach.email_sealed", "petition.query_code_sealed"])
def test_every_sealed_column_is_looked_at(column: str) -> None:
    table, name = column.split(".")
    assert name in Model.metadata.tables[table].columns


@pytest.mark.both
def test_a_database_without_sealed_values_takes_any_ring(elsewhere: Flask) -> None:
    with transaction(), lifted(db.session.connection()):
        for table in reversed(Model.metadata.sorted_tables):
            db.session.execute(delete(table))
    with db.engine.connect() as connection:
        assert belongs(connection, KeyRing.draw())
    with transaction():
        sealing_keys()
    assert db.session.scalar(select(func.count()).select_from(KeyRingName)) == 1
    assert KeyRing.read(Path(elsewhere.config["KEY_FILE"])) == keys()


def test_a_database_without_tables_takes_any_ring(app: Flask) -> None:
    Model.metadata.drop_all(db.engine)
    with db.engine.connect() as connection:
        assert belongs(connection, KeyRing.draw())
        assert connection.scalar(text("SELECT 1")) == 1
