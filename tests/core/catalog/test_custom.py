"""Files of layers: what is learned from them without running anything, and how a trusted one becomes a module."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import pytest

from core.catalog import custom
from core.catalog.custom import import_module, limited_print, read_custom_file, split_type
from core.errors import FileError
from tests.core import own_code


@pytest.fixture(autouse=True)
def no_module_left() -> Iterator[None]:
    yield
    sys.modules.pop("my_layers", None)


def test_classes_are_found_without_running(tmp_path: Path) -> None:
    line, mark = own_code.canary(tmp_path)
    file = read_custom_file(own_code.write(tmp_path, line + own_code.LAYERS))
    assert file.classes == ("Scale", "Swish", "_Hidden", "NoLayer") and file.stem == "my_layers"
    assert not mark.exists() and "my_layers" not in sys.modules


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("my_layers.txt", "", "my_layers.py. Received: 'my_layers.txt'"),
        ("my-layers.py", "", "that Python can import"),
        ("class.py", "", "that Python can import"),
        ("größe.py", "", "that Python can import"),
        ("json.py", "", "installed already; give the file another name, such as my_json.py"),
        ("numpy.py", "", "installed already"),
        ("core.py", "", "installed already"),
        ("my_layers.py", "class A(:\n  pass", "not valid Python: line 1"),
        ("my_layers.py", "x = 1\n\0", "not"),
        ("my_layers.py", "(" * 100_000, "not"),
        ("my_layers.py", "#" * (custom.MAX_BYTES + 1), "at most 1 MiB"),
    ],
)
def test_what_cannot_be_a_file_of_layers(name: str, text: str, words: str, tmp_path: Path) -> None:
    with pytest.raises(FileError) as raised:
        read_custom_file(own_code.write(tmp_path, text, name))
    assert words in raised.value.message and "\n" not in raised.value.message


def test_other_than_files_are_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "my_layers.py")
    with pytest.raises(FileError, match="expected a file"):
        read_custom_file(tmp_path / "my_layers.py")
    with pytest.raises(FileError, match="does not exist"):
        read_custom_file(tmp_path / "missing.py")
    (tmp_path / "latin.py").write_bytes(b"# \xe4\n")
    with pytest.raises(FileError, match="not text in UTF-8"):
        read_custom_file(tmp_path / "latin.py")


@pytest.mark.parametrize("path", [r"\\server\share\my_layers.py", "//server/share/my_layers.py"])
def test_another_machine_is_not_even_asked(path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(custom, "read_file", lambda path: pytest.fail("the path was touched"))
    with pytest.raises(FileError, match="on another machine"):
        read_custom_file(path)


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("my_layers>Scale", ("my_layers", "Scale")),
        ("keras.layers.Dense", None),
        ("Custom>a.b", None),
        (">Scale", None),
        ("os;import>x", None),
        ("block:a>b", None),
    ],
)
def test_types_name_a_module_and_a_class(name: str, parts: tuple[str, str] | None) -> None:
    assert split_type(name) == parts


def test_one_text_is_one_module_and_another_text_replaces_it(tmp_path: Path) -> None:
    first = read_custom_file(own_code.write(tmp_path, "class A: x = 1\n"))
    module = import_module(first)
    assert import_module(first) is module and module.A.__module__ == "my_layers"
    other = import_module(read_custom_file(own_code.write(tmp_path, "class A: x = 2\n")))
    assert other.A.x == 2 and module.A.x == 1 and sys.modules["my_layers"] is other
    broken = read_custom_file(own_code.write(tmp_path, "1 / 0\n"))
    with pytest.raises(ZeroDivisionError):
        import_module(broken)
    assert sys.modules["my_layers"] is other


def test_what_is_printed_leaves_results_clean_and_ends() -> None:
    show = limited_print()
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        for _ in range(1000):
            show("a" * 100, 1, sep="", end="\n", flush=True)
        show("to a file", file=out)
    assert out.getvalue() == "to a file\n"
    assert len(err.getvalue()) == custom.MAX_PRINTED
