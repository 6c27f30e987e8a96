"""The verbs of the command line. Results go to standard output, progress and errors to standard error.

Every verb calls the same functions as the window does. Does not belong here: options (parser), Qt.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from core.cli.own_code import admitted
from core.errors import FileError, NetwrightError
from core.graph.model import Project


def execute(options: argparse.Namespace) -> int:
    """Run the verb; returns the exit status. A NetwrightError becomes its sentence on standard error and status 1."""
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    os.environ.setdefault("KERAS_BACKEND", "tensorflow")
    from core.convert.start import start_keras_quietly

    try:
        if options.verb in _NEED_KERAS:
            _check_files(options)
            start_keras_quietly()
        return _VERBS[options.verb](options)
    except NetwrightError as error:
        print(error.message, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("Interrupted.", file=sys.stderr)
        return 1
    except BrokenPipeError:
        # The reader of standard output went away (``| head``); Python would complain once more while shutting down.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1


def _check_files(options: argparse.Namespace) -> None:
    """Refuse a project that cannot be read before the seconds that Keras takes to start."""
    if hasattr(options, "project"):
        _open(options.project)


def _print_json(value: object) -> None:
    print(json.dumps(value, ensure_ascii=False, indent=2))


def _open(path: str) -> Project:
    from core.storage.files import open_project

    return open_project(Path(path))[0]


def _templates(options: argparse.Namespace) -> int:
    from core.storage import templates

    found = templates.names()
    if options.json:
        _print_json(
            {
                "templates": [
                    {"name": item.name, "title": item.title, "title_zh": item.title_zh, "summary": item.summary}
                    for item in found
                ]
            }
        )
    else:
        for item in found:
            print(f"{item.name:20} {item.summary}")
    return 0


def _new(options: argparse.Namespace) -> int:
    from core.storage import templates
    from core.storage.files import save_project

    target = Path(options.output)
    if target.suffix != ".netw":
        raise FileError(f"A project file's name ends in .netw. Received: {target.name!r}")
    if target.exists() and not options.force:
        raise FileError(f"{target} exists already; choose another name or give --force.")
    save_project(templates.load(options.template), target, None, overwrite=True)
    print(f"Wrote {target}", file=sys.stderr)
    return 0


def _import(options: argparse.Namespace) -> int:
    from core.cli.import_command import run_import

    return run_import(options)


def _check(options: argparse.Namespace) -> int:
    from core.analysis.analysis import Analyzer
    from core.analysis.report import check_json, check_text
    from core.catalog import catalog

    project = admitted(_open(options.project), options)
    analyzer = Analyzer(catalog.load())
    analysis = analyzer.mended(analyzer.analyze(project))
    if options.json:
        _print_json(check_json(analysis))
    else:
        print(check_text(analysis))
    return 1 if any(problem.severity == "error" for problem in analysis.problems) else 0


def _export(options: argparse.Namespace) -> int:
    from core.cli.export_command import run_export

    return run_export(options, admitted(_open(options.project), options), _runs_folder(options))


def _runs_folder(options: argparse.Namespace) -> Path:
    from core.storage.places import places

    return Path(options.runs) if options.runs else places().runs


def _from_here(source: str) -> str:
    """A source that was typed: its path is relative to the current folder."""
    kind, _, path = source.partition(":")
    if kind in ("csv", "npz"):
        return f"{kind}:{Path(path).expanduser().absolute()}"
    return str(Path(source).expanduser().absolute()) if kind != "sklearn" and Path(source).suffix else source


def _train(options: argparse.Namespace) -> int:
    from core.runs.cli_report import Progress, train_json
    from core.runs.job import StopToken, new_job
    from core.runs.training import run

    project = admitted(_open(options.project), options)
    training = project.training
    if options.data:
        training = replace(training, data=replace(training.data, source=_from_here(options.data)))
    if options.epochs:
        training = replace(training, fit=replace(training.fit, epochs=options.epochs))
    project = replace(project, training=training)
    stop = StopToken()
    before = signal.signal(signal.SIGINT, lambda *_: stop.request(now=True))
    progress = Progress(sys.stderr)
    try:
        # What a project says is relative to its file, as in the window.
        job = new_job(project, _runs_folder(options), Path(options.project).absolute().parent)
        ended = run(job, progress.show, stop)
    finally:
        signal.signal(signal.SIGINT, before)
    if options.json:
        _print_json(train_json(ended))
    else:
        progress.show_result(ended)
    return 1 if ended.status == "failed" else 0


def _catalog(options: argparse.Namespace) -> int:
    from core.catalog import catalog
    from core.catalog.report import catalog_json

    found = catalog.load()
    if options.json:
        _print_json(catalog_json(found))
    else:
        for spec in found.layers:
            if spec.placeable:
                print(f"{spec.type:45} {spec.summary}")
    return 0


_VERBS: dict[str, Callable[[argparse.Namespace], int]] = {
    "templates": _templates,
    "new": _new,
    "import": _import,
    "check": _check,
    "export": _export,
    "train": _train,
    "catalog": _catalog,
}
_NEED_KERAS = frozenset({"check", "export", "train"})
