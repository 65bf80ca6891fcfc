"""Which characters reach the paper, and how the font folder is filled."""

from __future__ import annotations

import io
import shutil
import tarfile
from pathlib import Path
from xml.etree import ElementTree

import pytest
from fontTools.ttLib import TTFont

from app.core.fonts import (
    IN_A_NAME,
    font_families,
    font_files,
    font_folder,
    fontconfig_file,
    in_body_face,
    unprintable,
    unprintable_sentence,
)
from tools.fonts import FACES, cut, install_fonts, missing_faces

RARE = "䶮㛃𬱟𠅤堃喆犇玥𫍯𬀩𫘝𬍛𠮷𡋾鿍𪨊"
NOWHERE = Path("/nonexistent")


@pytest.mark.parametrize("character", RARE)
def test_rare_characters_of_real_names_can_be_printed(character: str) -> None:
    assert unprintable(f"王{character}") == []
    assert unprintable_sentence(f"王{character}") is None


def test_a_character_no_font_holds_is_named_once() -> None:
    assert unprintable("王😀小😀") == ["😀"]
    assert unprintable_sentence("王😀", IN_A_NAME) == (
        "“😀”这个字打印不出来，请照身份证上的写法重新输入；仍然不行的，先写同音字，以后再更正。"
    )


@pytest.mark.parametrize("facts", ["他来闹了😀。", "김씨说不给。"])
def test_facts_have_no_identity_card_and_are_asked_for_words(facts: str) -> None:
    sentence = unprintable_sentence(facts)
    assert sentence is not None
    assert "换成文字" in sentence
    assert "身份证" not in sentence


def test_a_private_character_is_refused_and_named_by_its_code() -> None:
    assert unprintable("王\ue863") == ["\ue863"]
    sentence = unprintable_sentence("王\ue863和😀")
    assert sentence is not None
    assert sentence.startswith("编码 U+E863 的字、“😀”这 2 个字打印不出来")


def test_marks_that_nobody_sees_are_no_reason_to_refuse() -> None:
    assert unprintable("王\u200b甲\ufeff\n\t　乙") == []


def test_half_of_a_pair_is_refused() -> None:
    assert unprintable("王\ud842") == ["\ud842"]


def test_a_name_with_a_rare_character_is_not_set_in_the_body_face() -> None:
    assert in_body_face("王甲")
    assert not in_body_face("王堃")


def test_print_sees_one_font_folder_and_nothing_else() -> None:
    tree = ElementTree.parse(fontconfig_file())
    assert [place.text for place in tree.iter("dir")] == [str(font_folder())]
    assert not list(tree.iter("include"))


def test_every_wanted_face_is_there() -> None:
    assert missing_faces(font_folder()) == []
    assert {"FandolFang R", "FandolKai", "Noto Serif CJK SC", "Noto Sans CJK SC", "BabelStone Han"} <= font_families()


def test_a_full_folder_asks_nobody(tmp_path: Path) -> None:
    for font in font_files():
        (tmp_path / font.name).symlink_to(font)
    report = install_fonts(tmp_path, npm=str(NOWHERE / "npm"), system_fonts=NOWHERE, apt=str(NOWHERE / "apt-get"))
    assert not report.changed
    assert report.missing == ()
    assert report.sentence == "打印用的字体都齐了。"


def test_without_network_the_sentence_says_what_to_install(tmp_path: Path) -> None:
    report = install_fonts(tmp_path / "fonts", npm=str(NOWHERE / "npm"), system_fonts=NOWHERE, apt=str(NOWHERE / "apt"))
    assert report.ready == ()
    assert report.sentence.startswith("一套打印字体也没有装上")
    assert "texlive-lang-chinese fonts-noto-cjk fonts-babelstone-han" in report.sentence


def _small_font(code: int = 0x738B) -> bytes:
    small = cut(next(font for font in font_files() if font.stem == "NotoSansSC-Regular"), 0, lambda c: c == code)
    assert small is not None
    return small


def test_cutting_keeps_only_what_is_wanted() -> None:
    with TTFont(io.BytesIO(_small_font())) as font:
        assert set(font.getBestCmap()) == {0x738B}


def test_a_font_that_is_already_on_the_machine_is_used(tmp_path: Path) -> None:
    place = tmp_path / "system" / "truetype" / "babelstone"
    place.mkdir(parents=True)
    (place / "BabelStoneHan.ttf").write_bytes(_whole_rare_font())
    report = install_fonts(tmp_path / "fonts", system_fonts=tmp_path / "system", apt=None)
    assert report.ready == ("生僻字",)
    assert report.changed
    assert "还缺仿宋、楷体、宋体、标题宋体、黑体" in report.sentence


def _whole_rare_font() -> bytes:
    return next(font for font in font_files() if font.stem == "BabelStoneHan").read_bytes()


def test_without_apt_the_registry_fills_what_it_can(tmp_path: Path) -> None:
    parcels = tmp_path / "parcels"
    parcels.mkdir()
    for face in FACES:
        if face.npm:
            with tarfile.open(parcels / (face.npm[0].rpartition("/")[2] + ".tgz"), "a") as parcel:
                member = tarfile.TarInfo("package/" + face.npm[1])
                content = _small_font()
                member.size = len(content)
                parcel.addfile(member, io.BytesIO(content))
    npm = tmp_path / "npm"
    npm.write_text(f'#!/bin/sh\ncp {parcels}/"${{2##*/}}".tgz .\n', encoding="utf-8")
    npm.chmod(0o755)
    report = install_fonts(tmp_path / "fonts", npm=str(npm), system_fonts=NOWHERE, apt=None)
    assert report.ready == ("宋体", "标题宋体", "黑体")
    assert "仿宋、楷体、生僻字" in report.sentence
    assert "含生僻字的名字可能打印不出来" in report.sentence
    shutil.rmtree(parcels)
    again = install_fonts(tmp_path / "fonts", npm=str(NOWHERE), system_fonts=NOWHERE, apt=None)
    assert not again.changed


def test_a_private_character_is_named_by_its_code_once() -> None:
    sentence = unprintable_sentence("王\ue000")
    assert sentence is not None
    assert sentence.startswith("编码 U+E000 的字打印不出来")
