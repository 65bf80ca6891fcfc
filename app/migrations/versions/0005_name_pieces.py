"""name pieces: people and petitioners are searched like cases, and every name in its one plainest form."""

import re
import unicodedata
from collections.abc import Iterable
from functools import cache

import sqlalchemy as sa
from alembic import op
from opencc import OpenCC
from pypinyin import Style, pinyin

revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None

KEPT_BY = {"person_gram": ("person", "person_id"), "petitioner_gram": ("petitioner", "petitioner_id")}


def upgrade() -> None:
    """Bring the tables here from the revision before; every name that is stored stays as it is."""
    for table, (owner, key) in KEPT_BY.items():
        op.create_table(table,
        sa.Column('gram', sa.String(length=4), nullable=False),
        sa.Column(key, sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint([key], [f'{owner}.id'], name=op.f(f'fk_{table}_{key}'), ondelete='CASCADE'),
        sa.PrimaryKeyConstraint('gram', key, name=op.f(f'pk_{table}'))
        )
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.create_index(batch_op.f(f'ix_{table}_{key}'), [key], unique=False)
        names = op.get_bind().execute(sa.text(f"SELECT id, name FROM {owner} ORDER BY id")).all()
        _insert(table, [{key: row.id, "gram": gram} for row in names for gram in sorted(grams([row.name]))])
    find_cases_anew()


def downgrade() -> None:
    """Bring the tables back to the revision before; the pieces of cases stay, they find no less."""
    for table in reversed(KEPT_BY):
        op.drop_table(table)


def find_cases_anew() -> None:
    """The pieces of every case, of its parties' names now and of those that were corrected."""
    bind = op.get_bind()
    named: dict[int, set[str]] = {}
    for row in bind.execute(sa.text("SELECT case_id, name FROM party")):
        named.setdefault(row.case_id, set()).add(row.name)
    corrected = sa.text("SELECT case_id, old FROM correction WHERE field LIKE '%·name'")
    for row in bind.execute(corrected):
        named.setdefault(row.case_id, set()).add(row.old)
    regions = {row.id: row.region for row in bind.execute(sa.text("SELECT id, region FROM mediation_case"))}
    bind.execute(sa.text("DELETE FROM name_gram"))
    rows = [
        {"region": regions[case_id], "gram": gram, "case_id": case_id}
        for case_id, names in sorted(named.items())
        for gram in sorted(grams(names))
    ]
    _insert("name_gram", rows)


def _insert(table: str, rows: list[dict[str, object]]) -> None:
    if rows:
        columns: list[sa.ColumnClause[object]] = [sa.column(name) for name in rows[0]]
        op.get_bind().execute(sa.insert(sa.table(table, *columns)), rows)


# What follows is `name_grams` of app/core/name_pieces.py as it was on the day of this revision: a migration outlives
# the code of its day.  Whoever changes it there writes a revision that makes the pieces anew.

RADICALS = (
    "⺁⺂⺃⺄⺅⺆⺇⺈⺉⺊⺋⺌⺍⺎⺏⺐⺑⺒⺓⺔⺕⺖⺗⺘⺙⺛⺜⺝⺞⺟⺠⺡⺢⺣⺤⺥⺦⺧⺨⺩⺪⺫⺬⺭⺮⺯⺰⺱⺲⺳⺴⺵⺶⺷⺸⺹⺺⺻"
    "⺼⺽⺾⺿⻀⻁⻂⻃⻄⻅⻆⻇⻈⻉⻊⻋⻌⻍⻎⻏⻐⻑⻒⻓⻔⻕⻖⻗⻘⻙⻚⻛⻜⻝⻞⻟⻠⻡⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻱⻲⻳"
)
IDEOGRAPHS = (
    "厂乛乚乙亻冂𠘨刀刂卜㔾小小兀尣尢𡯂巳幺彑彐忄心扌攵旡日月歺母民氵氺灬爫爫丬牛犭王𤴔目示礻𥫗糹纟罓罒㓁冗𦉫羊𦍌𦍋耂肀聿"
    "肉𦥑艹艹艹虎衤覀西见角𧢲讠贝𧾷车辶辶辶邑钅長镸长门𨸏阝雨青韦页风飞食𩙿飠饣𩠐马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜亀龟"
)
FOLDED = str.maketrans(RADICALS, IDEOGRAPHS)
ZEROES = str.maketrans({"\u25cb": "\u3007", "\u25ef": "\u3007", "零": "\u3007"})
MOST_READINGS = 64


def grams(names: Iterable[str]) -> set[str]:
    """Every character and every two that follow each other, of names and of their initials."""
    found: set[str] = set()
    for name in names:
        for text in ("".join(_parts(name)), *_initials(name)):
            found.update(text)
            found.update(text[place : place + 2] for place in range(len(text) - 1))
    return found


def _parts(name: str) -> list[str]:
    words = re.findall(r"[A-Za-z\u00c0-\u024f\uff21-\uff3a\uff41-\uff5a]+|.", name, re.DOTALL)
    return [part for word in map(_plain, words) for part in ([word] if word.isascii() else word) if part]


def _plain(text: str) -> str:
    apart = unicodedata.normalize("NFKD", text.translate(FOLDED)).casefold()
    bare = "".join(one for one in apart if unicodedata.category(one) != "Mn")
    whole = unicodedata.normalize("NFKC", bare).translate(FOLDED).translate(ZEROES)
    return "".join(_simplified(one) for one in whole if one.isalnum())


def _initials(name: str) -> list[str]:
    combined = [""]
    for part in _parts(name):
        letters = [part[0]] if part.isascii() else _readings(part)
        combined = [before + letter for before in combined for letter in letters][:MOST_READINGS]
    return combined


@cache
def _readings(character: str) -> list[str]:
    found = pinyin(character, style=Style.FIRST_LETTER, heteronym=True, errors="ignore")
    return sorted({letter for letters in found for letter in letters} or {""})


@cache
def _simplified(character: str) -> str:
    folded = _converter().convert(character) if not character.isascii() else character
    return folded if len(folded) == 1 else character


@cache
def _converter() -> OpenCC:
    return OpenCC("t2s")
