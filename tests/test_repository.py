"""The checkout itself: pins, set-up on bare and poor machines, documents that stay true, a display that is real."""

from __future__ import annotations

import os
import re
import shutil
import stat
import subprocess
import sys
import tomllib
from functools import cache
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from pytestqt.qtbot import QtBot

from tests.environment import REPOSITORY

TEXT_SUFFIXES = {"", ".py", ".md", ".toml", ".txt", ".sh", ".json", ".svg", ".ini", ".cfg", ".ts", ".yml", ".yaml"}


@cache
def tracked_files() -> tuple[Path, ...]:
    """What git tracks; in an unpacked archive without git, every file outside the ignored folders."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=REPOSITORY, capture_output=True, text=True)
    if listed.returncode == 0:
        return tuple(REPOSITORY / name for name in listed.stdout.split("\0") if name and (REPOSITORY / name).is_file())
    ignored = {".git", ".venv", "build", "netwright-output", "__pycache__", ".hypothesis", ".pytest_cache"}
    return tuple(
        path
        for path in REPOSITORY.rglob("*")
        if path.is_file() and not ignored & set(path.relative_to(REPOSITORY).parts) and path.suffix != ".pyc"
    )


def requirements() -> list[Requirement]:
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text())["project"]
    extras = project["optional-dependencies"].values()
    return [Requirement(text) for text in [*project["dependencies"], *(text for extra in extras for text in extra)]]


def pins() -> dict[str, str]:
    lines = (REPOSITORY / "constraints.txt").read_text().splitlines()
    return {canonicalize_name(name): version for name, _, version in (line.partition("==") for line in lines[1:])}


# --- pins -------------------------------------------------------------------------------------------------------------


def test_every_requirement_is_pinned_inside_its_range() -> None:
    pinned = pins()
    for requirement in requirements():
        assert requirement.specifier.contains(pinned[canonicalize_name(requirement.name)]), requirement


def test_constraints_are_plain_pins_without_addresses() -> None:
    lines = (REPOSITORY / "constraints.txt").read_text().splitlines()
    assert lines[0].startswith("#")
    assert all(re.fullmatch(r"[A-Za-z0-9._-]+==[0-9][0-9A-Za-z.]*", line) for line in lines[1:])


def test_what_runs_here_is_what_is_pinned() -> None:
    from importlib.metadata import distributions

    pinned = pins()
    for distribution in distributions():
        name = canonicalize_name(distribution.metadata["Name"])
        if name not in {"pip", "wheel"}:
            assert pinned.get(name) == distribution.version, name


# --- commands ---------------------------------------------------------------------------------------------------------


def test_the_ci_calls_exactly_make_test() -> None:
    ci = REPOSITORY / ".ci" / "run"
    commands = [line for line in ci.read_text().splitlines() if line and not line.startswith(("#", "set ", "cd "))]
    assert commands == ["make test"]
    assert ci.stat().st_mode & stat.S_IXUSR


@pytest.mark.parametrize("target", ["run", "test", "lint", "bench"])
def test_each_target_does_the_set_up_first(target: str) -> None:
    listed = subprocess.run(["make", "-n", target], cwd=REPOSITORY, capture_output=True, text=True, check=True)
    commands = [line for line in listed.stdout.splitlines() if not line.startswith("make")]
    assert commands[0].startswith("tools/setup.sh")


def test_scripts_are_valid_and_executable() -> None:
    scripts = sorted((REPOSITORY / "tools").glob("*.sh"))
    assert len(scripts) >= 3
    for script in [*scripts, REPOSITORY / ".ci" / "run"]:
        subprocess.run(["bash", "-n", str(script)], check=True)
        assert os.access(script, os.X_OK), script


# --- set-up on machines that lack something ---------------------------------------------------------------------------


class Machine:
    """A checkout's set-up files on a machine whose programs are the few links and scripts of one folder."""

    def __init__(self, folder: Path) -> None:
        self.checkout = folder / "checkout"
        self.programs = folder / "programs"
        self.log = folder / "calls.log"
        (self.checkout / "tools").mkdir(parents=True)
        self.programs.mkdir()
        for name in ("tools/setup.sh", "constraints.txt", "pyproject.toml"):
            shutil.copy(REPOSITORY / name, self.checkout / name)
        for name in ("bash", "cat", "cksum", "dirname", "env", "find", "grep", "head", "mkdir", "mktemp", "rm", "sort",
                     "tail", "uname", "xargs", "echo"):  # fmt: skip
            (self.programs / name).symlink_to(str(shutil.which(name)))

    def program(self, name: str, body: str) -> None:
        """A program of this machine that notes its call and then does ``body``."""
        path = self.programs / name
        path.unlink(missing_ok=True)
        path.write_text(f'#!/bin/sh\necho "{name} $*" >>"{self.log}"\n{body}\n')
        path.chmod(0o755)

    def set_up(self, mode: str = "run") -> subprocess.CompletedProcess[str]:
        script = (self.checkout / "tools" / "setup.sh").read_text()
        # The script adds the folders of ldconfig and looks for one Python by its path: not on this machine.
        script = script.replace('PATH="$PATH:/usr/sbin:/sbin"', 'PATH="$PATH"').replace(" /usr/bin/python3;", ";")
        (self.checkout / "tools" / "setup.sh").write_text(script)
        return subprocess.run(
            [str(self.programs / "bash"), "tools/setup.sh", mode],
            cwd=self.checkout,
            env={"PATH": str(self.programs), "HOME": str(self.checkout)},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=60,
        )

    @property
    def calls(self) -> str:
        return self.log.read_text() if self.log.exists() else ""


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    made = Machine(tmp_path)
    made.program("id", "echo 1000")
    made.program("ldconfig", "echo '\tlibEGL.so.1 (libc6,x86-64) => /usr/lib/libEGL.so.1'")
    return made


