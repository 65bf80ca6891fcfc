"""Which characters can be printed, and the fonts that print them.

Print sees only the fonts of one folder (a private fontconfig file says so): otherwise any font that happens to be
installed slips in and a name looks different on every machine. A name that no font holds is refused when it is
entered, not discovered on paper.
"""

from __future__ import annotations

import os
import tempfile
import unicodedata
from functools import cache
from pathlib import Path
from xml.sax.saxutils import escape

from app.core.normalise import is_invisible

FONT_ENDINGS = (".otf", ".ttf", ".ttc")
BODY_FACE = "FandolFang-Regular"
_FAMILY_NAMES = (1, 16)

_PROJECT_FOLDER = Path(__file__).resolve().parent.parent.parent
_FONTCONFIG = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
  <dir>{fonts}</dir>
  <cachedir>{cache}</cachedir>
  <!-- The Fandol fonts draw U+FFE5, the yuan sign, as a dollar sign: take it from another font. -->
  <match target="scan">
    <test name="family" compare="contains"><string>Fandol</string></test>
    <edit name="charset" mode="assign">
      <minus><name>charset</name><charset><int>0xFFE5</int></charset></minus>
    </edit>
  </match>
</fontconfig>
"""


def font_folder() -> Path:
    """Where the fonts lie: ``fonts`` in the data folder. An office may lay its own 仿宋_GB2312 beside them."""
    return Path(os.environ.get("JIEYOU_DATA_FOLDER") or _PROJECT_FOLDER / "instance") / "fonts"


def font_files() -> tuple[Path, ...]:
    """Every font file print may use, in a fixed order; empty when none is installed."""
    folder = font_folder()
    return tuple(sorted(path for path in folder.glob("*") if path.suffix.lower() in FONT_ENDINGS))


@cache
def fontconfig_file() -> Path:
    """Write the private fontconfig file beside the fonts (else into a new temporary folder); its path.

    Raises OSError when neither can be written.
    """
    folder = font_folder()
    try:
        return _write_fontconfig(folder, folder)
    except OSError:
        return _write_fontconfig(folder, Path(tempfile.mkdtemp(prefix="jieyou-")))


def _write_fontconfig(fonts: Path, room: Path) -> Path:
    room.mkdir(parents=True, exist_ok=True)
    text = _FONTCONFIG.format(fonts=escape(str(fonts)), cache=escape(str(room / ".cache")))
    file = room / "fonts.conf"
    if not file.is_file() or file.read_text(encoding="utf-8") != text:
        part = room / f"fonts.conf.{os.getpid()}"
        part.write_text(text, encoding="utf-8")
        part.replace(file)
    return file


@cache
def characters_of(font: Path) -> frozenset[int]:
    """The code points of one font file. Raises nothing: a broken file holds none."""
    from fontTools.ttLib import TTFont, TTLibError

    try:
        with TTFont(font, fontNumber=0, lazy=True) as opened:
            return frozenset(opened.getBestCmap() or ())
    except (TTLibError, OSError):
        return frozenset()


@cache
def printable_characters() -> frozenset[int]:
    """All code points that some font of the folder holds; empty when no font is installed."""
    return frozenset().union(*(characters_of(font) for font in font_files()))


@cache
def font_families() -> frozenset[str]:
    """Family names of the fonts in the folder: the only ones a PDF of ours may embed."""
    from fontTools.ttLib import TTFont, TTLibError

    families: set[str] = set()
    for path in font_files():
        try:
            with TTFont(path, fontNumber=0, lazy=True) as opened:
                families.update(str(opened["name"].getDebugName(number)) for number in _FAMILY_NAMES)
        except (TTLibError, OSError):
            continue
    return frozenset(families - {"None"})


def in_body_face(text: str) -> bool:
    """Whether 仿宋 alone can set this text; False as well when that font is not installed."""
    held = next((characters_of(path) for path in font_files() if path.stem == BODY_FACE), frozenset())
    return all(ord(character) in held for character in text)


def is_private(character: str) -> bool:
    """Whether Unicode gives this character no meaning of its own (private use, or half of a pair)."""
    return unicodedata.category(character) in {"Co", "Cs"}


def unprintable(text: str) -> list[str]:
    """The characters of ``text`` that would not reach the paper, each once, in order.

    Private-use characters always; others when no font of the folder holds them. With no font installed only the
    private-use ones are named, so that entry does not stop because of a missing folder. Invisible ones are no harm.
    """
    held = printable_characters()
    lost = (
        character
        for character in dict.fromkeys(text)
        if is_private(character)
        or (held and ord(character) not in held and not is_invisible(character) and not character.isspace())
    )
    return list(lost)


IN_A_NAME = "请照身份证上的写法重新输入；仍然不行的，先写同音字，以后再更正。"
IN_A_TEXT = "请换成文字来写（表情写成话，外文写成汉字或者拼音）；别的都不用动。"


def unprintable_sentence(text: str, advice: str = IN_A_TEXT) -> str | None:
    """What to tell the person who typed ``text``, or None when all of it can be printed.

    `advice` is what helps: for a name `IN_A_NAME`, for facts there is no identity card to look at.
    """
    lost = unprintable(text)
    if not lost:
        return None
    shown = "、".join(_shown(character) for character in lost[:5])
    more = f"等 {len(lost)} 个字" if len(lost) > 5 else f"这 {len(lost)} 个字"
    if len(lost) == 1:
        more = "" if is_private(lost[0]) else "这个字"
    return f"{shown}{more}打印不出来，{advice}"


def _shown(character: str) -> str:
    code = f"U+{ord(character):04X}"
    return f"编码 {code} 的字" if is_private(character) else f"“{character}”"
