"""`flask demo`: people of the example town carry four disputes and a petition through the pages, and print papers."""

from __future__ import annotations

import logging
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

import click
from flask import Flask

from app.cli.refusal import Refused, in_sentences
from app.cli.serve import prepare_database
from app.example.town.sign_ins import read_sign_ins
from app.example.walk.homestead import Office, homestead
from app.example.walk.neighbours import debt, fence, neighbours
from app.example.walk.permit import Town as PetitionTown
from app.example.walk.permit import follow, permit, register
from app.example.walk.person import Person, Visitor
from app.example.walk.stopped import Stopped
from app.petitions.queries import petition_numbered

VILLAGE = "08"
"""小海眼社区, by its place in the town's list."""


@click.command("demo")
@click.option("--to", "folder", type=click.Path(path_type=Path, file_okay=False), default=Path("demo-out"),
              help="文书写到哪个文件夹（默认 demo-out）。")  # fmt: skip
def demo(folder: Path) -> None:
    """用网页走完四个案子、一件信访（不用浏览器），文书写进 demo-out；用自己的临时数据库，不碰正式数据。"""
    with in_sentences(), tempfile.TemporaryDirectory(prefix="jieyou-demo-") as ground:
        folder.mkdir(parents=True, exist_ok=True)
        for left in folder.glob("*.pdf"):
            left.unlink()
        people = Town(fresh_app(Path(ground)), click.echo)
        try:
            walk(people, folder)
        except Stopped as stopped:
            raise Refused(str(stopped)) from stopped
        papers = sorted(folder.glob("*.pdf"))
        click.echo(f"\n都走完了。{len(papers)}份文书在 {folder.resolve()}：")
        for paper in papers:
            click.echo(f"  {paper.name}　{paper.stat().st_size // 1024} KB")


def fresh_app(folder: Path) -> Flask:
    """An application of its own on an empty database in `folder`, with the example town."""
    from app import create_app

    app = create_app(DATA_FOLDER=str(folder), SQLALCHEMY_DATABASE_URI=f"sqlite:///{folder / 'demo.db'}")
    prepare_database(app)
    logging.getLogger("jieyou.requests").setLevel(logging.WARNING)
    return app


class Town:
    """The example town's people, each signed in when first needed."""

    def __init__(self, app: Flask, tell: Callable[[str], None]) -> None:
        self.app, self.tell = app, tell
        self.passwords = {name: password for _, name, password in read_sign_ins(Path(app.config["DATA_FOLDER"]))}
        self.person = cache(self._sign_in)

    def _sign_in(self, login_name: str) -> Person:
        return Person(self.app, login_name, self.passwords[login_name], self.tell)

    def adviser(self, name: str) -> Person:
        """The legal adviser of this name.  Raises `Refused` when nobody signs in under it."""
        for login_name in self.passwords:
            if login_name.startswith("adviser") and self.person(login_name).name == name:
                return self.person(login_name)
        raise Refused(f"法律顾问{name}没有账号。")

    def code_on_the_receipt(self, number: str) -> str:
        """The code printed on the receipt of a petition.  Raises `Refused` when there is no such petition."""
        with self.app.app_context():
            found = petition_numbered(number)
            if found is None:
                raise Refused(f"没有编号是{number}的信访。")
            return found.query_code

    def office(self, papers: Path) -> Office:
        """Everybody the homestead dispute needs."""
        one = self.person
        return Office(one(f"mediator{VILLAGE}"), one(f"head{VILLAGE}"), one("town-mediator"), one("town-head"),
                      one("clerk"), self.adviser, papers)  # fmt: skip


def petition(town: Town, papers: Path) -> None:
    """The building permit; the petitioner has number and code from the receipt."""
    one = town.person
    people = PetitionTown(one("petition"), one("leader"), one("station"), Visitor(town.app, town.tell), papers)
    number = permit(people, register(people.clerk))
    follow(people, number, town.code_on_the_receipt(number))


def walk(town: Town, papers: Path) -> None:
    """All five stories."""
    mediator, head = town.person(f"mediator{VILLAGE}"), town.person(f"head{VILLAGE}")
    stories: list[tuple[str, Callable[[], None]]] = [
        ("宅基地：翻建与通道，从家族小组一直到镇里", lambda: homestead(town.office(papers))),
        ("邻里：雨水管与香椿树，在村里调", lambda: neighbours(mediator, head, papers)),
        ("邻里：菜园篱笆，口头说定", lambda: fence(mediator, papers)),
        ("借款：一方要求终止", lambda: debt(mediator, papers)),
        ("信访：问翻建的手续，从来访登记到处理意见书送到", lambda: petition(town, papers)),
    ]
    for title, story in stories:
        town.tell(f"\n【{title}】")
        story()


commands = (demo,)
