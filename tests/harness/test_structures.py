"""Networks in which layers meet mean everywhere what they mean to Keras, also after saving, opening and exporting."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.convert.model_files import export
from core.convert.to_code import generate
from core.storage.files import open_project, save_project
from tests.harness import fresh, structure_cases
from tests.harness.numbers import weights_for
from tests.harness.proof import Proof, Subject, example_inputs, same
from tests.harness.structure_cases import Structure

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]


def subject_of(structure: Structure) -> Subject:
    project, live = structure.make()
    return Subject(structure.id, live, lambda _: project, structure.kinds, training=True)


SUBJECTS = [subject_of(item) for item in structure_cases.ALL]


@pytest.mark.parametrize("subject", SUBJECTS, ids=lambda subject: subject.id)
def test_structure(proof: Proof, subject: Subject) -> None:
    proof.check(subject)


@pytest.mark.parametrize("made", SUBJECTS, ids=lambda made: made.id)
def test_saved_opened_and_exported(made: Subject, tmp_path: Path) -> None:
    import keras

    fresh.start()
    live = made.live()
    project = made.project(len(live.outputs))
    save_project(project, tmp_path / "model.netw", None)
    opened = open_project(tmp_path / "model.netw")[0]
    assert opened == project
    export(opened, tmp_path / "model.py")
    assert (tmp_path / "model.py").read_text() == generate(project)
    live.set_weights(weights_for(live))
    live.save(tmp_path / "trained.keras")
    export(opened, tmp_path / "model.keras", weights=tmp_path / "trained.keras")
    inputs = example_inputs(live, made)
    outputs = fresh.outputs(live, inputs, training=False)
    same(fresh.outputs(keras.models.load_model(tmp_path / "model.keras"), inputs, training=False), outputs, "file")
