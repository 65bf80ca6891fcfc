"""Refusals are sentences: what a person reads when something cannot be done, and what to do instead."""

from __future__ import annotations

from collections.abc import Mapping


class DomainError(Exception):
    """An action that is refused.  `sentence` is read by the user; `fields` puts sentences at form fields."""

    status = 409
    retry_after: int | None = None
    """Seconds after which it may be tried again, where that is known."""

    def __init__(self, sentence: str, fields: Mapping[str, str] | None = None) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.fields = dict(fields or {})

    @property
    def headers(self) -> dict[str, str]:
        """What an answer says beside its status: after how many seconds to come again (RFC 9110, 10.2.3)."""
        return {} if self.retry_after is None else {"Retry-After": str(self.retry_after)}


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


class TooMany(DomainError):
    """Too often, or too many at once (429); `retry_after` says in how many seconds it may be tried again."""

    status = 429

    def __init__(self, sentence: str, *, retry_after: int) -> None:
        super().__init__(sentence)
        self.retry_after = retry_after
