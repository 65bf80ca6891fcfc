"""What comes in is made plain before anything reads it: texts without invisible characters, numbers that can be ids."""

from __future__ import annotations

from typing import IO, Any
from urllib.parse import parse_qsl

from flask import Flask, Request, abort, request
from werkzeug.datastructures import ImmutableMultiDict, MultiDict
from werkzeug.formparser import FormDataParser
from werkzeug.routing import IntegerConverter, ValidationError
from werkzeug.utils import cached_property

from app.core.asked import MOST, plain_text


class PlainParser(FormDataParser):
    """Reads what a form sends; texts and names of files become plain (`app.core.asked.plain_text`)."""

    def parse(
        self, stream: IO[bytes], mimetype: str, content_length: int | None, options: dict[str, str] | None = None
    ) -> tuple[IO[bytes], MultiDict[str, str], MultiDict[str, Any]]:
        """The rest of the stream, the texts, the files; of a body that breaks off no half file stays open."""
        begun, make = [], self.stream_factory

        def remember(*about: Any, **more: Any) -> IO[bytes]:
            begun.append(make(*about, **more))
            return begun[-1]

        self.stream_factory = remember
        rest, texts, files = super().parse(stream, mimetype, content_length, options)
        if not files:
            for one in begun:
                one.close()
        for file in files.values():
            file.filename = plain_text(file.filename or "")
        plain = [(plain_text(name), plain_text(text)) for name, text in texts.items(multi=True)]
        return rest, self.cls(plain), files


class PlainRequest(Request):
    """A request whose form and query string hold nothing but plain text."""

    form_data_parser_class = PlainParser

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.query_string = self.query_string.decode(errors="replace").encode()

    @cached_property
    def args(self) -> MultiDict[str, str]:
        """What stands behind the question mark; bytes that are no text become the sign for an unknown character."""
        pairs = parse_qsl(self.query_string.decode(), keep_blank_values=True, errors="replace")
        return ImmutableMultiDict((plain_text(name), plain_text(text)) for name, text in pairs)


class RowNumber(IntegerConverter):
    """An id in an address; what no table can hold leads nowhere."""

    regex = r"[0-9]{1,10}"

    def to_python(self, value: str) -> int:
        """The number.  Raises `ValidationError` when it is none."""
        number: int = super().to_python(value)
        if number > MOST:
            raise ValidationError
        return number


def _refuse_odd_address() -> None:
    if request.path != plain_text(request.path):
        abort(404)


def init_app(app: Flask) -> None:
    """Read every request this way."""
    app.request_class = PlainRequest
    app.url_map.converters["int"] = RowNumber
    app.before_request(_refuse_odd_address)
