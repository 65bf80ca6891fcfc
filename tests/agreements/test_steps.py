"""The written agreement from its draft to its archive, step by step."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask

from app.agreements.models import AgreementState
from app.agreements.queries import archive_of, duties_of, visits_of
from app.cases.models import CaseStatus
from app.core.errors import Invalid, NotAllowed, NotNow
from tests.agreements.paths import Path

TODAY = date(2026, 11, 23)


def test_a_written_agreement_comes_into_force_by_draft_review_freezing_signatures_and_seal(app: Flask) -> None:
    path = Path().drafted()
    assert path.open == ["draft"]
    assert path.sent().open == ["legal_review"]
    assert path.passed().open == ["freeze"]
    assert path.answer("freeze", outcome="frozen").open == ["sign"]
    assert path.answer("sign", outcome="signed", signatures=path.signatures()).open == ["seal"]
    path.answer("seal", "head", sealed_on=TODAY)
    assert path.open == ["fulfil"]
    assert path.agreement.state is AgreementState.IN_FORCE
    assert (path.agreement.sealed_on, path.agreement.in_force_on) == (TODAY, TODAY)
    assert [one.in_force_on for one in path.agreement.bound] == [TODAY, TODAY]
    assert path.case.status is CaseStatus.IN_FORCE
