"""Tables that a command can work on: made on a fresh folder, brought up to date on an older one.

Only a start loads the example town; a command that comes first leaves the database empty, and the start after it still
finds it so.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import nullcontext
from functools import partial, wraps
from typing import ParamSpec, TypeVar

import click
from flask import Flask, current_app
from sqlalchemy import inspect, select

from app.agreements.actions.older_promises import begin_promises
from app.audit.actions.adopt import adopt_tables, all_covered
from app.audit.actions.record import lock_head
from app.cli.adopt_deadlines import DONE, adopt_deadlines, are_adopted
from app.cli.before_update import keep_backup
from app.cli.data_folder import refuse_lost_database, refuse_other_keys
from app.cli.freeze_papers import freeze_standing_papers
from app.cli.index_phones import index_phones
from app.cli.make_thumbnails import make_thumbnails
from app.cli.one_server import one_start_at_a_time, without_server
from app.cli.refusal import Refused, in_sentences
from app.cli.rename_drafts import rename_drafts
from app.cli.seal_files import seal_plain_files
from app.cli.seal_participants import seal_participants
from app.cli.snapshot import VERSION_TABLE, revision_of
from app.cli.sound_people import sound_people
from app.core import clock
from app.core.crypto import sealing_keys
from app.core.db import MIGRATIONS, db
from app.core.key_check import KeyRingName
from app.core.transaction import transaction
from app.example.town.load import is_empty
from app.letters.actions.begin_flows import begin_flows
from app.matters.actions.rebuild import rebuild
from app.matters.actions.tell import tell_all
from app.matters.models.attachments import Attachment
from app.organisations.models import TownFact
from app.organisations.queries import example_town_is_loaded, fact

NOT_UPDATED = "数据库没有更新成，原因见上面一行。它可能来自更新的版本：请换成新版程序，或者用备份恢复。"
Given = ParamSpec("Given")
Answer = TypeVar("Answer")


def _freeze_papers() -> None:
    for lost in freeze_standing_papers(now=clock.now()):
        click.echo(f"注意：{lost}")


def _begin_letters() -> None:
    begin_flows(clock.now())


def _begin_promises() -> None:
    begin_promises(clock.now())


def _in_one(carry_out: Callable[[], object]) -> Callable[[], None]:
    def whole() -> None:
        with transaction():
            carry_out()

    return whole


ONCE: Mapping[str, Callable[[], object]] = {
    "files_sealed": seal_plain_files,
    "participants_sealed": _in_one(seal_participants),
    "thumbnails_made": make_thumbnails,
    "drafts_renamed": _in_one(rename_drafts),
    "papers_frozen": _freeze_papers,
    "phones_indexed": _in_one(index_phones),
    "people_sounded": _in_one(sound_people),
    "matters_built": rebuild,
    "entries_written": tell_all,
    "files_told": partial(tell_all, only=Attachment),
    "letters_begun": _in_one(_begin_letters),
    "promises_begun": _in_one(_begin_promises),
}
"""What the first start after an upgrade does with what stands, in this order, by the fact that says it was done."""


def on_current_tables(command: Callable[Given, Answer]) -> Callable[Given, Answer]:
    """The command, once the tables are there; it needs the application context (`with_appcontext`)."""

    @wraps(command)
    def run(*args: Given.args, **named: Given.kwargs) -> Answer:
        with in_sentences():
            prepare_tables(current_app)
        return command(*args, **named)

    return run


def prepare_tables(app: Flask, *, as_server: bool = False, backs_up: bool = True) -> None:
    """Bring tables and live cases up to date; costs the same few statements whatever the number of cases.

    A server, and whoever is alone already (`as_server`), asks for no lock.  A command that finds an older database
    takes it, for the program of yesterday may still be running on it.  What an older version has filled is backed up
    first, unless whoever asks has it elsewhere.
    Raises `Refused`, `DatabaseError`, `OSError`.
    """
    refuse_lost_database(app)
    with app.app_context():
        refuse_other_keys(app)
        is_old = not tables_are_current()
        if is_old:
            with nullcontext() if as_server else without_server(app):
                if backs_up:
                    keep_backup(app)
                _update()
        if not is_empty():
            refuse_pretending(app)
        if (is_old or as_server) and not (_keys_are_named() and are_adopted() and all_covered()):
            with transaction():
                lock_head()  # of two servers that begin at once the second finds nothing left to do
                sealing_keys()
                adopt_deadlines(clock.now())
                adopt_tables(clock.now())
        if (is_old or as_server) and any(fact(name) != DONE for name in ONCE):
            with one_start_at_a_time(app):
                _do_once()
        db.session.remove()


def _do_once() -> None:
    db.session.rollback()
    for name, carry_out in ONCE.items():
        if fact(name) != DONE:
            carry_out()
            with transaction():
                db.session.merge(TownFact(name=name, value=DONE))


def refuse_pretending(app: Flask) -> None:
    """Another day than today is for training: real data keep the real date. Raises Refused."""
    with app.app_context():
        if app.config["PRETEND_DATE"] and not example_town_is_loaded():
            raise Refused("换日期只能用在示例镇上：现在装的不是示例数据，请去掉 JIEYOU_PRETEND_DATE 再运行。")


def tables_are_current() -> bool:
    """Whether no migration is due.

    Tables that bear no version at all were made from the models themselves, and are as new as the program.
    """
    with db.engine.connect() as connection:
        seen = inspect(connection)
        if not seen.has_table(VERSION_TABLE):
            return seen.has_table(TownFact.__tablename__)
        newest = (MIGRATIONS / ".head").read_text(encoding="ascii").strip()
        return revision_of(connection) == newest


def _update() -> None:
    from flask_migrate import upgrade

    try:
        upgrade()
    except SystemExit:
        raise Refused(NOT_UPDATED) from None


def _keys_are_named() -> bool:
    return db.session.scalar(select(KeyRingName.fingerprint).limit(1)) is not None
