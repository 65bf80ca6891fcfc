"""Fill the font folder: 仿宋, 楷体, 宋体, 黑体 and a fallback for rare characters in names.

Standard library only, so that it runs before anything is installed. Fonts are never kept in the repository:
they come from Debian packages (or are already on this machine), and where there is no apt, from two npm
packages with fewer faces. Every font is cut down to the characters that Chinese paperwork can hold: copying
whole font files is what costs time in print. Cutting uses libharfbuzz-subset, which printing needs anyway;
where it is missing the whole file is kept.
"""

from __future__ import annotations

import argparse
import ctypes
import ctypes.util
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

SYSTEM_FONTS = Path("/usr/share/fonts")
DOWNLOAD_SECONDS = 600
_ENDINGS = {".otf", ".ttf", ".ttc"}


@dataclass(frozen=True)
class Face:
    """One font file that print wants.

    ``name`` is the Chinese type style a reader knows, ``stem`` the file name in the font folder without its
    ending, ``package`` and ``file`` where Debian keeps it, ``face`` the position inside a collection (.ttc),
    ``npm`` a package and file to fall back on, and ``keeps`` says which code points survive.
    """

    name: str
    stem: str
    package: str
    file: str
    keeps: Callable[[int], bool]
    face: int = 0
    npm: tuple[str, str] | None = None


@dataclass(frozen=True)
class FontReport:
    """What the font folder holds now. ``sentence`` is Chinese and ready to show."""

    ready: tuple[str, ...]
    missing: tuple[str, ...]
    changed: bool
    sentence: str


def in_gbk(code: int) -> bool:
    """Whether GBK, the character set of office computers, holds this code point."""
    try:
        chr(code).encode("gbk")
    except UnicodeEncodeError:
        return False
    return True


def written_in_offices(code: int) -> bool:
    """Latin, Chinese punctuation, signs, and every unified ideograph of the first block and of GBK."""
    return 0x20 <= code < 0x250 or 0x2000 <= code < 0x2700 or 0x4E00 <= code < 0xA000 or in_gbk(code)


def not_hangul(code: int) -> bool:
    """Everything a Chinese name may hold: all but Korean syllables and private-use characters."""
    return code >= 0x20 and not (0xAC00 <= code < 0xE000 or 0x1100 <= code < 0x1200 or private(code))


def without_yuan(code: int) -> bool:
    """All of a Fandol font but U+FFE5, which these fonts draw as a dollar sign."""
    return code >= 0x20 and code != 0xFFE5 and not private(code)


_RARE_BLOCKS = ((0x2E80, 0x3100), (0x31C0, 0x4E00), (0x9FA6, 0xA000), (0xF900, 0xFB00), (0x20000, 0x34000))


def rare(code: int) -> bool:
    """Ideographs and radicals outside GBK: this font answers when no other one does."""
    return any(first <= code < after for first, after in _RARE_BLOCKS)


def private(code: int) -> bool:
    """Whether Unicode leaves the meaning of this code point to private agreement."""
    return 0xE000 <= code < 0xF900 or code >= 0xF0000


_FANDOL = "texmf-dist/fonts/opentype/public/fandol/"
_NOTO = "fonts-noto-cjk"
_SERIF_NPM = "@expo-google-fonts/noto-serif-sc"

FACES = (
    Face("仿宋", "FandolFang-Regular", "texlive-lang-chinese", _FANDOL + "FandolFang-Regular.otf", without_yuan),
    Face("楷体", "FandolKai-Regular", "texlive-lang-chinese", _FANDOL + "FandolKai-Regular.otf", without_yuan),
    Face(
        "宋体",
        "NotoSerifSC-Regular",
        _NOTO,
        "opentype/noto/NotoSerifCJK-Regular.ttc",
        not_hangul,
        2,
        (_SERIF_NPM, "400Regular/NotoSerifSC_400Regular.ttf"),
    ),
    Face(
        "标题宋体",
        "NotoSerifSC-Bold",
        _NOTO,
        "opentype/noto/NotoSerifCJK-Bold.ttc",
        written_in_offices,
        2,
        (_SERIF_NPM, "700Bold/NotoSerifSC_700Bold.ttf"),
    ),
    Face(
        "黑体",
        "NotoSansSC-Regular",
        _NOTO,
        "opentype/noto/NotoSansCJK-Regular.ttc",
        written_in_offices,
        2,
        ("@embedpdf/fonts-sc", "fonts/NotoSansHans-Regular.otf"),
    ),
    Face("生僻字", "BabelStoneHan", "fonts-babelstone-han", "truetype/babelstone/BabelStoneHan.ttf", rare),
)


