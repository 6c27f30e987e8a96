"""Files of layers in their limited process: good ones give specs, and every bad one is a sentence, soon."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from core.catalog import catalog as catalogs
from core.catalog import custom_check
from core.catalog.custom import MAX_PRINTED, read_custom_file
from core.catalog.custom_check import Limits, check_file, custom_layers
from core.catalog.spec import LayerSpec, ParamKind
from core.errors import FileError
from tests.core import own_code

pytestmark = pytest.mark.slow

LIMITS = Limits(seconds=4.0, start_seconds=240.0)
FILES = {
    "good": own_code.LAYERS,
    "raises": "import keras\n\nraise ValueError('no\\nluck')\n",
    "loops": "while True:\n    pass\n",
    "sleeps": "import time\ntime.sleep(1000)\n",
    "prints": "while True:\n    print('x' * 1000)\n",
    "floods": own_code.LAYERS + "\nprint('y' * 5_000_000)\n",
    "writes": "import sys\nwhile True:\n    sys.stderr.write('z' * 1000)\n",
    "exits": "import sys\nsys.exit(3)\n",
    "ends": "import os\nos._exit(0)\n",
    "dies": "import os, signal\nos.kill(os.getpid(), signal.SIGSEGV)\n",
    "imports": "import no_such_module_here\n",
    "asks": "answer = input()\n",
    "hungry": "hoard = bytearray(64 << 30)\n",
    "empty": "class A:\n    pass\n",
    "exhausts": "def f():\n    f()\nf()\n",
    "leaves": own_code.LAYERS + "\nimport threading, time\nthreading.Thread(target=time.sleep, args=(600,)).start()\n",
    "starts": own_code.LAYERS + "\nimport subprocess, sys\nsubprocess.Popen([sys.executable, '-c', "
    "'import time; time.sleep(600)'])\n",
    "signature": "import keras\nclass A(keras.layers.Layer):\n    def __init__(self, *args, units, **kwargs):\n"
    "        super().__init__(**kwargs)\n    def call(self, a, b=None, *, training=False):\n        return a\n",
}
SENTENCES = {
    "raises": "it raises ValueError in line 3: no luck",
    "loops": "4 seconds",
    "sleeps": "does not end within 4 seconds",
    "prints": "4 seconds",
    "writes": "4 seconds",
    "exits": "it ends the program (sys.exit) in line 2",
    "ends": "it ends its Python process (status 0)",
    "dies": "it ends its Python process (SIGSEGV)",
    "imports": "it raises ModuleNotFoundError in line 1: No module named 'no_such_module_here'",
    "asks": "it raises EOFError in line 1",
    "hungry": "it takes more memory than it may in line 1",
    "empty": "it has no class derived from keras.layers.Layer",
    "exhausts": "it raises RecursionError in line 2",
}
Outcome = tuple[tuple[LayerSpec, ...] | FileError, float]


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Outcome]:
    """Every file tried, three at a time: starting Keras takes most of it."""
    folder = tmp_path_factory.mktemp("files")

    def one(name: str) -> Outcome:
        file = read_custom_file(own_code.write(folder, FILES[name], f"own_{name}.py"))
        began = time.monotonic()
        try:
            return check_file(file, LIMITS), time.monotonic() - began
        except FileError as error:
            return error, time.monotonic() - began

    with ThreadPoolExecutor(3) as pool:
        return dict(zip(FILES, pool.map(one, FILES), strict=True))


@pytest.mark.parametrize("name", SENTENCES)
def test_a_bad_file_is_one_sentence(name: str, outcomes: dict[str, Outcome]) -> None:
    error, _ = outcomes[name]
    assert isinstance(error, FileError), error
    assert error.message.startswith(f"The file 'own_{name}.py' cannot be used: ")
    assert SENTENCES[name] in error.message and error.message.endswith(".") and "\n" not in error.message


def test_what_it_prints_is_kept_for_the_details_and_cut(outcomes: dict[str, Outcome]) -> None:
    error, _ = outcomes["prints"]
    assert isinstance(error, FileError)
    assert "xxx" in error.details and len(error.details) <= MAX_PRINTED + 10
    raised, _ = outcomes["raises"]
    assert isinstance(raised, FileError) and "Traceback" in raised.details


def test_a_good_file_gives_specs(outcomes: dict[str, Outcome]) -> None:
    specs, _ = outcomes["good"]
    assert isinstance(specs, tuple)
    assert [spec.type for spec in specs] == ["own_good>Scale", "own_good>Swish"]
    scale = specs[0]
    assert scale.class_name == "Scale" and scale.family == "custom" and scale.doc_url == "" and scale.placeable
    assert scale.summary == "Multiplies by a learned factor for each feature."
    initial = scale.param("initial")
    assert initial is not None and initial.kind is ParamKind.FLOAT and initial.default == 1.0
    assert initial.help == "The value that every factor starts with."
    assert [port.name for port in scale.inputs] == ["inputs"]
    assert [param.name for param in scale.call_params] == ["training", "shift"]
    assert scale.param("trainable") is not None


def test_other_signatures(outcomes: dict[str, Outcome]) -> None:
    specs, _ = outcomes["signature"]
    assert isinstance(specs, tuple)
    units = specs[0].param("units")
    assert units is not None and units.required and dict(specs[0].starter) == {"units": 8}
    assert [(port.name, port.required) for port in specs[0].inputs] == [("a", True), ("b", False)]


@pytest.mark.parametrize("name", ["floods", "leaves", "starts"])
def test_noise_threads_and_children_do_not_matter(name: str, outcomes: dict[str, Outcome]) -> None:
    specs, _ = outcomes[name]
    assert isinstance(specs, tuple) and len(specs) == 2


def test_specs_are_kept_by_the_text_of_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, outcomes: dict[str, Outcome]
) -> None:
    monkeypatch.setenv("NETWRIGHT_HOME", str(tmp_path / "home"))
    specs, _ = outcomes["good"]
    tried: list[str] = []

    def check(file: object, limits: Limits | None) -> object:
        tried.append(str(file))
        return specs

    monkeypatch.setattr(custom_check, "check_file", check)
    file = read_custom_file(own_code.write(tmp_path, own_code.LAYERS, "own_good.py"))
    assert custom_layers(file) == specs == custom_layers(file) and len(tried) == 1
    (kept,) = (tmp_path / "home" / "cache" / "custom").iterdir()
    kept.write_text('{"layers": [{"type": "keras.layers.Dense"}]}')
    assert custom_layers(file) == specs and len(tried) == 2
    custom_layers(read_custom_file(own_code.write(tmp_path, own_code.LAYERS + "#", "own_good.py")))
    assert len(tried) == 3


def test_the_catalogue_shows_them_in_a_family_of_their_own(outcomes: dict[str, Outcome]) -> None:
    specs, _ = outcomes["good"]
    assert isinstance(specs, tuple)
    base = catalogs.load()
    made = base.with_layers(specs)
    assert made.get("own_good>Scale") is specs[0] and base.get("own_good>Scale") is None
    assert made.in_family("custom") == specs and base.in_family("custom") == ()
    assert [family.id for family in made.families if family.id == "custom"] == ["custom"]
    assert all(family.id != "custom" for family in base.families)
    assert specs[0] in made.search("scale") and specs[0] not in base.search("scale")
    assert made.get("keras.layers.Dense") is base.get("keras.layers.Dense")
    assert made.with_layers(()).get("own_good>Scale") is specs[0]
