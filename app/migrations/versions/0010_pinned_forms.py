"""pinned forms: a stored version of a process holds what its steps ask and how it is answered, not its diagrams alone.

Versions stored before get that from the pack beside this file: forms by the name of the step or action, `words.json`,
`process.json`, and the properties that later programs read from an element, by the element's id.  What a version says
itself always wins.  A step that the pack does not know was drawn by the town: its form is the one that lay beside the
diagrams until now, if there is one.  Its hash names a version, and the
position of every flow names the version it belongs to: both follow; where a matter stands does not change.
"""

import hashlib
from pathlib import Path
from typing import Any

import orjson
import sqlalchemy as sa
from alembic import op
from lxml import etree

revision = '0010'
down_revision = '0009'
branch_labels = None
depends_on = None

PACK = Path(__file__).with_name('packs') / '0010_forms.json'
BPMN = '{http://www.omg.org/spec/BPMN/20100524/MODEL}'
SPIFF = '{http://spiffworkflow.org/bpmn/schema/1.0/core}'
FORM = '.form.json'
ACTIONS = 'deeds/'
TASKS = ('userTask', 'manualTask')
DIAGRAMS = ('.bpmn', '.dmn')
FOLDER = Path(__file__).parents[3] / 'bpmn'
NOTHING: dict[str, Any] = {'files': {}, 'properties': {}}
NAMED = 16
"""So many characters of a version's hash stand in a flow's position."""
AT_ONCE = 500

definition = sa.table('definition', sa.column('id', sa.Integer()), sa.column('key', sa.String()),
                      sa.column('sha256', sa.String()), sa.column('source', sa.LargeBinary()))
process = sa.table('process', sa.column('id', sa.Integer()), sa.column('definition_id', sa.Integer()),
                   sa.column('state', sa.LargeBinary()))


def upgrade() -> None:
    """Give every stored version what the pack holds for its process."""
    pack = orjson.loads(PACK.read_bytes())
    _rewrite(lambda key, files: _enriched(files, pack.get(key, NOTHING), FOLDER / key))


def downgrade() -> None:
    """Leave of every stored version its diagrams and decision tables alone; properties on elements harm nobody."""
    _rewrite(lambda _key, files: {name: text for name, text in files.items() if name.endswith(DIAGRAMS)})


def _rewrite(change: Any) -> None:
    """Change the files of every stored version; two that become the same are one from then on."""
    bind = op.get_bind()
    for row in bind.execute(sa.select(definition).order_by(definition.c.id)).all():
        bundle = orjson.loads(row.source)
        files = change(row.key, bundle['files'])
        if files == bundle['files']:
            continue
        source = orjson.dumps({**bundle, 'files': files}, option=orjson.OPT_SORT_KEYS)
        sha256 = hashlib.sha256(source).hexdigest()
        same = sa.select(definition.c.id).where(definition.c.key == row.key, definition.c.sha256 == sha256)
        kept = bind.scalar(same)
        _rename(bind, row.id, row.id if kept is None else kept, row.sha256, sha256)
        if kept is None:
            bind.execute(sa.update(definition).where(definition.c.id == row.id).values(sha256=sha256, source=source))
        else:
            bind.execute(sa.delete(definition).where(definition.c.id == row.id))


def _rename(bind: sa.Connection, before: int, after: int, old: str, new: str) -> None:
    """The flows of a version follow it to its new name."""
    last = 0
    while True:
        found = sa.select(process.c.id, process.c.state).where(process.c.definition_id == before, process.c.id > last)
        flows = bind.execute(found.order_by(process.c.id).limit(AT_ONCE)).all()
        if not flows:
            return
        for flow in flows:
            state = flow.state.replace(_named(old), _named(new), 1)
            moved = sa.update(process).where(process.c.id == flow.id)
            bind.execute(moved.values(definition_id=after, state=state))
        last = flows[-1].id


def _named(sha256: str) -> bytes:
    """How a position names its version; it stands before everything else that could read alike."""
    return f'"version":"{sha256[:NAMED]}"'.encode()


def _enriched(files: dict[str, str], given: dict[str, Any], folder: Path) -> dict[str, str]:
    steps: set[str] = set()
    own = dict(files)
    for name in sorted(files):
        if name.endswith('.bpmn'):
            root = etree.fromstring(files[name].encode(), etree.XMLParser(resolve_entities=False, no_network=True))
            steps |= {task.get('id', '') for kind in TASKS for task in root.iter(f'{BPMN}{kind}')}
            if _give_properties(root, given['properties']):
                own[name] = etree.tostring(root, encoding='UTF-8', xml_declaration=True).decode()
    for name, text in given['files'].items():
        step = name.removesuffix(FORM)
        if step == name or name.startswith(ACTIONS) or step in steps:
            own.setdefault(name, text)
    for name in sorted({f'{step}{FORM}' for step in steps} - own.keys()):
        if (folder / name).is_file():
            own[name] = (folder / name).read_text(encoding='utf-8')
    return own


def _give_properties(root: etree._Element, given: dict[str, dict[str, str]]) -> bool:
    """Add to each element the properties it lacks; whether there was any."""
    changed = False
    for element in [one for one in root.iter(f'{BPMN}*') if one.get('id', '') in given]:
        wanted = given[element.get('id', '')]
        has = {one.get('name') for one in element.findall(f'{BPMN}extensionElements/{SPIFF}properties/{SPIFF}property')}
        lacking = {name: value for name, value in wanted.items() if name not in has}
        if lacking:
            changed = True
            place = _properties_of(element)
            for name, value in lacking.items():
                etree.SubElement(place, f'{SPIFF}property', name=name, value=value)
    return changed


def _properties_of(element: etree._Element) -> etree._Element:
    """Where an element's properties stand, made where the standard wants it: right after the documentation."""
    extensions = element.find(f'{BPMN}extensionElements')
    if extensions is None:
        extensions = etree.Element(f'{BPMN}extensionElements')
        element.insert(len(element.findall(f'{BPMN}documentation')), extensions)
    place = extensions.find(f'{SPIFF}properties')
    return etree.SubElement(extensions, f'{SPIFF}properties') if place is None else place