def test_missing_libraries_are_named_in_one_sentence_where_they_may_not_be_installed(machine: Machine) -> None:
    done = machine.set_up("all")
    sentences = [line for line in done.stderr.splitlines() if "system packages" in line]
    assert len(sentences) == 1
    named = sentences[0]
    assert "libgl1 " in named and "libxcb-cursor0 " in named and "xvfb " in named and "sudo apt-get install" in named
    assert "libegl1" not in named  # it is there
    assert "apt-get" not in machine.calls


def test_what_only_the_tests_need_is_not_asked_for_by_make_run(machine: Machine) -> None:
    assert "xvfb" not in machine.set_up("run").stderr


def test_sudo_that_asks_for_a_password_is_not_used(machine: Machine) -> None:
    machine.program("sudo", "exit 1")
    machine.program("apt-get", "exit 0")
    done = machine.set_up()
    assert "could not be installed" in done.stderr
    assert "\napt-get" not in "\n" + machine.calls


def test_root_installs_exactly_what_is_missing(machine: Machine) -> None:
    machine.program("id", "echo 0")
    machine.program("apt-get", "exit 0")
    machine.set_up()
    install = next(line for line in machine.calls.splitlines() if " install " in line)
    assert "libgl1" in install and "libegl1" not in install and "--no-install-recommends" in install


def test_a_machine_without_a_fitting_python_is_told_so(machine: Machine) -> None:
    machine.program("python3", "exit 1")
    done = machine.set_up()
    assert done.returncode == 1
    assert "needs Python 3.11, 3.12 or 3.13" in done.stderr.splitlines()[-1]


def test_a_python_that_cannot_make_an_environment_is_told_so(machine: Machine) -> None:
    machine.program("python3", 'case "$*" in *version_info*) exit 0;; esac; exit 1')
    done = machine.set_up()
    assert done.returncode == 1
    assert "python3-venv is missing" in done.stderr.splitlines()[-1]


def test_nothing_is_done_when_all_is_set_up(machine: Machine) -> None:
    """The first set-up calls pip once; the second nothing; a changed pin calls it again."""
    environment = machine.checkout / ".venv" / "bin"
    environment.mkdir(parents=True)
    machine.program("venv-python", f'case "$*" in --version) echo Python 3.11;; -c*) exec {sys.executable} "$@";; esac')
    (environment / "python").symlink_to(machine.programs / "venv-python")

    def installs() -> int:
        return machine.calls.count("pip install")

    assert machine.set_up().returncode == 0
    assert installs() == 1
    assert machine.set_up().returncode == 0
    assert installs() == 1
    with (machine.checkout / "constraints.txt").open("a") as file:
        file.write("another==1.0\n")
    assert machine.set_up().returncode == 0
    assert installs() == 2


# --- documents that stay true -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("document", ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md"])
def test_every_path_a_document_names_exists(document: str) -> None:
    text = (REPOSITORY / document).read_text()
    named = re.findall(r"`((?:core|gui|tests|tools|resources)/[\w./-]*|[\w-]+\.(?:py|toml|txt|md))`", text)
    named += re.findall(r"\]\(([^)#:]+)\)", text)
    assert named
    missing = [name for name in named if not (REPOSITORY / name).exists()]
    assert not missing


def test_the_documents_name_every_package_of_the_house() -> None:
    text = (REPOSITORY / "ARCHITECTURE.md").read_text()
    folders = {path.parent.relative_to(REPOSITORY).as_posix() for path in tracked_files() if path.suffix == ".py"}
    for folder in sorted(folders):
        parts = folder.split("/")
        if parts[0] in {"core", "gui"} and len(parts) == 2:
            assert re.search(rf"\b{parts[1]}/", text), f"ARCHITECTURE.md does not name {folder}"


def test_no_machine_path_stands_in_a_tracked_file() -> None:
    pattern = re.compile(r"(?<![\w.~-])/(?:root|work|home/\w+|Users/\w+)/\w")
    found = []
    for path in tracked_files():
        if path.suffix in TEXT_SUFFIXES and path.stat().st_size < 5_000_000:
            for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), 1):
                if pattern.search(line):
                    found.append(f"{path.relative_to(REPOSITORY)}:{number}")
    assert not found


# --- the display ------------------------------------------------------------------------------------------------------


@pytest.mark.xvfb
def test_a_window_shows_on_a_real_x_display(qtbot: QtBot) -> None:
    """Qt's X11 plugin loads, so every system library of the window is there, and a window gets onto the screen."""
    from PySide6.QtGui import QGuiApplication
    from PySide6.QtWidgets import QWidget

    assert QGuiApplication.platformName() == "xcb"
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(320, 200)
    with qtbot.waitExposed(window):
        window.show()
    tree = subprocess.run(["xdotool", "search", "--onlyvisible", "--name", ".*"], capture_output=True, text=True)
    assert str(int(window.winId())) in tree.stdout.split()
