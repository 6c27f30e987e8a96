"""Which sources are trusted: by their text alone, kept across processes, and nothing when in doubt."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from core.errors import FileError
from core.storage import trust
from core.storage.places import places


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("NETWRIGHT_HOME", str(tmp_path / "home"))
    monkeypatch.delenv(trust.THIS_RUN, raising=False)
    return tmp_path / "home"


def test_only_the_very_text_is_trusted() -> None:
    assert not trust.is_trusted("lambda x: x + 1")
    trust.trust("lambda x: x + 1")
    assert trust.is_trusted("lambda x: x + 1")
    assert not trust.is_trusted("lambda x: x + 1 ") and not trust.is_trusted("lambda x: x + 2")
    trust.distrust("lambda x: x + 1")
    assert not trust.is_trusted("lambda x: x + 1")


def test_what_the_palette_drops_needs_no_question() -> None:
    assert trust.is_trusted("lambda x: x") and trust.trusted() == frozenset()


def test_trust_is_kept_for_the_next_process(home: Path) -> None:
    trust.trust("def f(x): return x", "ä \ud800")
    code = "import sys; from core.storage.trust import is_trusted; print(is_trusted('def f(x): return x'))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "True\n" and trust.is_trusted("ä \ud800")


def test_trust_of_this_run_is_not_written_down_but_inherited(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(trust.THIS_RUN, "")
    trust.trust_this_run("lambda x: 1", "lambda x: 2")
    assert trust.is_trusted("lambda x: 1") and trust.is_trusted("lambda x: 2") and not home.exists()
    code = "from core.storage.trust import is_trusted; print(is_trusted('lambda x: 2'), is_trusted('lambda x: 3'))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "True False\n"


@pytest.mark.parametrize(
    "text", ["", "[]", "{", '{"netwright-trusted": 2, "sha256": ["%s"]}', '{"sha256": ["%s"]}', "[" * 100_000, "\0"]
)
def test_a_damaged_list_trusts_nothing_and_is_made_anew(text: str, home: Path) -> None:
    path = places().config / trust.FILE
    path.parent.mkdir(parents=True)
    path.write_text(text.replace("%s", trust.digest("a")))
    assert not trust.is_trusted("a")
    trust.trust("b")
    assert trust.is_trusted("b") and not trust.is_trusted("a")
    assert json.loads(path.read_text())["sha256"] == [trust.digest("b")]


def test_two_windows_at_once_lose_nothing() -> None:
    texts = [[f"{number} {place}" for place in range(15)] for number in range(4)]

    def work(own: list[str]) -> None:
        for text in own:
            trust.trust(text)

    threads = [threading.Thread(target=work, args=(own,)) for own in texts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(trust.is_trusted(text) for own in texts for text in own)


def test_a_list_that_cannot_be_written_is_one_sentence(home: Path) -> None:
    home.write_text("a file, not a folder")
    with pytest.raises(FileError, match="list of trusted code cannot be saved"):
        trust.trust("a")
    assert not trust.is_trusted("a")


@pytest.mark.skipif(os.name == "nt", reason="modes are POSIX's")
def test_the_lock_is_not_left_behind(home: Path) -> None:
    trust.trust("a")
    assert [path.name for path in places().config.iterdir()] == [trust.FILE]
