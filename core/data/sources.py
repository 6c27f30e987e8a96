"""One door to all data: what a source holds, and its samples.

A source is ``sklearn:NAME``, ``csv:PATH`` or ``npz:PATH`` (also for .npy); a bare path works by its suffix. Does not
belong here: splitting (splits), fitting to a model (match).
"""

from __future__ import annotations

from pathlib import Path

from core.data import array_files, csv_files, options, tables
from core.data.bundled import BUNDLED, BundledInfo, load_bundled
from core.data.dataset import Dataset, DataSummary, summarize
from core.data.tables import ColumnInfo, Table
from core.errors import DataError
from core.graph.model import DataSettings
from core.texts import text

_KIND_OF_SUFFIX = {".csv": "csv", ".tsv": "csv", ".txt": "csv", ".npz": "npz", ".npy": "npz"}


def bundled() -> tuple[BundledInfo, ...]:
    """The data sets that need no file."""
    return BUNDLED


def source_of(path: Path) -> str:
    """The source text for a file, by its suffix.

    Raises:
        DataError: a kind of file that cannot be read as data.
    """
    kind = _KIND_OF_SUFFIX.get(path.suffix.lower())
    if kind is None:
        raise DataError(text("{name} is no data file that can be read; .csv, .tsv, .npz and .npy can.", name=path.name))
    return f"{kind}:{path}"


def load(settings: DataSettings, folder: Path | None = None) -> Dataset:
    """All samples of the source. Relative paths are relative to ``folder``, else to the current one.

    Raises:
        DataError: the source is missing, damaged, or does not say what is input and what is target.
    """
    kind, path = _kind_and_path(settings, folder)
    try:
        if kind == "sklearn":
            return load_bundled(settings)
        if _is_table(kind, path):
            known = csv_files.KNOWN_OPTIONS if kind == "csv" else tables.KNOWN_OPTIONS
            notes = options.unknown(settings.options, known, text("Tables"))
            data = tables.to_dataset(_table(kind, path, settings), settings.options, path.name)
        else:
            notes = options.unknown(settings.options, array_files.KNOWN_OPTIONS, text("Array files"))
            data = array_files.read_npz(path, settings.options)
    except MemoryError as error:
        raise DataError(text("{name} does not fit into memory.", name=path.name)) from error
    return Dataset(data.name, data.samples, data.test, data.columns, data.class_names, (*data.notes, *notes))


def inspect(settings: DataSettings, folder: Path | None = None) -> DataSummary:
    """What the source holds: shapes, types, ranges, classes and the first samples. DataError as :func:`load`."""
    return summarize(load(settings, folder))


def columns(settings: DataSettings, folder: Path | None = None) -> tuple[ColumnInfo, ...]:
    """The columns of a table, so that features and a target can be chosen; none for other sources.

    Works for tables that :func:`load` refuses (text among the features, gaps).
    """
    kind, path = _kind_and_path(settings, folder)
    return tables.describe(_table(kind, path, settings)) if _is_table(kind, path) else ()


def keys(settings: DataSettings, folder: Path | None = None) -> tuple[str, ...]:
    """The names of the arrays of an .npz file, so that inputs and targets can be chosen; none for other sources."""
    kind, path = _kind_and_path(settings, folder)
    return array_files.npz_keys(path) if kind == "npz" and not _is_table(kind, path) else ()


def _kind_and_path(settings: DataSettings, folder: Path | None) -> tuple[str, Path]:
    source = settings.source
    if not source:
        raise DataError(text("No data is chosen; a source such as sklearn:digits or csv:measures.csv was expected."))
    if "\0" in source:
        raise DataError(text("The name of a data file cannot hold a null character."))
    kind, _, rest = source.partition(":")
    if kind not in ("sklearn", "csv", "npz") or not rest:
        if Path(source).suffix.lower() not in _KIND_OF_SUFFIX:
            raise DataError(
                text("A data source is sklearn:NAME, csv:PATH or npz:PATH. Received: {source!r}", source=source)
            )
        kind, rest = _KIND_OF_SUFFIX[Path(source).suffix.lower()], source
    path = Path(rest).expanduser()
    return kind, path if folder is None or path.is_absolute() else folder / path


def _is_table(kind: str, path: Path) -> bool:
    return kind == "csv" or (kind == "npz" and path.suffix.lower() == ".npy")


def _table(kind: str, path: Path, settings: DataSettings) -> Table:
    return csv_files.read_table(path, settings.options) if kind == "csv" else array_files.read_npy_table(path)
