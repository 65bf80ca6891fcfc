"""The page of what a committee sends about a dispute: whom it is for, where it stands, the step that waits."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from flask.typing import ResponseReturnValue

from app.cases.actions.case_letters import LETTERS
from app.cases.models.letters import CaseLetter
from app.cases.pages import blueprint
from app.cases.papers.fill_notices import REASON
from app.cases.papers.letters import named_in_address, paper_name_of, receiver_of, title_of
from app.cases.queries.letters import get_case_letter
from app.core import pages
from app.core.access_log import looked
from app.core.guard import requires, signed_in
from app.core.pages import chinese_date, render
from app.core.permissions import Actor, Permission
from app.letters.actions.flow import beforehand_of
from app.letters.pages.letter_shown import StepShown, attempts_shown, diagram_of, step_shown
from app.letters.terms import SERVICE_NAMES, ServiceMethod
from app.processes.models import Task
from app.processes.pages.forms import StepForm, form_for
from app.processes.queries import open_tasks_of
from app.processes.queries.definitions import pinned_of
from app.processes.registry import StepPage
from workflows.diagrams.forms import FieldSpec, FormSpec

LEADS = {
    "seal_letter": "先在这里记下盖章，再打印出来盖上公章：一份送过去，一份入卷。",
    "deliver": "送到了就记下来，期限从那天算；退回来的也记下来，再送。",
}
WAYS = {
    ServiceMethod.DIRECT: "当面送",
    ServiceMethod.HOUSEHOLD: "交给同住的成年家属",
    ServiceMethod.LEFT: "拒收，留置送达",
    ServiceMethod.MAIL: "邮寄",
    ServiceMethod.ELECTRONIC: "收件人同意的电子方式",
}
"""How a letter of a committee may be served; who gets it is always known."""
TO_A_BODY = frozenset({ServiceMethod.DIRECT, ServiceMethod.MAIL, ServiceMethod.ELECTRONIC})


@dataclass(frozen=True)
class LetterPage:
    """Values of templates/pages/cases/letter.html; ``step`` is None where nothing waits, ``pdf`` without a paper."""

    letter: CaseLetter
    title: str
    state: str
    facts: Sequence[tuple[str, str]]
    pdf: str
    attempts: Sequence[str]
    step: StepShown | None
    diagram: str


def state_of(letter: CaseLetter) -> str:
    """Where it stands, as a whole sentence."""
    if letter.served_on is not None:
        how = f"（{SERVICE_NAMES[letter.method]}）" if letter.method else "（对方回执）"
        return f"{chinese_date(letter.served_on)}送到了{how}。"
    sealed = f"{chinese_date(letter.sealed_on)}盖了章，" if letter.sealed_on else ""
    if letter.left_at is not None:
        return f"{sealed or '没有盖章，'}后来不用再送了。"
    return f"{sealed}还没有送到。" if sealed else "还没有盖章，打印出来是草稿。"


def spec_of_letter(letter: CaseLetter, task: Task) -> FormSpec:
    """What a step asks about a letter of a committee."""
    spec = pinned_of(task.process).forms.get(task.name)
    ways = {method.value: WAYS[method] for method in _ways_to(letter)}
    fields = tuple(shown for field in spec.fields if (shown := _of_these_ways(field, ways)) is not None)
    return replace(spec, lead=LEADS.get(task.name, spec.lead), fields=fields)


def _ways_to(letter: CaseLetter) -> Iterable[ServiceMethod]:
    """To another committee in fewer ways; nobody at home takes what is for one who must not be reached there."""
    if letter.party is None:
        return TO_A_BODY
    return [one for one in WAYS if one is not ServiceMethod.HOUSEHOLD] if letter.party.is_guarded else WAYS


def _of_these_ways(field: FieldSpec, ways: Mapping[str, str]) -> FieldSpec | None:
    """A field with those ways alone; None for one that is asked of other ways."""
    if field.name == "method":
        options = (replace(one, label=ways[one.value], hint="") for one in field.options if one.value in ways)
        return replace(field, options=tuple(options))
    rule = field.shown_when
    if rule is None or rule.field != "method":
        return field
    values = tuple(value for value in rule.values if value in ways)
    return replace(field, shown_when=replace(rule, values=values)) if values else None


def letter_page(letter: CaseLetter, step: StepShown | None) -> LetterPage:
    """Values of the page."""
    return LetterPage(
        letter=letter,
        title=f"《{title_of(letter)}》",
        state=state_of(letter),
        facts=_facts(letter),
        pdf=pages.address(
            "cases.paper",
            case_id=letter.case.public_id,
            name=paper_name_of(letter),
            **named_in_address(letter),
        ),
        attempts=attempts_shown(letter),
        step=step,
        diagram=diagram_of(letter),
    )


def _facts(letter: CaseLetter) -> list[tuple[str, str]]:
    facts, reason = [("送给", receiver_of(letter))], letter.content.get(REASON, "")
    if letter.party is not None and letter.party.how_to_meet:
        facts.append(("要留心", letter.party.how_to_meet))
    return [*facts, ("移交理由" if letter.move else "理由", reason)] if reason else facts


def _page(letter: CaseLetter, step: StepShown | None) -> str:
    looked("case", letter.case_id)
    return render("cases/letter.html", **vars(letter_page(letter, step)))


def _fresh_step(letter: CaseLetter, actor: Actor) -> StepShown | None:
    open_ones = open_tasks_of(LETTERS.name, letter.id)
    if not open_ones:
        return None
    task = open_ones[0]
    spec = spec_of_letter(letter, task)
    return step_shown(task, spec, form_for(spec, task, [], beforehand_of(letter, task.name)), actor)


@blueprint.get("/letters/<row(case_letter):case_letter_id>")
@requires(Permission.CASE_SEE)
def letter(case_letter_id: int) -> ResponseReturnValue:
    """Whom it is for, where it stands, and the step that waits."""
    found = get_case_letter(case_letter_id, for_=signed_in())
    return _page(found, _fresh_step(found, signed_in()))


def _asks(task: Task) -> FormSpec:
    return spec_of_letter(LETTERS.rows.row(task.subject_id), task)


def _again(task: Task, form: StepForm) -> str | None:
    """A refused step with what was typed; None when the letter went on meanwhile."""
    found = LETTERS.rows.row(task.subject_id)
    if task.closed_at is not None:
        return None
    return _page(found, step_shown(task, spec_of_letter(found, task), form, signed_in()))


STEP_PAGE = StepPage("cases.letter", "case_letter_id", again=_again, asks=_asks)
"""Of every step of a committee's letter."""
