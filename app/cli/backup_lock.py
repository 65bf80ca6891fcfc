"""How a backup is locked and opened: for the holders of backup keys, or with a passphrase; as an age file either way.

Format: https://age-encryption.org/v1, so that the ordinary `age` program opens a backup where this one is lost.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING

import click

from app.cli import age_passphrase
from app.cli.age_passphrase import FIRST_LINE, Reads, Writes
from app.cli.refusal import Refused

if TYPE_CHECKING:
    import pyrage

SHORTEST, LONGEST = 12, 1000
SCRYPT = b"-> scrypt "
ASKED = "备份的口令（一句只有你们知道的话，至少12个字；打的时候不显示）"
NOBODY_SAID = (
    "还没有说备份怎么加密，没有备份。四条路：\n"
    "  一、在终端里运行这个命令，会请您输两遍口令；\n"
    "  二、先运行 flask keys new-backup-key 做一对备份密钥，把公开的一半写进 JIEYOU_BACKUP_RECIPIENTS；\n"
    "  三、加上 --passphrase-file 文件，口令写在那个文件里；\n"
    "  四、真的不要加密，加上 --plain（谁拿到这个文件，谁就看得到里面的人和事）。"
)
OPENS_NOT = "这把备份密钥打不开这份备份：它不是给这把密钥做的。请换另一把，或者换一份备份。"
WRONG = "口令不对，打不开这份备份。请看看大小写和空格，再输一次。"
BROKEN = "{path} 坏了，或者没有写完。请换一份备份。"


@dataclass(frozen=True)
class Lock:
    """What a backup is locked with; with neither it lies plain."""

    recipients: tuple[pyrage.x25519.Recipient, ...] = ()
    passphrase: str = ""

    @property
    def words(self) -> str:
        """How the backup can be opened again."""
        if self.recipients:
            return f"加了密，要用备份密钥才打得开（给了 {len(self.recipients)} 把）。"
        return "加了密，要用口令才打得开；口令忘了，谁也打不开。" if self.passphrase else "没有加密！请锁进柜子里。"

    def write(self, source: Reads, target: Writes) -> None:
        """Write everything from `source` to `target`, locked.  Raises what they raise."""
        import pyrage

        if not self.recipients and not self.passphrase:
            while chunk := source.read(age_passphrase.CHUNK):
                target.write(chunk)
        elif self.passphrase:
            age_passphrase.lock(source, target, self.passphrase)
        else:
            with _own_errors(source, target) as (reading, writing):
                pyrage.encrypt_io(reading, writing, list(self.recipients))


def chosen_lock(recipients: str, *, passphrase_file: Path | None, is_plain: bool) -> Lock:
    """What was said about locking, on the command line, in the settings, or at the terminal.

    Raises `Refused` when nothing was said, and for a recipient that is none; `OSError`.
    """
    if is_plain:
        return Lock()
    if passphrase_file is not None:
        return Lock(passphrase=_fit(_first_line(passphrase_file)))
    if recipients.strip():
        return Lock(tuple(_recipient(one.strip()) for one in recipients.split(",") if one.strip()))
    if not sys.stdin.isatty():
        raise Refused(NOBODY_SAID)
    return Lock(passphrase=_fit(click.prompt(ASKED, hide_input=True, confirmation_prompt="再输一遍")))


def _recipient(text: str) -> pyrage.x25519.Recipient:
    import pyrage

    try:
        return pyrage.x25519.Recipient.from_str(text)
    except pyrage.RecipientError:
        raise Refused(
            f"JIEYOU_BACKUP_RECIPIENTS 里的“{text[:80]}”不是备份密钥（age1 开头的一长串）。没有备份。"
        ) from None


def _fit(passphrase: str) -> str:
    if not SHORTEST <= len(passphrase) <= LONGEST:
        raise Refused(f"口令太短，容易被猜到：至少{SHORTEST}个字，最多{LONGEST}个字。没有备份。")
    return passphrase


def _first_line(path: Path) -> str:
    with path.open(encoding="utf-8") as file:
        return file.read(LONGEST + 2).split("\n")[0].rstrip("\r")


@dataclass(frozen=True)
class Openers:
    """Where the key or the passphrase of a backup is found; at the terminal it is asked for."""

    identity: Path | None = None
    passphrase_file: Path | None = None

    def open(self, path: Path, target: IO[bytes]) -> None:
        """Write the plain backup to `target`.  Raises `Refused` when it does not open, or is damaged; `OSError`."""
        with path.open("rb") as source:
            if source.read(len(FIRST_LINE) + len(SCRYPT)).endswith(SCRYPT):
                source.seek(0)
                self._with_passphrase(source, target, path)
            else:
                source.seek(0)
                self._with_identity(source, target, path)

    def _with_passphrase(self, source: IO[bytes], target: IO[bytes], path: Path) -> None:
        words = "这份备份要口令。请在终端里运行，或者加上 --passphrase-file 文件。"
        passphrase = _first_line(self.passphrase_file) if self.passphrase_file else _asked("备份的口令", words)
        try:
            age_passphrase.unlock(source, target, passphrase)
        except age_passphrase.WrongPassphrase:
            raise Refused(WRONG) from None
        except age_passphrase.Damaged:
            raise Refused(BROKEN.format(path=path)) from None

    def _with_identity(self, source: IO[bytes], target: IO[bytes], path: Path) -> None:
        import pyrage

        words = (
            "这份备份要备份密钥。请加上 --identity 文件（AGE-SECRET-KEY-1 开头的那一行写在里面），或者在终端里运行。"
        )
        typed = self.identity.read_text(encoding="utf-8") if self.identity else _asked("备份密钥", words)
        identities = list(_identities(typed))
        try:
            with _own_errors(source, target) as (reading, writing):
                pyrage.decrypt_io(reading, writing, identities)
        except pyrage.DecryptError as refused:
            is_other = "matching" in str(refused)
            raise Refused(OPENS_NOT if is_other else BROKEN.format(path=path)) from None
        except OSError as error:
            if error.errno is not None:
                raise
            raise Refused(BROKEN.format(path=path)) from None


def is_locked(path: Path) -> bool:
    """Whether a file is an age file.  Raises `OSError`."""
    with path.open("rb") as file:
        return file.read(len(FIRST_LINE)) == FIRST_LINE


def _identities(typed: str) -> Iterator[pyrage.x25519.Identity]:
    import pyrage

    lines = ["".join(line.split()) for line in typed.splitlines()]
    try:
        found = [pyrage.x25519.Identity.from_str(line) for line in lines if line and not line.startswith("#")]
    except pyrage.IdentityError:
        found = []
    if not found:
        raise Refused("给的不是备份密钥：它是 AGE-SECRET-KEY-1 开头的一长串，请照纸上的一个字一个字核对。")
    yield from found


def _asked(words: str, refusal: str) -> str:
    if not sys.stdin.isatty():
        raise Refused(refusal)
    return str(click.prompt(words, hide_input=True))


class _Remembering:
    """Reads and writes, and remembers what went wrong: the library makes one word of every error."""

    def __init__(self, source: Reads, target: Writes) -> None:
        self.source, self.target = source, target
        self.error: OSError | Refused | None = None

    def read(self, size: int) -> bytes:
        try:
            return self.source.read(size)
        except (OSError, Refused) as error:
            self.error = error
            raise

    def write(self, content: bytes) -> int:
        try:
            self.target.write(content)
        except OSError as error:
            self.error = error
            raise
        return len(content)

    def flush(self) -> None:
        """Whoever opened the target brings it onto the disk."""


@contextmanager
def _own_errors(source: Reads, target: Writes) -> Iterator[tuple[_Remembering, _Remembering]]:
    """Let the error of disk or source come through as it was."""
    import pyrage

    both = _Remembering(source, target)
    try:
        yield both, both
    except (pyrage.EncryptError, pyrage.DecryptError, OSError):
        if both.error is not None:
            raise both.error from None
        raise
