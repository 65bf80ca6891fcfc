"""The diagram of a letter: signed off, sealed, served; returned by whoever signs, returned by the post."""

from walking import BPMN, Walker

from workflows.catalogue import Definition, read_folder
from workflows.diagrams.drawing import find_process
from workflows.steps import Word

LETTER = BPMN / "letter"
OPENING: dict[str, Word] = {"without_sign_off": False, "outcome": ""}
APPROVED = {"outcome": "approved"}


def letter(*, without_sign_off: bool = False) -> Walker:
    return Walker(Definition.from_folder(LETTER, "letter"), {**OPENING, "without_sign_off": without_sign_off})


def test_a_letter_is_signed_off_sealed_and_served() -> None:
    walk = letter()
    stages = []
    for name, words in (("sign_off", APPROVED), ("seal_letter", {}), ("deliver", {"outcome": "delivered"})):
        assert walk.open() == [name]
        stages.append((walk.step(name).stage, walk.step(name).status))
        walk.answer(name, **words)
    assert stages == [("签发", "drafted"), ("盖章", "signed_off"), ("送达", "sealed")]
    assert walk.position.end is not None
    assert (walk.position.finished, walk.position.end.ending) == (True, "delivered")


def test_a_letter_that_is_to_be_changed_comes_back_to_whoever_signs() -> None:
    walk = letter().answer("sign_off", outcome="back")
    assert (walk.open(), walk.step("redraft").status) == (["redraft"], "returned")
    assert walk.answer("redraft", outcome="").open() == ["sign_off"]
    assert walk.answer("sign_off", outcome="back").answer("redraft").answer("sign_off", **APPROVED).open() == [
        "seal_letter"
    ]


def test_a_committees_letter_is_sealed_and_served_and_nobody_signs_it_off() -> None:
    walk = letter(without_sign_off=True)
    assert walk.open() == ["seal_letter"]
    walk.answer("seal_letter").answer("deliver", outcome="returned").answer("deliver", outcome="delivered")
    assert walk.position.finished


def test_a_letter_that_did_not_arrive_is_served_again_and_again() -> None:
    walk = letter().answer("sign_off", **APPROVED).answer("seal_letter")
    for _ in range(3):
        assert walk.answer("deliver", outcome="returned").open() == ["deliver"]
    assert walk.answer("deliver", outcome="delivered").position.finished


def test_whoever_signs_does_not_send_and_the_other_way_round() -> None:
    drawn = find_process(read_folder(LETTER, "letter"), "letter").of_kind("userTask")
    assert {node.id: node.properties["role"] for node in drawn} == {
        "sign_off": "signer",
        "redraft": "issuer",
        "seal_letter": "issuer",
        "deliver": "issuer",
    }