def install_fonts(
    target: Path, *, npm: str | None = None, system_fonts: Path = SYSTEM_FONTS, apt: str | None = "apt-get"
) -> FontReport:
    """Fill ``target`` with every face that can be had, and say in Chinese what is missing.

    Looks first at what is already in ``target``, then at fonts installed on this machine, then downloads Debian
    packages, then npm packages (``npm`` is the path of the executable). A folder that is complete costs no
    network call at all. Raises OSError only when ``target`` cannot be written.
    """
    target.mkdir(parents=True, exist_ok=True)
    before = missing_faces(target)
    _from_tree(before, system_fonts, target)
    for package in dict.fromkeys(face.package for face in missing_faces(target)):
        with tempfile.TemporaryDirectory() as room:
            if apt and _unpack_debian(package, Path(room), apt):
                _from_tree(missing_faces(target), Path(room), target)
    for package in dict.fromkeys(face.npm[0] for face in missing_faces(target) if face.npm):
        with tempfile.TemporaryDirectory() as room:
            if npm and _unpack_npm(package, Path(room), npm):
                _from_npm(package, missing_faces(target), Path(room), target)
    after = missing_faces(target)
    return FontReport(
        ready=tuple(face.name for face in FACES if face not in after),
        missing=tuple(face.name for face in after),
        changed=len(before) != len(after),
        sentence=_sentence(after, target),
    )


def missing_faces(target: Path) -> list[Face]:
    """The faces of which ``target`` holds no file yet."""
    present = {path.stem for path in target.glob("*") if path.suffix in _ENDINGS}
    return [face for face in FACES if face.stem not in present]


def _sentence(missing: list[Face], target: Path) -> str:
    if not missing:
        return "打印用的字体都齐了。"
    names = "、".join(face.name for face in missing)
    packages = " ".join(dict.fromkeys(face.package for face in missing))
    if len(missing) == len(FACES):
        return f"一套打印字体也没有装上，文书打印不了。请联网后再运行一次，或者安装 {packages} 后再运行。"
    loss = "含生僻字的名字可能打印不出来，" if any(face.stem == "BabelStoneHan" for face in missing) else ""
    remedy = f"联网后再运行一次，或者安装 {packages}，就能补齐。"
    return f"打印字体还缺{names}：文书能打印，{loss}字样会用现有字体代替。{remedy}"


def _from_tree(faces: Iterable[Face], tree: Path, target: Path) -> None:
    """Take each face from a tree that holds its file at any depth."""
    for face in faces:
        found = next(_found(tree, face.file), None)
        if found is not None:
            _keep(found, face, target)


def _found(tree: Path, file: str) -> Iterator[Path]:
    yield from (path for path in [tree / file, *tree.rglob(Path(file).name)] if path.is_file())


def _from_npm(package: str, faces: Iterable[Face], tree: Path, target: Path) -> None:
    for face in faces:
        if face.npm and face.npm[0] == package:
            found = next(_found(tree, face.npm[1]), None)
            if found is not None:
                _keep(found, Face(face.name, face.stem, package, face.file, face.keeps), target)


def _unpack_debian(package: str, room: Path, apt: str) -> bool:
    """Download one Debian package without installing it and unpack it into ``room``.

    Works for an ordinary user, and where this machine's package lists are empty: then a private copy of the
    lists is fetched first. No network, no apt, no such package: False.
    """
    lists = room / "state"
    (lists / "lists" / "partial").mkdir(parents=True)
    (room / "cache" / "archives" / "partial").mkdir(parents=True)
    own = ["-o", f"Dir::State::lists={lists / 'lists'}", "-o", f"Dir::Cache={room / 'cache'}"]
    done = _run([apt, "-q", "download", package], room) or (
        _run([apt, "-q", *own, "update"], room) and _run([apt, "-q", *own, "download", package], room)
    )
    archive = next(room.glob("*.deb"), None)
    return bool(done and archive and _run(["dpkg-deb", "-x", str(archive), str(room / "tree")], room))


def _unpack_npm(package: str, room: Path, npm: str) -> bool:
    """Download one npm package without installing it and unpack it into ``room``."""
    if not _run([npm, "pack", package, "--silent", "--ignore-scripts"], room):
        return False
    archive = next(room.glob("*.tgz"), None)
    if archive is None:
        return False
    with tarfile.open(archive) as parcel:
        for member in parcel.getmembers():
            source = parcel.extractfile(member) if member.isfile() else None
            if source and member.name.endswith((".ttf", ".otf")):
                place = room / "tree" / Path(member.name).name
                place.parent.mkdir(exist_ok=True)
                place.write_bytes(source.read())
    return True


