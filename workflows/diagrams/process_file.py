"""What a process is called, what its diagrams show, and who answers for a role of them: ``process.json``.

Roles of accounts are words of the app; here they are only kept apart.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from workflows.errors import DiagramRefused

FILE = "process.json"
ACTIONS = "deeds/"
"""Where, beside the diagrams, the forms of actions lie that no step asks for."""
_KEPT = ConfigDict(extra="forbid", frozen=True, strict=True)
_SAID = {
    "missing": "没有写",
    "extra_forbidden": "不认识，请检查拼写",
    "string_type": "应当是文字",
    "string_too_short": "要写上文字",
    "bool_type": "只能写 true 或者 false",
    "dict_type": "应当是一组带名字的内容",
    "list_type": "应当是一份清单",
    "too_short": "至少要有一项",
}

Text = Annotated[str, Field(min_length=1)]


class StepRole(BaseModel):
    """Who answers the steps of one role of a diagram.

    ``accounts``: roles of accounts that may type the answer at their own committee or office.  ``assigned``: only the
    person the step is assigned to.  ``paper_desk``: the role of accounts that also types for an office in which nobody
    else of ``accounts`` can sign in, which works on paper.
    """

    model_config = _KEPT

    accounts: Annotated[list[Text], Field(min_length=1)]
    assigned: bool = False
    paper_desk: Text | None = None


class ProcessFile(BaseModel):
    """``title`` of the process, ``diagrams`` with what each shows, and its ``roles``, all by name."""

    model_config = _KEPT

    title: Text
    diagrams: Annotated[dict[str, Text], Field(min_length=1)]
    roles: Annotated[dict[str, StepRole], Field(min_length=1)]


def parse_process_file(text: str) -> ProcessFile:
    """Judge the text of a ``process.json``.  Raises DiagramRefused with a sentence naming the place."""
    try:
        read = ProcessFile.model_validate_json(text)
    except ValidationError as error:
        fault = error.errors(include_url=False)[0]
        place = "".join(f"“{part}”" for part in fault["loc"]) or "全文"
        raise DiagramRefused(f"{FILE} 的{place}：{_SAID.get(fault['type'], '写法不对')}。") from error
    for name, role in read.roles.items():
        if role.paper_desk is not None and role.paper_desk not in role.accounts:
            raise DiagramRefused(f"{FILE} 的“roles”“{name}”：paper_desk 要写在 accounts 里。")
    return read


def read_process_file(folder: Path) -> ProcessFile:
    """The ``process.json`` of a folder of diagrams.  Raises DiagramRefused when it is missing or faulty."""
    path = folder / FILE
    try:
        return parse_process_file(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise DiagramRefused(f"缺少 {FILE}，请在图的旁边写明流程叫什么、有哪些图、每个角色是哪些账号。") from None
    except UnicodeDecodeError:
        raise DiagramRefused(f"{FILE}：文字编码不对，请存成 UTF-8。") from None


def roles_of_all(files: Mapping[str, ProcessFile]) -> dict[str, StepRole]:
    """The roles of several processes, by name.  Raises DiagramRefused when two mean something else by one name."""
    found: dict[str, StepRole] = {}
    for process, file in files.items():
        for name, role in file.roles.items():
            if found.setdefault(name, role) != role:
                raise DiagramRefused(f"流程“{process}”的 {FILE}：角色“{name}”在别的流程里是别的账号，请换一个名字。")
    return found
