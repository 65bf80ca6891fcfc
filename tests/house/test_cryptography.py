"""Where the program draws, hashes, seals or signs stands in docs/security.md, with algorithms and lengths that will do.

OWASP ASVS 5.0: 11.1.2, 11.2.1, 11.2.3, 11.3.1, 11.3.2, 11.4.1, 11.4.3, 11.5.1.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from app.core.key_ring import KEY_BYTES

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "security.md"
SECTION = "## Cryptography in use"
TOOLS = {"hashlib", "hmac", "secrets", "ssl", "random", "argon2", "cryptography", "itsdangerous", "pyotp", "pyrage"}
"""Modules of the language and of libraries by which anything of the kind is done."""
HASHES = {"sha256"}
CIPHERS = {"AESGCM", "InvalidTag"}
BACKUPS = "app/cli/age_passphrase.py"
OF_BACKUPS = {"ChaCha20Poly1305", "HKDF", "Scrypt", "SHA256", "InvalidTag"}
"""What the age format is made of (https://age-encryption.org/v1)."""
LEAST_WORK = 17
"""N = 2^17 with r = 8 and p = 1: what ASVS 5.0, appendix C, asks of scrypt."""
ENOUGH = 16
"""Bytes of what nobody may guess: 128 bits."""
FIRST_PASSWORD = "A first password of 72 bits, typed once; see 11.5.1 on the page."
NO_SECRET = {
    "app/accounts/pages/manage.py": FIRST_PASSWORD,
    "app/accounts/pages/new_password.py": FIRST_PASSWORD,
    "app/audit/models/content.py": "A nonce of 96 bits as AES-GCM asks for.",
    "app/cli/account.py": FIRST_PASSWORD,
    "app/cli/backup_file.py": "The passing name of a file that is being written.",
    "app/cli/exchange_keys.py": "The id of a key, a part of a file's name.",
    "app/cli/snapshot.py": "The name of a scratch database.",
    "app/core/files.py": "The passing name of a file that is being written.",
    "app/core/health.py": "The name of a file that is written to see whether the disk takes it.",
    "app/core/key_ring.py": "A nonce of 96 bits as AES-GCM asks for, the id of a key, a passing name.",
    "app/core/known_browser.py": "The id of a browser, which is worth nothing without its signature.",
    "app/core/logs.py": "The number of a request, read out on the telephone.",
    "app/core/sealed_files.py": "A nonce of 96 bits as AES-GCM asks for.",
    "app/deadlines/queries/calendar_source.py": "A mark by which another process sees that the calendar changed.",
}
"""Shorter draws, by file, with the reason."""
CHOSEN = {
    "app/accounts/actions/draw_code.py": "A code of 59 bits, typed once from a signed sheet; see 11.5.1 on the page.",
    "app/accounts/actions/second_factor.py": "Recovery codes of 50 bits, typed once; see 11.5.1 on the page.",
    "app/petitions/actions/register_petition.py": "A query code of 50 bits, typed from paper; see 11.5.1 on the page.",
    "app/core/public_ids.py": "A public id of 59 bits: no secret, sight is asked wherever it is read.",
    "app/example/town/sign_ins.py": "Passwords of the example town, drawn anew for each.",
}
"""Where letters are drawn one by one, with the reason."""
MIGRATIONS = "app/migrations/versions/"
"""They hold what was in use on their day, and may do so for ever."""
SHUFFLING = "app/example/town/"
"""The only place where chance may be repeated: the same fictional people each time."""


def modules() -> Iterator[tuple[str, ast.Module]]:
    for folder in ("app", "workflows"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            yield path.relative_to(ROOT).as_posix(), ast.parse(path.read_text(encoding="utf-8"))


def imported(module: ast.Module) -> Iterator[tuple[str, str]]:
    """Module and name of every import; the name is empty where the whole module is meant."""
    for node in ast.walk(module):
        if isinstance(node, ast.Import):
            yield from ((one.name, "") for one in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from ((node.module or "", one.name) for one in node.names)


def tools_of(module: ast.Module) -> set[str]:
    return {name.split(".")[0] for name, _ in imported(module)} & TOOLS


def calls_of(module: ast.Module, library: str) -> Iterator[tuple[str, ast.Call]]:
    """What is called of a library, by the name of the function."""
    for node in ast.walk(module):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and is_of(node.func, library):
            yield node.func.attr, node


def is_of(attribute: ast.Attribute, library: str) -> bool:
    return isinstance(attribute.value, ast.Name) and attribute.value.id == library


def length(call: ast.Call, module: ast.Module) -> int:
    """How many bytes a draw asks for, by a number or a constant of the module; 0 when it cannot be told."""
    known = {
        target.id: node.value.value
        for node in module.body
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    asked = call.args[0] if call.args else None
    value = (
        asked.value if isinstance(asked, ast.Constant) else known.get(asked.id) if isinstance(asked, ast.Name) else 0
    )
    return value if isinstance(value, int) else 0


def inventory() -> set[str]:
    """The files in the first column of the page's table."""
    section = PAGE.read_text(encoding="utf-8").partition(SECTION)[2].partition("\n## ")[0]
    rows = [line.split("|")[1] for line in section.splitlines() if line.startswith("| `")]
    return {name for row in rows for name in re.findall(r"`([\w/]+\.py)`", row)}


def test_every_place_stands_in_the_inventory_and_no_other() -> None:
    used = {name for name, module in modules() if tools_of(module) and not name.startswith(MIGRATIONS)}
    assert used == inventory(), f"see {SECTION} of {PAGE.name}"


def test_no_other_hash_than_sha_256_is_asked_for() -> None:
    asked = {(name, one) for name, module in modules() for one in attributes(module, "hashlib")}
    assert {(name, one) for name, one in asked if one not in HASHES} == set()
    assert [name for name, module in modules() for tool, one in imported(module) if tool == "hashlib" and one] == []


def attributes(module: ast.Module, library: str) -> list[str]:
    """What is named of a library, also without being called there."""
    return [node.attr for node in ast.walk(module) if isinstance(node, ast.Attribute) and is_of(node, library)]


def test_values_are_sealed_by_aes_gcm_with_256_bits_and_by_nothing_else() -> None:
    used: dict[bool, set[str]] = {True: set(), False: set()}
    for name, module in modules():
        used[name == BACKUPS] |= {one for tool, one in imported(module) if tool.split(".")[0] == "cryptography"}
    assert used[False] == CIPHERS
    assert used[True] <= OF_BACKUPS
    assert KEY_BYTES * 8 == 256


def test_a_passphrase_is_stretched_as_today_asks() -> None:
    """OWASP ASVS 5.0, 11.4.4."""
    found = re.search(r"^WORK_FACTOR, HARDEST = (\d+), ", (ROOT / BACKUPS).read_text(encoding="utf-8"), re.M)
    assert found is not None
    assert int(found[1]) >= LEAST_WORK


def test_what_nobody_may_guess_is_drawn_by_the_system_and_long_enough() -> None:
    short = {
        name
        for name, module in modules()
        for function, call in calls_of(module, "secrets")
        if function.startswith("token_") and length(call, module) < ENOUGH and not name.startswith(MIGRATIONS)
    }
    assert short - set(NO_SECRET) == set()
    letters = {name for name, module in modules() for one, _ in calls_of(module, "secrets") if one == "choice"}
    assert {name for name in letters if not name.startswith(MIGRATIONS)} == set(CHOSEN)


def test_chance_that_can_be_repeated_is_for_the_example_town_alone() -> None:
    repeated = {name for name, module in modules() if "random" in tools_of(module)}
    assert {name for name in repeated if not name.startswith(SHUFFLING)} == set()
