"""Finding a layer or op by what somebody types: class names, initials, aliases, Chinese, pinyin, small slips.

Every word of the query must match something; the best match of the worst word ranks the result. The index is built
once per catalogue; a query over some 470 entries takes about a millisecond. Does not belong here: the catalogue itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from core.catalog.spec import LayerSpec

_HUMPS = re.compile(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+|\d+D?")
_SEPARATORS = re.compile(r"[\s_\-./]+")

# Scores: higher is better; the exact values only matter against each other.
_EXACT, _ALIAS, _PREFIX, _INITIALS, _ALIAS_PREFIX, _WORD, _INSIDE, _ALIAS_INSIDE, _SUMMARY, _LETTERS = (
    100, 92, 84, 80, 72, 64, 52, 44, 26, 18
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Entry:
    """What is compared with a query, lower-case: the name, its words and initials, other names, the rest."""

    spec: LayerSpec
    name: str
    words: tuple[str, ...]
    initials: tuple[str, ...]
    others: tuple[str, ...]
    text: str
    handicap: float


class SearchIndex:
    """An immutable index over specs; the order of the specs breaks ties (layers before ops)."""

    def __init__(self, specs: Iterable[LayerSpec]) -> None:
        self._entries = tuple(_entry(spec) for spec in specs)

    def search(self, query: str, limit: int = 0) -> list[LayerSpec]:
        """The specs that match ``query``, best first; all of them, in palette order, for a blank query."""
        words = [word for word in query.lower().split() if word]
        if not words:
            found = [entry.spec for entry in self._entries]
            return found[:limit] if limit else found
        joined = _SEPARATORS.sub("", query.lower())
        scored: list[tuple[float, int, LayerSpec]] = []
        for position, entry in enumerate(self._entries):
            score = _score(entry, joined) if joined else 0.0
            if len(words) > 1:
                score = max(score, min(_score(entry, word) for word in words) - 1)
            elif words[0] != joined:
                score = max(score, _score(entry, words[0]))
            if score > 0:
                scored.append((entry.handicap - score, position, entry.spec))
        scored.sort(key=lambda item: item[:2])
        if scored and scored[0][0] <= -_ALIAS_INSIDE:
            # Something fits well: texts and scattered letters that happen to fit would only be noise.
            scored = [item for item in scored if item[0] < -_SUMMARY - 1]
        found = [spec for _, _, spec in scored]
        return found[:limit] if limit else found


def camel_words(name: str) -> tuple[str, ...]:
    """``GlobalAveragePooling2D`` to its words, lower-case: global, average, pooling, 2d."""
    return tuple(word.lower() for word in _HUMPS.findall(name))


def _entry(spec: LayerSpec) -> Entry:
    words = camel_words(spec.class_name)
    letters = "".join(word[0] for word in words)
    whole = "".join(word if word[0].isdigit() else word[0] for word in words)
    others = dict.fromkeys(text.lower() for text in (spec.title, spec.title_zh, *spec.aliases, *spec.pinyin) if text)
    others.update(dict.fromkeys(_SEPARATORS.sub("", text) or text for text in list(others)))
    return Entry(
        spec,
        "".join(words),
        words,
        (letters, whole) if len(words) > 1 else (),
        tuple(others),
        f"{spec.summary} {spec.summary_zh}".lower(),
        # Who types "conv" wants the layer; the op of that name comes after the layers that begin with it.
        18.0 if spec.kind == "op" else 0.0,
    )


def _score(entry: Entry, word: str) -> float:
    name, others = entry.name, entry.others
    # A shorter name is the likelier one: Conv2D before Conv2DTranspose.
    closeness = len(word) / (len(name) + len(word))
    if name == word:
        return _EXACT
    if word in others:
        return _ALIAS
    if name.startswith(word):
        return _PREFIX + closeness
    if word in entry.initials:
        return _INITIALS + closeness
    best = max((len(word) / len(other) for other in others if other.startswith(word)), default=0.0)
    if best:
        return _ALIAS_PREFIX + best
    if any(part.startswith(word) for part in entry.words):
        return _WORD + closeness
    if len(word) > 1 or not word.isascii():
        if word in name:
            return _INSIDE + closeness
        if any(word in other for other in others):
            return _ALIAS_INSIDE + closeness
    if (len(word) > 3 and word in entry.text) or (not word.isascii() and word in entry.text):
        return _SUMMARY + closeness
    if len(word) > 2 and word[0] == name[0] and _in_order(word, name):
        return _LETTERS + closeness
    return 0.0


def _in_order(letters: str, text: str) -> bool:
    """Whether ``letters`` occur in ``text`` in this order, with anything between them."""
    position = -1
    for letter in letters:
        position = text.find(letter, position + 1)
        if position < 0:
            return False
    return True
