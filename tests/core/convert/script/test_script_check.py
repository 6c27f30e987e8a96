"""The allow-list of scripts: what is generated passes, anything else is withheld."""

from __future__ import annotations

import json

import pytest

from core.convert.script.notebook import training_notebook
from core.convert.script.script import training_script
from core.convert.script.script_check import check_cells, check_script
from core.errors import ConversionError
from core.storage import templates

SCRIPT = training_script(templates.load("mlp-iris"))


def test_generated_scripts_and_notebooks_pass() -> None:
    for info in templates.names():
        made = templates.load(info.name)
        check_script(training_script(made))
        cells = json.loads(training_notebook(made))["cells"]
        check_cells("\n\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("import json", "import os"),
        ("import json", "import json, os"),
        ("import json", "from json import *"),
        ("from sklearn import datasets", "from sklearn import externals as datasets"),
        ("SEED = 0", "SEED = print(0)"),
        ("SEED = 0", "SEED = {**vars()}"),
        ("SEED = 0", "EVIL = 0"),
        ("EPOCHS = 40", "EPOCHS = 40\nprint(1)"),
        ("EPOCHS = 40", "EPOCHS = TEST_SPLIT = 40"),
        ("EPOCHS = 40", 'EPOCHS = float("40")'),
        ("EPOCHS = 40", "EPOCHS = (lambda: 40)()"),
        ("found = datasets.load_iris()", "found = datasets.fetch_openml('iris')"),
        ("found = datasets.load_iris()", "found = datasets.load_iris(); print(found)"),
        ("generator = np.random.default_rng(DATA_SEED)", "generator = np.random.default_rng()"),
        ("def load_data():", "@print\ndef load_data():"),
        ("def load_data():", "def load_data(x=print(1)):"),
        ("def split_samples(", "def other_samples("),
        ("model.summary()", "model.save_weights('x')"),
        ("model.summary()", "model.summary(); __import__('os')"),
        ("        verbose=2,", "        verbose=print(2),"),
        ("        verbose=2,", "        verbose=2, initial_epoch=1,"),
        ("        callbacks=[best],", "        callbacks=[keras.callbacks.CSVLogger('x')],"),
        ("    model.save(MODEL_FILE)", "    model.save('/etc/passwd')"),
        ("    x_train,\n", "    open('x'),\n"),
        ('if __name__ == "__main__":', "if True:"),
        ("    main()\n", "    main()\n    main()\n"),
        ("layers.Dense(32", "layers.Lambda(32"),
        ("def main() -> None:", "def main(x=1) -> None:"),
        ("def main() -> None:", "class Evil:\n    pass\n\n\ndef main() -> None:"),
    ],
)
def test_changes_are_withheld(old: str, new: str) -> None:
    changed = SCRIPT.replace(old, new, 1)
    assert changed != SCRIPT
    with pytest.raises(ConversionError, match="withheld"):
        check_script(changed)


def test_lines_of_a_notebook_are_no_script() -> None:
    check_cells("model = build_model()\n")
    with pytest.raises(ConversionError, match="withheld"):
        check_script("# -*- coding: utf-8 -*-\nmodel = build_model()\n")
    with pytest.raises(ConversionError, match="withheld"):
        check_cells("model = build_models()\n")
    with pytest.raises(ConversionError, match="withheld"):
        check_script("SEED = 0\n")
