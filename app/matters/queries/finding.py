"""Matters by words: what few bear is looked up, what many bear is met soon enough by whoever walks a list."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from sqlalchemy import (
    JSON,
    ColumnElement,
    CompoundSelect,
    Integer,
    Select,
    SQLColumnExpression,
    and_,
    cast,
    false,
    func,
    intersect,
    literal,
    or_,
    select,
    union_all,
)
from sqlalchemy import union as union_of
from sqlalchemy.orm import aliased

from app.core.crypto import LEAST_OF_A_PHONE, PHONE_DIGITS, PHONE_TAIL, TAIL, keys
from app.core.db import db
from app.core.identity import plain_id_number
from app.core.normalise import phone_digits
from app.matters.models import Piece
from app.matters.rules.found_by import mark_piece, pieces_of_number, pieces_of_pinyin, pieces_of_words

FEW = 2_000
"""So many matters are looked up one by one."""
FEWEST = 100
"""So many are sent one by one, so that the database knows how few they are."""
MANY = 1_000
"""So far it is counted how many bear a piece; what more bear is as good first as any other."""
MOST_PIECES = 50
"""Of more pieces the first count; what is left out could only find less."""
LEAST_OF_A_DOCUMENT = 8
"""Characters of an identity number at least."""
Ways = Sequence[Sequence[str]]
"""Pieces of which all must be borne, in one way or another."""
Ids = Select[int] | CompoundSelect[int]


@dataclass(frozen=True)
class Bears:
    """The condition on the id of a matter that it bears what was looked for.

    `few`: the matters that do; None when more than `FEW` do, so that whoever wants to see them is soon served, and
    whoever counts them is not.
    """

    condition: Callable[[SQLColumnExpression[int]], ColumnElement[bool]]
    few: Sequence[int] | None = None

    def __call__(self, key: SQLColumnExpression[int]) -> ColumnElement[bool]:
        return self.condition(key)


def found_by(words: str) -> Bears:
    """The condition on the id of a matter that it bears these words: each in a name, a text or a number, or all of them
    as one number; what has no letter or digit in it asks for nothing.  Asks once how rare the pieces are, and once how
    many matters bear the words."""
    split = [_ways_of_word(word) for word in words.split()]
    each = [ways for ways in split if ways]
    whole = _ways(pieces_of_number(words), _by_phone(words)) if len(each) > 1 else []
    if not each:
        return Bears(lambda _key: false(), few=())
    borne = _how_often([*whole, *chain(*each)])
    each, whole = [_rarest_first(ways, borne) for ways in each], _rarest_first(whole, borne)
    apart = [_bearing(pieces) for pieces in each[0]] if len(each) == 1 else [_all(each)]
    some = [select(one.subquery().c[0]).limit(FEW + 1) for one in (*apart, *map(_bearing, whole))]
    ids = db.session.scalars(select(_either(some).subquery().c[0]).limit(FEW + 1)).all()
    if len(ids) <= FEW:
        return Bears(lambda key: key.in_(ids if len(ids) <= FEWEST else _listed(ids)), few=ids)
    return Bears(
        lambda key: or_(
            and_(*(or_(*(_bears(key, pieces) for pieces in ways)) for ways in each)),
            *(_bears(key, pieces) for pieces in whole),
        )
    )


def _listed(ids: Sequence[int]) -> Select[int]:
    """The same ids as rows of one value: a thousand values of their own take longer to send than to look up, and so
    many rows that PostgreSQL rather reads a whole table."""
    if db.engine.dialect.name == "sqlite":
        return select(cast(func.json_each(json.dumps(list(ids))).table_valued("value").c.value, Integer))
    return select(cast(func.json_array_elements_text(cast(list(ids), JSON)).column_valued("one"), Integer))


def _ways_of_word(word: str) -> Ways:
    """In a name by characters, initials or sound, in a text, as a number, as a telephone or an identity number."""
    return _ways(
        pieces_of_words(word), pieces_of_pinyin(word), pieces_of_number(word), _by_phone(word), _by_document(word)
    )


def _by_phone(words: str) -> list[str]:
    """The piece of a telephone number that was typed whole, or of its last four digits."""
    digits = "" if any(one.isalpha() for one in words) else phone_digits(words)
    if len(digits) == TAIL:
        return [mark_piece(keys().blind_index(digits, PHONE_TAIL))]
    return [mark_piece(keys().blind_index(digits, PHONE_DIGITS))] if len(digits) >= LEAST_OF_A_PHONE else []


def _by_document(word: str) -> list[str]:
    """The piece of a whole identity number."""
    number = plain_id_number(word)
    is_one = len(number) >= LEAST_OF_A_DOCUMENT and number.isascii() and any(one.isdigit() for one in number)
    return [mark_piece(keys().blind_index(number, "id_number"))] if is_one else []


def _how_often(ways: Ways) -> Mapping[str, int]:
    """How many matters bear each piece, as far as it is counted."""
    pieces = sorted(set(chain(*ways)))
    return dict(db.session.execute(union_all(*map(_counted, pieces))).all())


def _counted(piece: str) -> Select[str, int]:
    bearing = select(Piece.piece).where(Piece.piece == piece).limit(MANY).subquery()
    return select(literal(piece), select(func.count()).select_from(bearing).scalar_subquery())


def _rarest_first(ways: Ways, borne: Mapping[str, int]) -> Ways:
    """Each way with the piece first that the fewest bear: the others are only looked up where it is."""
    return [sorted(pieces, key=lambda piece: borne[piece]) for pieces in ways]


def _ways(*ways: Sequence[str]) -> Ways:
    return [pieces[:MOST_PIECES] for pieces in ways if pieces]


def _all(each: Sequence[Ways]) -> Ids:
    words = [_either([_bearing(pieces) for pieces in ways]) for ways in each]
    return words[0] if len(words) == 1 else intersect(*(select(word.subquery().c[0]) for word in words))


def _either(ids: Sequence[Ids]) -> Ids:
    return ids[0] if len(ids) == 1 else union_of(*(select(one.subquery().c[0]) for one in ids))


def _bearing(pieces: Sequence[str]) -> Select[int]:
    """Ids of the matters that bear all pieces: walks those of the first, and looks the others up."""
    first = aliased(Piece)
    return select(first.matter_id).where(
        first.piece == pieces[0], *(_bears(first.matter_id, [one]) for one in pieces[1:])
    )


def _bears(key: SQLColumnExpression[int], pieces: Sequence[str]) -> ColumnElement[bool]:
    """The condition that the matter of this id bears all pieces: looks each of them up.

    The offset of nothing keeps each look-up by itself.  Otherwise PostgreSQL makes joins of them and weighs every order
    of ten joins, which takes it longer than all the looking up.
    """

    def bears(piece: str) -> ColumnElement[bool]:
        one = aliased(Piece)
        return select(one.piece).where(one.matter_id == key, one.piece == piece).offset(0).exists()

    return and_(*map(bears, pieces))
