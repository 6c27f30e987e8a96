"""The zoo: models from strangers that want to run code, read files, fill the memory or tie a knot, opened and analysed.

Nothing of them happens, and each gets a sentence that names the layer or the reason. What is damaged as a file is in
test_refusals and test_damage, arrays in test_weights.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.core.reading import files, hostile_models
from tests.core.reading.files import h5, keras_archive, write
from tests.core.reading.hostile_models import FAMILIES, as_file
from tests.core.reading.hostile_traps import Trap
from tests.environment import REPOSITORY

MOST_MEMORY = 300  # MiB
MOST_SECONDS = 5.0

Said = dict[str, dict[str, Any]]


@pytest.fixture(scope="module")
def zoo(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Trap, dict[str, str]]:
    """The folder of files, the trap, and the name that each model has in hostile_models, by file."""
    home = tmp_path_factory.mktemp("zoo")
    folder = home / "models"
    folder.mkdir()
    trap = Trap(home / "marker", write(home / "bait.txt", "bait\n"))
    write(home / "netwright_trap_module.py", f"open({str(trap.marker)!r}, 'w')\n")
    names: dict[str, str] = {}
    for family, make in FAMILIES:
        for number, (name, config) in enumerate(make(trap).items()):
            stem = f"{family.replace(' ', '_')}_{number:03d}"
            text = json.dumps(config)
            # As files of every kind where the kinds differ; the rest goes without, since a process each takes time.
            suffixes = ["json", "keras", "h5"] if family == "code" else ["keras" if number % 5 == 0 else "json"]
            for suffix in suffixes:
                path = folder / f"{stem}.{suffix}"
                names[path.name] = f"{family}: {name}"
                if suffix == "h5":
                    settings = config.get("compile_config")
                    extra = {"training_config": json.dumps(settings)} if settings else {}
                    h5(path, model_config=text, **extra)
                else:
                    write(path, text if suffix == "json" else keras_archive(text))
    return folder, trap, names


def visit(zoo: tuple[Path, Trap, dict[str, str]], how: str) -> tuple[Said, dict[str, Any]]:
    """Open (and analyse) all files in a process of its own; what it said of each, and in the end."""
    folder, _, names = zoo
    command = [sys.executable, "-m", "tests.core.reading.zoo_child", str(folder), how]
    done = subprocess.run(
        command, cwd=REPOSITORY, capture_output=True, text=True, timeout=600, check=False, env=_environment(folder)
    )
    assert done.returncode == 0, done.stderr[-3000:]
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    said = {line["file"]: line for line in lines[:-1]}
    assert said.keys() == (names.keys() if how == "analyse" else {name for name in names if as_file(Path(name))})
    return said, lines[-1]


def _environment(folder: Path) -> dict[str, str]:
    import os

    return {**os.environ, "PYTHONPATH": f"{REPOSITORY}{os.pathsep}{folder.parent}"}


@pytest.fixture(scope="module")
def opened(zoo: tuple[Path, Trap, dict[str, str]]) -> tuple[Said, dict[str, Any]]:
    return visit(zoo, "open")


@pytest.fixture(scope="module")
def analysed(zoo: tuple[Path, Trap, dict[str, str]]) -> tuple[Said, dict[str, Any]]:
    return visit(zoo, "analyse")


@pytest.mark.slow
def test_opening_does_nothing_but_read_the_file(
    zoo: tuple[Path, Trap, dict[str, str]], opened: tuple[Said, dict[str, Any]]
) -> None:
    said, end = opened
    for file, line in said.items():
        assert not line["did"], (zoo[2][file], line["did"])
        assert line["seconds"] < MOST_SECONDS, zoo[2][file]
    assert end["peak"] < MOST_MEMORY and end["children"] < MOST_MEMORY, end
    assert not end["keras"]
    assert not zoo[1].marker.exists()


@pytest.mark.slow
def test_analysing_what_was_opened_does_nothing_either(
    zoo: tuple[Path, Trap, dict[str, str]], analysed: tuple[Said, dict[str, Any]]
) -> None:
    said, _ = analysed
    for file, line in said.items():
        assert not line["did"], (zoo[2][file], line["did"])
        assert line["seconds"] < MOST_SECONDS, zoo[2][file]
        assert line["grown"] < MOST_MEMORY, zoo[2][file]
        assert line["floatx"] == "float32", zoo[2][file]
    assert not zoo[1].marker.exists()


# Harmless as they stand: what is odd in them means nothing, or is left out without loss.
_INNOCENT = frozenset(
    {
        "knots: kwargs are a list",
        "knots: name is long",
        "knots: empty sequential",
        "knots: output is an input",
        "other files: vocabulary in a list",
        "bombs: shape of a million axes",
        "bombs: mel bins 1e9",
        "bombs: unrolled",
        "bombs: bins",
        "references: build_config",
    }
)


@pytest.mark.slow
def test_each_is_told_with_its_layer_or_the_reason(
    zoo: tuple[Path, Trap, dict[str, str]], analysed: tuple[Said, dict[str, Any]]
) -> None:
    silent, nameless = [], []
    for file, line in analysed[0].items():
        name = zoo[2][file]
        told = [
            line.get("refused", ""),
            *line.get("placeholders", ()),
            *line.get("notes", ()),
            *line.get("problems", ()),
        ]
        told = [sentence for sentence in told if sentence]
        if not told and name not in _INNOCENT:
            silent.append(name)
        if name.startswith(("code", "references", "other files")) and told and "refused" not in line:
            wanted = (
                "trap",
                "outer",
                "inner",
                "loss",
                "optimizer",
                "metric",
                "class of its own",
                "'plain'",
                str(zoo[1].bait),
            )
            if not any(word in sentence for sentence in told for word in wanted):
                nameless.append((name, told))
        assert all(sentence.isprintable() for sentence in told), (name, told)
    assert not silent
    assert not nameless


def test_the_zoo_holds_what_it_says() -> None:
    """The traps work: where nothing is in their way, they do create the marker."""
    families = dict(FAMILIES)
    trap = Trap(Path("marker"), Path("bait"))
    assert all(len(make(trap)) >= 15 for make in families.values())
    assert hostile_models.deep(3)["config"]["layers"][1]["config"]["name"] == "level_1"
    json.dumps([make(trap) for make in families.values()])
    assert files.MODEL["class_name"] == "Sequential"


def test_the_bytecode_in_it_works(tmp_path: Path) -> None:
    """Loaded as Keras loads it, it creates the marker: the zoo is not harmless by mistake."""
    import base64
    import marshal

    trap = Trap(tmp_path / "marker", tmp_path / "bait")
    eval(marshal.loads(base64.b64decode(trap.bytecode()))).close()
    assert trap.marker.exists()
