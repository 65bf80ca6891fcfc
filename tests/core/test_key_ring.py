"""The key ring: what one seals only it opens, in its place; its file is for the owner and never written over."""

from __future__ import annotations

import json
import stat
from dataclasses import replace
from pathlib import Path

import pytest

from app.core.key_ring import KeyRing, SealBroken


@pytest.fixture
def ring() -> KeyRing:
    return KeyRing.draw()


def test_what_is_sealed_opens_again(ring: KeyRing) -> None:
    token = ring.seal("王甲", "party.phone:1")
    assert ring.open(token, "party.phone:1") == "王甲"
    assert token.startswith(f"v1.{next(iter(ring.fields))}.A256GCM.")
    assert token != ring.seal("王甲", "party.phone:1"), "the same value twice looks different"


@pytest.mark.parametrize("place", ["party.phone:2", "party.id_number:1", "person.phone:1", ""])
def test_a_token_opens_only_in_its_place(ring: KeyRing, place: str) -> None:
    with pytest.raises(SealBroken):
        ring.open(ring.seal("13812345678", "party.phone:1"), place)


@pytest.mark.parametrize("token", ["", "v1", "v2.1.A256GCM.AAAA", "v1.9.A256GCM.AAAA", "v1.1.OTHER.AAAA"])
def test_what_is_no_token_does_not_open(ring: KeyRing, token: str) -> None:
    with pytest.raises(SealBroken):
        ring.open(token, "party.phone:1")


def test_a_changed_byte_or_another_key_does_not_open(ring: KeyRing) -> None:
    token = ring.seal("13812345678", "a")
    swapped = token[:-6] + ("A" if token[-6] != "A" else "B") + token[-5:]
    with pytest.raises(SealBroken):
        ring.open(swapped, "a")
    with pytest.raises(SealBroken):
        KeyRing.draw().open(token, "a")


def test_a_new_key_seals_and_the_old_one_still_opens(ring: KeyRing) -> None:
    old = ring.seal("13812345678", "a")
    newer = replace(ring, fields={**ring.fields, "2": b"2" * 32, "10": b"3" * 32})
    assert newer.open(old, "a") == "13812345678"
    assert newer.seal("x", "a").split(".")[1] == "10"


def test_a_key_file_of_the_first_version_still_opens_and_seals(tmp_path: Path) -> None:
    kept = {"fields": {"1": "ab" * 32}, "index": "cd" * 32, "cookie_secret": "secret"}
    (tmp_path / "keys.json").write_text(json.dumps(kept), encoding="ascii")
    ring = KeyRing.read(tmp_path / "keys.json")
    assert ring is not None
    assert ring.seal("王甲", "a").startswith("v1.1.A256GCM.")


def test_two_rings_share_no_key_id_and_no_fingerprint(ring: KeyRing) -> None:
    other = KeyRing.draw()
    assert not set(ring.fields) & set(other.fields)
    assert ring.fingerprint != other.fingerprint
    assert not other.holds(ring.seal("13812345678", "a"))


def test_a_further_field_key_leaves_the_fingerprint_as_it_is(ring: KeyRing) -> None:
    assert replace(ring, fields={**ring.fields, "2": b"2" * 32}).fingerprint == ring.fingerprint


def test_the_key_file_is_for_its_owner_alone_and_never_written_over(ring: KeyRing, tmp_path: Path) -> None:
    place = tmp_path / "keys.json"
    assert KeyRing.read(place) is None
    assert ring.keep(place)
    assert stat.S_IMODE(place.stat().st_mode) == 0o600
    assert KeyRing.read(place) == ring
    assert not KeyRing.draw().keep(place)
    assert KeyRing.read(place) == ring
    assert [one.name for one in tmp_path.iterdir()] == ["keys.json"], "nothing half-written stays"


def test_a_blind_index_finds_the_same_value_of_the_same_column(ring: KeyRing) -> None:
    index = ring.blind_index("37030419600501003x", "id_number")
    assert index == ring.blind_index(" 37030419600501003X ", "id_number")
    assert index != ring.blind_index("37030419600501003x", "phone")
    assert index != ring.blind_index("370304196005010038", "id_number")
