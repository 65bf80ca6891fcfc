"""Sign-ins of the example: names a person can remember, passwords drawn when the town is loaded."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from app.accounts.actions.passwords import hash_password
from app.accounts.models import Account
from app.core.db import db
from app.core.permissions import Role
from app.core.terms import Gender
from app.example.town.people import Registry, person_row
from app.example.town.places import Place
from app.example.town.plan import LAND_OFFICE, TOWN_NAME
from app.example.town.pool import Pool
from app.organisations.actions.add_office import village_office_name
from app.organisations.models import Body, Office, Person

SignIn = tuple[str, str, str]
"""Whose it is, the sign-in name, the password."""
FILE_NAME = "example-sign-ins.txt"
SHARED = "各村的调解员用同一个密码，各村的主任、各村的法律顾问也是：换个村号就能用别村的登录名。"
HEADER = f"# 示例数据的登录名和密码。{SHARED}只供练习；运行 flask town clear-example 会把它删掉。"
PETITION_DESK = (
    ("petition", Role.PETITION_CLERK, "信访专干", "信访工作办公室"),
    ("leader", Role.GOVERNMENT_LEADER, "镇政府负责人", "人民政府"),
    ("station", Role.HANDLER, f"{LAND_OFFICE}经办人", LAND_OFFICE),
    ("discipline", Role.DISCIPLINE_OFFICER, "镇纪委书记", "纪律检查委员会"),
)
"""Sign-in name, role, whose it is, and the office's name after the town's."""
VILLAGE_HANDLER = "08"
"""The village whose committee has somebody to handle petitions: 小海眼."""
SHOWN = ("01", "08")
"""Villages whose sign-ins are printed at the start: 白塔 and 小海眼."""
EASY_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


def draw_password() -> str:
    """Three groups of four, without letters that look alike."""
    return "-".join("".join(secrets.choice(EASY_LETTERS) for _ in range(4)) for _ in range(3))


def open_accounts(
    town: Body, places: list[Place], offices: dict[str, Office], pool: Pool, registry: Registry
) -> list[SignIn]:
    """Accounts for the town and for every village; those of one kind share a password, so that few are hashed."""
    office = [person_row(registry.draw(Gender.MALE, (34, 52)), village=None, household=None) for _ in range(2)]
    deputy, clerk, head = pool.town[1].person, pool.town[2].person, pool.town[0].person
    sign_ins = [
        _account("town-mediator", Role.MEDIATOR, deputy, town),
        _account("town-head", Role.COMMITTEE_HEAD, head, town),
        _account("clerk", Role.CENTRE_CLERK, clerk, town),
        _account("justice", Role.JUSTICE_OFFICE, office[0], None),
        _account("admin", Role.ADMINISTRATOR, office[1], None),
    ]
    labels = ("镇调解员", "镇调委会主任", "镇调解中心文员", "司法所", "管理员")
    kept = [(label, *given) for label, given in zip(labels, sign_ins, strict=True)]
    of_offices, of_villages = _office_accounts(places, offices, registry), _village_accounts(places, pool)
    return [*kept, *of_offices, _party_secretary(registry), *of_villages]


def _party_secretary(registry: Registry) -> SignIn:
    """Who confirms the account of 镇纪委书记; drawn last, so that everybody else keeps the name he has."""
    person = person_row(registry.draw(Gender.MALE, (40, 54)), village=None, household=None)
    return ("镇党委书记", *_account("secretary", Role.PARTY_SECRETARY, person, None))


def _office_accounts(places: list[Place], offices: dict[str, Office], registry: Registry) -> list[SignIn]:
    """The petition desk's people: the clerk, the leader, who handles, who keeps the closed room."""
    sign_ins = []
    for login_name, role, label, name in PETITION_DESK:
        person = person_row(registry.draw(Gender.MALE, (32, 54)), village=None, household=None)
        sign_ins.append((label, *_account(login_name, role, person, None, offices[f"{TOWN_NAME}{name}"])))
    place = next(one for one in places if f"{one.plan.position:02d}" == VILLAGE_HANDLER)
    person = person_row(registry.draw(Gender.FEMALE, (34, 52)), village=place.village, household=None)
    office = offices[village_office_name(place.village)]
    kept = _account(f"handler{VILLAGE_HANDLER}", Role.HANDLER, person, None, office)
    return [*sign_ins, (f"{place.plan.full_name}承办单位经办人", *kept)]


def _village_accounts(places: list[Place], pool: Pool) -> list[SignIn]:
    kinds = [
        ("mediator", Role.MEDIATOR, "调解员"),
        ("head", Role.COMMITTEE_HEAD, "调委会主任"),
        ("adviser", Role.LEGAL_ADVISER, "法律顾问"),
    ]
    passwords = {name: draw_password() for name, _, _ in kinds}
    hashes = {name: hash_password(password) for name, password in passwords.items()}
    sign_ins = []
    for place in places:
        members = pool.committees[place.plan.name]
        people = {"head": members[0], "mediator": members[1], "adviser": pool.advisers[place.plan.name]}
        for name, role, label in kinds:
            login_name = f"{name}{place.plan.position:02d}"
            committee = None if role is Role.LEGAL_ADVISER else place.committee
            _row(login_name, role, people[name].person, committee, hashes[name])
            sign_ins.append((f"{place.plan.full_name}{label}", login_name, passwords[name]))
    return sign_ins


def _account(
    login_name: str, role: Role, person: Person, committee: Body | None, office: Office | None = None
) -> tuple[str, str]:
    password = draw_password()
    _row(login_name, role, person, committee, hash_password(password), office)
    return login_name, password


def _row(
    login_name: str,
    role: Role,
    person: Person,
    committee: Body | None,
    password_hash: str,
    office: Office | None = None,
) -> None:
    account = Account(
        login_name=login_name,
        password_hash=password_hash,
        role=role,
        person=person,
        committee=committee,
        office=office,
        is_discipline_head=role is Role.DISCIPLINE_OFFICER,
    )
    db.session.add(account)


def to_show(sign_ins: list[SignIn]) -> list[SignIn]:
    """The town's sign-ins and those of two villages: what fits on a screen."""
    return [one for one in sign_ins if not one[1][-2:].isdecimal() or one[1][-2:] in SHOWN]


def write_sign_ins(folder: Path, sign_ins: list[SignIn]) -> None:
    """Keep the sign-ins in a file that only its owner reads (mode 600)."""
    path = folder / FILE_NAME
    path.unlink(missing_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as stream:
        stream.write("\n".join([HEADER, *("\t".join(one) for one in sign_ins)]) + "\n")


def read_sign_ins(folder: Path) -> list[SignIn]:
    """The kept sign-ins; none when the file is gone."""
    path = folder / FILE_NAME
    if not path.exists():
        return []
    lines = path.read_text(encoding="utf-8").splitlines()[1:]
    parts = [line.split("\t") for line in lines if line.count("\t") == 2]
    return [(whose, name, password) for whose, name, password in parts]


def forget_sign_ins(folder: Path) -> None:
    """Delete the file."""
    (folder / FILE_NAME).unlink(missing_ok=True)
