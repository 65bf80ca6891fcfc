"""`flask demo` carries its disputes and its petition through the pages and prints papers that say what came of them."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask

from app import create_app
from app.cli import demo
from app.cli.demo import fresh_app
from app.core import clock
from app.core.fonts import font_files
from app.example.walk import homestead, neighbours, permit
from app.example.walk.page import Page
from app.example.walk.shared_steps import Clause
from app.example.walk.stopped import Stopped
from tests import town
from tests.cli.starting import flask
from tests.example import DATABASE, loaded_by_command

TITLES = ("受理登记表", "权利义务告知书", "移交函", "终止调解告知书", "人民调解协议书", "口头协议登记表")


def run(*command: str | Path) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def text_of(paper: Path) -> str:
    """The words of a paper without blanks, line ends and page feet."""
    words = "".join(run("pdftotext", "-layout", paper, "-").split())
    return re.sub(r"（\d{4}）\w+?第\d+号人民调解协议书第\d+版第\d+页共\d+页[0-9a-f]{64}", "", words)


def paper_named(folder: Path, title: str, number: str) -> Path:
    return next(folder.glob(f"{title}*{number}.pdf"))


def assert_holds(paper: Path, clauses: list[Clause], *more: str) -> None:
    text = text_of(paper)
    for number, clause in enumerate(clauses, start=1):
        assert clause.who in text
        assert "".join(clause.does.split()) in text, f"clause {number}"
    for words in more:
        assert words in text, words


def assert_pages_are_counted(paper: Path) -> None:
    pages = int(re.findall(r"Pages:\s+(\d+)", run("pdfinfo", paper))[0])
    text = "".join(run("pdftotext", "-layout", paper, "-").split())
    for page in range(1, pages + 1):
        assert f"第{page}页共{pages}页" in text


def assert_fonts_are_embedded(paper: Path) -> None:
    rows = run("pdffonts", paper).splitlines()[2:]
    assert rows
    assert {row.split()[-5] for row in rows} == {"yes"}, paper.name


LAID, WHOLE = "laid", "whole"


@pytest.fixture(scope="module", params=[LAID, pytest.param(WHOLE, marks=pytest.mark.campaign)])
def papers(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str]]:
    """The folder of papers and what was printed on the screen.

    By the command of a process of its own, as `make demo` runs it; by the same command in this one, which begins
    where the example town is already loaded.
    """
    folder = tmp_path_factory.mktemp("demo") / "demo-out"
    ground = tmp_path_factory.mktemp("office")
    with pytest.MonkeyPatch.context() as patched:
        if request.param == WHOLE:
            patched.setattr(clock.clock, "source", lambda: datetime.now(UTC))
            said = _by_a_process(folder, ground)
        else:
            patched.setattr(clock.clock, "source", lambda: town.NOW)
            patched.setattr(demo, "fresh_app", lambda place: _laid(place, tmp_path_factory))
            said = _by_command(folder, ground)
        assert not (ground / "jieyou.db").exists(), "the demonstration must not touch the office's database"
        yield folder, said


def _by_a_process(folder: Path, ground: Path) -> str:
    (ground / "fonts").mkdir()
    for font in font_files():
        (ground / "fonts" / font.name).symlink_to(font)
    done = flask(ground, "demo", "--to", str(folder))
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    return done.stdout


def _by_command(folder: Path, ground: Path) -> str:
    office = create_app(DATA_FOLDER=str(ground), SQLALCHEMY_DATABASE_URI=f"sqlite:///{ground / 'jieyou.db'}")
    done = office.test_cli_runner().invoke(args=["demo", "--to", str(folder)])
    assert done.exit_code == 0, done.output[-2000:]
    return done.output


def _laid(place: Path, factory: pytest.TempPathFactory) -> Flask:
    """The application of the demonstration, whose example town is there when it looks for it."""
    loaded_by_command(place, factory)
    (place / DATABASE).rename(place / "demo.db")
    return fresh_app(place)


def test_four_disputes_become_papers_that_say_what_was_agreed(papers: tuple[Path, str]) -> None:
    folder, said = papers
    for title in TITLES:
        assert list(folder.glob(f"{title}（*号.pdf")), title
    assert said.count("协议生效了") == 2
    assert "退回修改" in said
    assert "已终止" in said
    assert said.count("已归档") == 2
    assert str(folder) in said

    centre = paper_named(folder, "人民调解协议书", "白塔人调字第*号")
    money = ("3000元", "叁仟元整", "1500元", "壹仟伍佰元整")
    number = centre.stem.removeprefix("人民调解协议书")
    clauses = homestead.clauses(corrected=True)
    assert_holds(centre, clauses, "王甲", "王乙", number, *money, "一式三份", "白塔镇人民调解委员会")
    village = paper_named(folder, "人民调解协议书", "小海眼人调字第*号")
    assert_holds(village, neighbours.rain_pipe_clauses(), "赵守信", "孙玉梅", "1200元", "壹仟贰佰元整", "一式三份")
    for paper in (centre, village):
        assert_pages_are_counted(paper)
        assert "草稿" not in text_of(paper)
    for paper in folder.glob("*.pdf"):
        assert_fonts_are_embedded(paper)


def test_a_petition_is_answered_and_its_petitioner_reads_how_far_it_is(papers: tuple[Path, str]) -> None:
    folder, said = papers
    receipt, accepted, opinion = (
        next(folder.glob(f"{title}2*.pdf")) for title in ("信访回执", "信访事项受理告知书", "信访事项处理意见书")
    )
    number = receipt.stem.removeprefix("信访回执")
    assert number in text_of(receipt)
    for words in (permit.PETITIONER, "受理", "六十日"):
        assert words in text_of(accepted), words
    text = text_of(opinion)
    for words in (permit.REQUEST, permit.FOUND, permit.OPINION["处理意见"], "三十日", "复查", "白塔镇人民政府"):
        assert words in text, words
    numbers = [re.findall(r"白信访〔\d{4}〕(\d+)号", text_of(paper))[0] for paper in (accepted, opinion)]
    assert int(numbers[1]) == int(numbers[0]) + 1
    for paper in (receipt, accepted, opinion):
        assert_pages_are_counted(paper)
    assert "建议：申诉求决，信访程序（第六项）" in said
    assert "办到哪一步：意见书已经送给您" in said
    assert f"{number}　{permit.PETITIONER}：您的评价记下了，谢谢。" in said


def test_the_walker_stops_at_what_a_page_does_not_offer() -> None:
    page = Page("/cases/1", 200, "<main><h1>案件</h1><form><button>办理</button></form></main>")
    with pytest.raises(Stopped, match=r"没有“盖章”这个按钮"):
        page.form("盖章")
    with pytest.raises(Stopped, match=r"没有问“哪天盖的章”"):
        page.form("办理").answer("哪天盖的章", "2026-11-23")
    with pytest.raises(Stopped, match=r"上没有“归档”"):
        page.link("归档")