def _run(command: list[str], folder: Path) -> bool:
    """Run one command quietly; False when it is missing, fails or takes too long."""
    try:
        done = subprocess.run(command, cwd=folder, capture_output=True, timeout=DOWNLOAD_SECONDS, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def _keep(source: Path, face: Face, target: Path) -> None:
    """Write one face into ``target``, cut down where that is possible, whole otherwise; never half a file."""
    content = cut(source, face.face, face.keeps)
    ending = source.suffix
    if content is not None:
        ending = ".otf" if content[:4] == b"OTTO" else ".ttf"
    part = target / (face.stem + ".part")
    if content is None:
        shutil.copyfile(source, part)
    else:
        part.write_bytes(content)
    part.replace(target / (face.stem + ending))


_NO_HINTING, _NOTDEF_OUTLINE = 0x01, 0x40
_DROP_TABLES, _NAME_IDS = 3, 4
_UNUSED_TABLES = ("GSUB", "GPOS", "GDEF", "BASE", "VORG", "vhea", "vmtx", "DSIG", "MATH")
_LICENCE_NAMES = (13, 14)


def cut(source: Path, face: int, keeps: Callable[[int], bool]) -> bytes | None:
    """The font at ``source`` with only the characters that ``keeps`` wants, or None when it cannot be cut.

    ``face`` is the position inside a collection. Tables that horizontal Chinese does not use go as well.
    """
    try:
        harfbuzz = _library("harfbuzz")
        subsetter = _library("harfbuzz-subset")
    except OSError:
        return None
    blob = harfbuzz.hb_blob_create_from_file(str(source).encode())
    whole = harfbuzz.hb_face_create(blob, face)
    held = harfbuzz.hb_set_create()
    harfbuzz.hb_face_collect_unicodes(whole, held)
    wish = subsetter.hb_subset_input_create_or_fail()
    wanted = subsetter.hb_subset_input_unicode_set(wish)
    for code in _members(harfbuzz, held):
        if keeps(code):
            harfbuzz.hb_set_add(wanted, code)
    for table in _UNUSED_TABLES:
        harfbuzz.hb_set_add(subsetter.hb_subset_input_set(wish, _DROP_TABLES), int.from_bytes(table.encode(), "big"))
    for name in _LICENCE_NAMES:
        harfbuzz.hb_set_add(subsetter.hb_subset_input_set(wish, _NAME_IDS), name)
    subsetter.hb_subset_input_set_flags(wish, _NO_HINTING | _NOTDEF_OUTLINE)
    small = subsetter.hb_subset_or_fail(whole, wish)
    if not small:
        return None
    length = ctypes.c_uint()
    data = harfbuzz.hb_blob_get_data(harfbuzz.hb_face_reference_blob(small), ctypes.byref(length))
    return ctypes.string_at(data, length.value) if length.value else None


def _members(harfbuzz: ctypes.CDLL, held: int) -> Iterator[int]:
    code = ctypes.c_uint(0xFFFFFFFF)
    while harfbuzz.hb_set_next(held, ctypes.byref(code)):
        yield code.value


def _library(name: str) -> ctypes.CDLL:
    """One of HarfBuzz's two libraries with the signatures used here. Raises OSError when it is not installed."""
    library = ctypes.CDLL(f"lib{name}.so.0")
    pointer, number = ctypes.c_void_p, ctypes.c_uint
    signatures: dict[str, tuple[object, list[object]]] = {
        "hb_blob_create_from_file": (pointer, [ctypes.c_char_p]),
        "hb_blob_get_data": (pointer, [pointer, pointer]),
        "hb_face_create": (pointer, [pointer, number]),
        "hb_face_collect_unicodes": (None, [pointer, pointer]),
        "hb_face_reference_blob": (pointer, [pointer]),
        "hb_set_create": (pointer, []),
        "hb_set_add": (None, [pointer, number]),
        "hb_set_next": (ctypes.c_int, [pointer, pointer]),
        "hb_subset_input_create_or_fail": (pointer, []),
        "hb_subset_input_unicode_set": (pointer, [pointer]),
        "hb_subset_input_set": (pointer, [pointer, number]),
        "hb_subset_input_set_flags": (None, [pointer, number]),
        "hb_subset_or_fail": (pointer, [pointer, pointer]),
    }
    for function, (answer, arguments) in signatures.items():
        with suppress(AttributeError):
            called = getattr(library, function)
            called.restype, called.argtypes = answer, arguments
    return library


def main(arguments: list[str]) -> int:
    """``python tools/fonts.py FOLDER [--npm PATH]``: fill the folder and print one sentence."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("target", type=Path)
    parser.add_argument("--npm")
    chosen = parser.parse_args(arguments)
    report = install_fonts(chosen.target, npm=chosen.npm)
    print(report.sentence)
    return 0 if report.ready else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
