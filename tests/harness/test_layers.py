"""Every layer of the catalogue means in the document, the analysis, the model, the code and the file what it means to Keras."""

from __future__ import annotations

import pytest

from core.analysis.analysis import Analyzer
from core.catalog.catalog import Catalog, load
from core.convert import to_keras
from core.errors import ConversionError
from core.storage import schema
from tests.harness import call_cases, layer_cases, reasons
from tests.harness.case import Case, project
from tests.harness.proof import Proof, Subject
from tests.harness.subjects import subject as subject_of

CATALOG = load()
CASES = [*layer_cases.cases(CATALOG), *call_cases.cases()]

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]


@pytest.mark.parametrize("subject", [subject_of(case) for case in CASES], ids=lambda subject: subject.id)
def test_layer(proof: Proof, subject: Subject) -> None:
    proof.check(subject)


def test_every_placeable_layer_is_here_or_has_a_reason() -> None:
    placeable = {spec.class_name for spec in CATALOG.layers if spec.placeable}
    proved = {case.id for case in CASES}
    assert placeable - proved == set(reasons.NO_LAYER)
    assert len(proved) == len(CASES), "two cases of one id"


@pytest.mark.parametrize("name", [name for name in reasons.NO_LAYER if name != "InputLayer"])
def test_what_is_left_out_is_refused_with_a_sentence(name: str) -> None:
    refused(layer_cases.starter(spec_of(CATALOG, name)), CATALOG)


def refused(case: Case, catalog: Catalog) -> None:
    made = project(case, 1)
    assert schema.loads(schema.dumps(made)) == made
    analysis = Analyzer(catalog).analyze(made)
    assert [problem.node for problem in analysis.problems if problem.severity == "error"] == ["subject"]
    with pytest.raises(ConversionError) as caught:
        to_keras.build(made, analysis)
    assert caught.value.node == "subject" and "subject" in caught.value.message


def spec_of(catalog: Catalog, name: str):  # type: ignore[no-untyped-def]
    return next(spec for spec in catalog.layers if spec.class_name == name)
