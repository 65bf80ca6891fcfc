"""Refusals are sentences: what a person reads when something cannot be done, and what to do instead."""

from __future__ import annotations

from collections.abc import Mapping


class DomainError(Exception):
    """A deed that is refused.  `sentence` is read by the user; `fields` puts sentences at form fields."""

    status = 409

    def __init__(self, sentence: str, fields: Mapping[str, str] | None = None) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.fields = dict(fields or {})


class NotAllowed(DomainError):
    """The actor may not do this (403)."""

    status = 403


class NotFound(DomainError):
    """It is not there, or not there for this person (404)."""

    status = 404


OUT_OF_SIGHT = "没有找到这一件，或者它不归您看。请从“今天要办的事”或者自己的列表里进去找。"
"""What is read of a thing that is not there and of one that is somebody else's: one sentence, so that none tells."""


class Invalid(DomainError):
    """What was entered cannot be right (422)."""

    status = 422


class NotNow(DomainError):
    """The matter has moved on, or is not that far yet (409)."""

    status = 409
