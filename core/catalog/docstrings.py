"""Reading Keras docstrings: the summary, and one help text per argument.

Keras writes Google style: a first sentence, sections such as ``Args:`` and ``Call arguments:``, and one entry
``name: text`` per argument, deeper lines belonging to it. Pure text in, pure text out; knows nothing of classes.
"""

from __future__ import annotations

import inspect
import re

_SECTION = re.compile(
    r"^(args|arguments|call args|call arguments|returns?|raises|examples?|references?|input shape|output shape|"
    r"attributes|notes?|usage|yields|formula|callbacks?|available|default|standalone usage|inherited methods)"
    r"\b[^:]{0,60}:\s*$",
    re.IGNORECASE,
)
_ENTRY = re.compile(r"^[`*]*([A-Za-z_][\w`*, ]*?)[`*]*\s*(?:\([^)]*\))?\s*:(?!:)\s*(.*)$")
_FENCE = re.compile(r"```.*?(?:```|\Z)", re.DOTALL)
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z`\"'(*\[])")
_ABBREVIATIONS = ("e.g.", "i.e.", "etc.", "vs.", "Eq.", "Fig.", "cf.", "Sec.")


def sections(doc: str | None) -> dict[str, str]:
    """The parts of a docstring by lower-case heading (``""`` is what stands before the first), dedented.

    ``arguments`` is folded into ``args``; a heading that comes twice is joined.
    """
    parts: dict[str, list[str]] = {"": []}
    current = ""
    # Code goes first: Keras often leaves it unindented, which would spoil the dedent of the text around it.
    for line in inspect.cleandoc(_FENCE.sub("", doc or "")).splitlines():
        match = _SECTION.match(line)
        if match:
            current = match.group(1).lower().replace("arguments", "args")
            parts.setdefault(current, [])
        else:
            parts[current].append(line)
    return {name: inspect.cleandoc("\n" + "\n".join(lines)) for name, lines in parts.items()}


def summary(doc: str | None, limit: int = 240) -> str:
    """The first paragraph of a docstring as one line of whole sentences, at most ``limit`` characters."""
    before = sections(doc)[""]
    return shortened(before.split("\n\n", 1)[0], limit)


def arguments(doc: str | None, section: str = "args", limit: int = 320) -> dict[str, str]:
    """Help by argument name, from one section; ``x1, x2: text`` gives both names the text."""
    found: dict[str, list[str]] = {}
    names: list[str] = []
    base: int | None = None
    for line in sections(doc).get(section, "").splitlines():
        indent = len(line) - len(line.lstrip())
        if line.strip() and base is None:
            base = indent
        entry = line.strip() and base is not None and indent <= base
        match = _ENTRY.match(line.strip()) if entry else None
        if match:
            names = [name.strip(" `*") for name in match.group(1).split(",")]
            names = [name for name in names if name.isidentifier()]
            for name in names:
                found[name] = [match.group(2)]
        else:
            for name in names:
                found[name].append(line)
    return {name: shortened("\n".join(lines), limit) for name, lines in found.items()}


def shortened(text: str, limit: int) -> str:
    """``text`` without line breaks, cut after a whole sentence (or word) within ``limit``."""
    flat = " ".join(text.split())
    if len(flat) <= limit:
        return flat
    kept = ""
    for sentence in _sentences(flat):
        if len(kept) + len(sentence) + 1 > limit:
            break
        kept = f"{kept} {sentence}".strip()
    return kept or flat[: limit - 4].rsplit(" ", 1)[0].rstrip(",;:") + " ..."


def _sentences(text: str) -> list[str]:
    parts: list[str] = []
    for part in _SENTENCE_END.split(text):
        if parts and parts[-1].endswith(_ABBREVIATIONS):
            parts[-1] += " " + part
        else:
            parts.append(part)
    return parts
