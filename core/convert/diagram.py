"""DOT text to a picture, whatever is installed, without ever hanging.

The program ``dot`` first, then the Graphviz inside the Python package pygraphviz, each in a process of its own with a
time limit; for SVG our own layout stands behind both. Does not belong here: what is drawn (to_dot). Invariant: when a
call returns, no process that it started is alive.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Literal

from core.convert.svg_writer import dot_to_svg
from core.ending import end
from core.errors import ConversionError
from core.texts import text

Format = Literal["png", "svg", "pdf", "dot"]
FORMATS: tuple[Format, ...] = ("png", "svg", "pdf", "dot")
TIMEOUT = 20.0
RESOLUTION = 144
"""Dots per inch of a .png; twice what a plain screen has."""

# pygraphviz holds Python's lock while it works, so it gets a process of its own.
_PYGRAPHVIZ = (
    "import sys, pygraphviz\n"
    "graph = pygraphviz.AGraph(string=sys.stdin.buffer.read().decode('utf-8'))\n"
    "sys.stdout.buffer.write(graph.draw(format=sys.argv[1], prog='dot', args=sys.argv[2]))\n"
)


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture, what drew it (``dot``, ``pygraphviz``, ``netwright``), and a remark worth telling, or ""."""

    data: bytes
    engine: str
    note: str = ""


class _Failed(Exception):
    """An engine did not draw; the text says why. ``slow`` is set when it ran out of time."""

    def __init__(self, reason: str, slow: bool = False) -> None:
        super().__init__(reason)
        self.slow = slow


def render(
    dot_text: str, format: str, timeout: float = TIMEOUT, *, dot_path: str | None = None, use_pygraphviz: bool = True
) -> bytes:
    """The drawing as the bytes of a picture; see :func:`draw`."""
    return draw(dot_text, format, timeout, dot_path=dot_path, use_pygraphviz=use_pygraphviz).data


def draw(
    dot_text: str, format: str, timeout: float = TIMEOUT, *, dot_path: str | None = None, use_pygraphviz: bool = True
) -> Picture:
    """The drawing as a picture, with what drew it.

    ``timeout`` is in seconds, for all of Graphviz together. ``dot_path`` names the program ``dot``; None takes that of
    the variable NETWRIGHT_DOT or of the PATH, "" uses none. Raises ConversionError for an unknown format, and when a .png
    or .pdf is wanted and no Graphviz can draw it.
    """
    if format not in FORMATS:
        raise ConversionError(
            text(
                "A diagram cannot be a .{format} file; expected one of {known}.",
                format=format,
                known=", ".join(FORMATS),
            )
        )
    if format == "dot":
        return Picture(dot_text.encode("utf-8"), "netwright")
    commands: list[tuple[str, list[str]]] = []
    program = dot_path if dot_path is not None else os.environ.get("NETWRIGHT_DOT") or shutil.which("dot")
    resolution = f"-Gdpi={RESOLUTION}" if format == "png" else ""
    if program:
        commands.append(("dot", [program, f"-T{format}", *filter(None, [resolution])]))
    if use_pygraphviz and find_spec("pygraphviz") is not None:
        commands.append(("pygraphviz", [sys.executable, "-c", _PYGRAPHVIZ, format, resolution]))
    reasons: list[str] = []
    slow = False
    for engine, command in commands:
        try:
            return Picture(_run(command, dot_text.encode("utf-8"), timeout), engine)
        except _Failed as failed:
            reasons.append(f"{engine}: {failed}")
            slow = failed.slow
            if slow:
                break  # the other engine is the same Graphviz
    if format == "svg":
        remark = (
            text(
                "Graphviz did not finish within {timeout:g} s, so Netwright's own layout drew the diagram.",
                timeout=timeout,
            )
            if slow
            else text("Graphviz is not there, so Netwright's own layout drew the diagram.")
        )
        if reasons and not slow:
            remark = text("Graphviz failed, so Netwright's own layout drew the diagram.")
        return Picture(dot_to_svg(dot_text), "netwright", remark)
    if slow:
        raise ConversionError(
            text(
                "Graphviz did not finish the .{format} within {timeout:g} s; export .svg, which has a layout of "
                "its own.",
                format=format,
                timeout=timeout,
            ),
            "\n".join(reasons),
        )
    if reasons:
        raise ConversionError(
            text("Graphviz could not draw the .{format}; export .svg instead.", format=format), "\n".join(reasons)
        )
    raise ConversionError(
        text(
            "A .{format} diagram needs Graphviz, but neither the program dot nor the Python package "
            "pygraphviz is installed; install one of them, or export .svg.",
            format=format,
        )
    )


def _run(command: list[str], given: bytes, timeout: float) -> bytes:
    """What the command writes when it reads ``given``; _Failed if it fails, takes too long or writes nothing."""
    try:
        process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,  # so that its children can be ended with it
        )
    except OSError as error:
        raise _Failed(f"cannot be started ({error.strerror})") from error
    with process:
        try:
            data, errors = process.communicate(given, timeout=timeout)
        except subprocess.TimeoutExpired:
            end(process)
            raise _Failed(f"took longer than {timeout:g} s", slow=True) from None
        except BaseException:
            end(process)
            raise
    if process.returncode or not data:
        message = errors.decode("utf-8", "replace").strip()[-2000:]
        raise _Failed(message or f"ended with status {process.returncode}")
    return data
