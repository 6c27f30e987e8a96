"""Every op of the catalogue means in the document, the analysis, the model, the code and the file what it means to Keras."""

from __future__ import annotations

import pytest

from core.catalog.catalog import load
from tests.harness import op_call_cases, op_cases
from tests.harness.proof import Proof, Subject
from tests.harness.subjects import subject as subject_of

CATALOG = load()
CASES = [*op_cases.cases(CATALOG), *op_call_cases.cases()]

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]


@pytest.mark.parametrize("subject", [subject_of(case) for case in CASES], ids=lambda subject: subject.id)
def test_op(proof: Proof, subject: Subject) -> None:
    proof.check(subject)


def test_every_op_is_here() -> None:
    proved = {case.id for case in CASES}
    assert {op_cases.op_name(spec) for spec in CATALOG.ops} <= proved
    assert len(proved) == len(CASES), "two cases of one id"
