"""The weights of a file for the project that was imported from it (or that it fits): converted once, kept with the project.

They are written as Keras 3 writes weights, beside the project's file, and the project starts from them: training and
exports read them like any other initial weights. Does not belong here: reading models (opening), what training starts from
(initial_weights). Invariant: if anything fails, neither the project nor a file is changed.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from core.convert.imported import Imported
from core.convert.initial_weights import initial_weights, with_initial_weights
from core.convert.weights.loading import origins_of
from core.convert.weights.matching import Plan, plan, values
from core.convert.weights.origin import project_origins
from core.convert.weights.stored import open_weights
from core.convert.weights.target import Target, target_of
from core.convert.weights.writing import SUFFIX, digest, free_place, new_file
from core.errors import ConversionError, FileError
from core.graph.model import Project
from core.storage.places import places
from core.texts import text

Cancelled = Callable[[], bool]
Progress = Callable[[float], None]

_LOOKUPS = frozenset({"TextVectorization", "StringLookup", "IntegerLookup"})


@dataclass(slots=True)
class _Outcome:
    """What was given to layers: how many there are and got weights; per reason the layers that did not."""

    wanted: int = 0
    given: int = 0
    reasons: dict[str, list[str]] | None = None


def attach_weights(
    imported: Imported,
    path: Path,
    target: Path | None,
    *,
    cancelled: Cancelled | None = None,
    progress: Progress | None = None,
) -> Imported:
    """The import with the weights of the file ``path``, ``loaded`` or ``partial``; notes name each layer without any.

    ``target`` is the project's file, which need not exist: the weights are written beside it. Without one they are kept in
    the user's cache until :func:`bring_beside` is called. FileError or ConversionError (one sentence) if the file cannot
    be read, is refused, or has nothing for this project.
    """
    origins = origins_of(path, cancelled)
    stored = open_weights(path, origins, reference=project_origins(imported.project), cancelled=cancelled)
    with target_of(imported.project, stored, origins) as wanted:
        if wanted.complete and not wanted.slots:
            nothing = text("The network has no weights, so there was nothing to take from {name!r}.", name=path.name)
            return replace(imported, weights="absent", notes=(*imported.notes, nothing))
        found = plan(wanted.slots, stored, origins)
        place = free_place(target.absolute(), path) if target is not None else _cache() / f"new{SUFFIX}"
        outcome = _Outcome(wanted=len(wanted.slots), reasons={})
        learned: set[str] = set()
        with new_file(place) as writer:
            writer.names(wanted.names)
            for match, made in values(found, cancelled=cancelled, progress=progress):
                if isinstance(made, str):
                    assert outcome.reasons is not None
                    outcome.reasons.setdefault(made, []).append("/".join(match.slot.path))
                else:
                    writer.add(wanted.place(match.slot), match.slot, made)
                    outcome.given += 1
                    learned.add(match.slot.name)
            if not outcome.given:
                raise ConversionError(_nothing_fits(path, wanted, outcome))
        notes = _notes(imported, found, outcome, wanted.unbuilt)
    entry = place.name if target is not None else str(_kept(place))
    project = with_initial_weights(imported.project, (entry, *initial_weights(imported.project)))
    complete = outcome.given == outcome.wanted and wanted.complete
    return replace(
        imported,
        project=project,
        weights="loaded" if complete else "partial",
        notes=tuple(dict.fromkeys((*_still_true(imported.notes, learned), *notes))),
    )


def bring_beside(project: Project, target: Path) -> Project:
    """The project with weights from the cache copied beside its file ``target``, where it now looks for them.

    Call it when a project is first saved. The same project if none of its weights are in the cache. FileError.
    """
    entries = []
    for entry in initial_weights(project):
        kept = Path(entry)
        if kept.is_absolute() and kept.parent == _folder() and kept.is_file():
            place = free_place(target.absolute(), kept)
            temporary = place.with_name(f".netwright-{kept.name[:16]}.tmp")
            try:
                shutil.copyfile(kept, temporary)
                temporary.replace(place)
            except OSError as error:
                temporary.unlink(missing_ok=True)
                raise FileError(
                    text(
                        "The weights cannot be copied to {name!r}: {reason}.",
                        name=place.name,
                        reason=error.strerror,
                    )
                ) from error
            entry = place.name
        entries.append(entry)
    return project if tuple(entries) == initial_weights(project) else with_initial_weights(project, entries)


def _folder() -> Path:
    return places().cache / "weights"


def _cache() -> Path:
    folder = _folder()
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise FileError(
            text("The weights cannot be kept in {folder}: {reason}.", folder=folder, reason=error.strerror)
        ) from error
    return folder


def _kept(path: Path) -> Path:
    """The file under the name of its content, so that the same weights are kept once."""
    return path.replace(path.with_name(f"{digest(path)[:32]}{SUFFIX}"))


# What is said


def _notes(imported: Imported, found: Plan, outcome: _Outcome, unbuilt: frozenset[str]) -> list[str]:
    notes: list[str] = []
    if found.by_order:
        notes.append(
            text(
                "The layers in {source!r} have other names; their weights were taken in their order, which fits "
                "in number and shapes.",
                source=found.stored.source,
            )
        )
    notes += [
        _without(", ".join(map(repr, names)), reason, len(names)) for reason, names in (outcome.reasons or {}).items()
    ]
    unused = _unused(found)
    known = [name for name in unused if name.rpartition("/")[2] in unbuilt]
    if known:
        notes.append(
            text(
                "The file also has weights for {known}; they were left out, because Keras cannot build what stands "
                "under these names.",
                known=", ".join(map(repr, known)),
            )
        )
    unused = [name for name in unused if name not in known]
    if unused:
        notes.append(
            text(
                "The file also has weights for {unused}, for which the network has no layer of that name.",
                unused=", ".join(map(repr, unused)),
            )
        )
    notes += _notes_on_origin(found)
    vocabularies = [
        layer.name
        for layer in imported.project.graph.layers.values()
        if layer.class_name in _LOOKUPS and "vocabulary" not in layer.params
    ]
    notes += [
        text("The vocabulary of {name!r} is not taken over from the file; adapt it again.", name=name)
        for name in vocabularies
        if not any(repr(name) in note and "adapt" in note for note in imported.notes)
    ]
    return notes


def _without(names: str, reason: str, count: int) -> str:
    if count > 1:
        return text("No weights for {names}: {reason}.", names=names, reason=reason)
    return text("No weight for {names}: {reason}.", names=names, reason=reason)


def _still_true(notes: tuple[str, ...], learned: set[str]) -> list[str]:
    """Without the advice to adapt what has got its state from the file."""
    return [note for note in notes if not ("adapt it again" in note and any(note.startswith(repr(n)) for n in learned))]


def _unused(found: Plan) -> list[str]:
    """Layers with arrays of which none was looked at."""
    if found.by_order:
        return []
    used = {array.place for match in found.matches for array in match.arrays}
    named = {match.slot.path[-1] for match in found.matches}
    return [
        "/".join(names)
        for names, layer in found.stored.layers.items()
        if layer.arrays() and names[-1] not in named and not any(array.place in used for array in layer.arrays())
    ]


def _notes_on_origin(found: Plan) -> list[str]:
    stored = found.stored
    classes = [type(match.slot.layer).__name__ for match in found.matches if not match.missing]
    convolutions = sum(name.startswith(("Conv", "ConvLSTM")) for name in classes)
    notes: list[str] = []
    if stored.theano and convolutions:
        notes.append(
            text(
                "The file was written with Theano, which turns kernels round; those of {convolutions} layers "
                "were turned back.",
                convolutions=convolutions,
            )
        )
    if stored.theano is None and convolutions:
        notes.append(
            text(
                "The file does not say whether Theano or TensorFlow wrote it; kernels were taken as "
                "TensorFlow's. If it was Theano, they have to be turned round in space."
            )
        )
    if stored.generation == 1 and stored.version is None and "BatchNormalization" in classes:
        notes.append(
            text(
                "The file does not say which Keras 1 wrote it; before 1.0.7 the fourth array of "
                "BatchNormalization was a deviation, and it was taken as a variance, as later releases have it."
            )
        )
    return notes


def _nothing_fits(path: Path, wanted: Target, outcome: _Outcome) -> str:
    if not wanted.slots:
        return text(
            "None of the weights in {name!r} fit: the network has no layer with weights of such names and shapes.",
            name=path.name,
        )
    reason, names = next(iter((outcome.reasons or {"": []}).items()))
    return text(
        "None of the weights in {name!r} fit this network; for example {layer!r}: {reason}.",
        name=path.name,
        layer=names[0],
        reason=reason,
    )
