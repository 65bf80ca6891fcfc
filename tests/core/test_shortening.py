"""A text that has to fit shows its beginning and says that it goes on."""

from __future__ import annotations

import pytest

from app.core.shortening import shortened


@pytest.mark.parametrize(
    ("text", "shown"), [("", ""), ("三个字", "三个字"), ("整整四字", "整整四字"), ("一共五个字", "一共五…")]
)
def test_it_is_never_longer_than_there_is_room(text: str, shown: str) -> None:
    assert shortened(text, 4) == shown
