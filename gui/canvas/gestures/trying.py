"""What the worker says of wires while one is being drawn: asked once, kept until the gesture ends.

Ports near the pointer are asked first; the one that is aimed at goes before all others and is told which layers could
stand between. Nothing waits for an answer: what is not known yet is judged by the catalogue (fitting).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from core.analysis.trial import Candidate
from gui.analysis_worker import WireAnswer, WireQuestion
from gui.session import EditorSession

MOST_ASKED = 400
"""Ports beyond this are judged by the catalogue until they are aimed at."""


class Trying:
    """Answers by candidate. ``on_news`` is called with the candidates that were answered."""

    def __init__(self, session: EditorSession, on_news: Callable[[set[Candidate]], None]) -> None:
        self.answers: dict[Candidate, WireAnswer] = {}
        self._session = session
        self._on_news = on_news
        self._open: dict[Candidate, None] = {}
        self._aimed: Candidate | None = None
        self._question: WireQuestion | None = None
        session.wires_tried.connect(self._on_tried)

    def ask(self, candidates: Iterable[Candidate]) -> None:
        """Ask about these, the most wanted first."""
        self._open = dict.fromkeys(list(candidates)[:MOST_ASKED])
        self._send()

    def aim(self, candidate: Candidate | None) -> None:
        """Ask about this one before all others, with what could stand between."""
        if candidate == self._aimed:
            return
        self._aimed = candidate
        if candidate is not None:
            known = self.answers.get(candidate)
            if known is None or (known.verdict.fits is False and known.conversions is None):
                self._send()

    def stop(self) -> None:
        """The gesture is over."""
        self._session.wires_tried.disconnect(self._on_tried)
        self._session.try_wires(())
        self._question = None

    def _send(self) -> None:
        self._question = self._session.try_wires(tuple(self._open), self._aimed)

    def _on_tried(self, question: object, answers: tuple[WireAnswer, ...]) -> None:
        if question is not self._question:
            return
        news: set[Candidate] = set()
        for answer in answers:
            known = self.answers.get(answer.candidate)
            self._open.pop(answer.candidate, None)
            if known is None or known.conversions is None:
                self.answers[answer.candidate] = answer
                news.add(answer.candidate)
        self._on_news(news)
