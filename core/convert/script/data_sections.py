"""The steps of a script that load, encode and divide the data, chosen by the project's data settings.

Does not belong here: the words of those lines (data_parts, file_parts, main_parts). Invariant: the samples are those of a
run with the same settings, in the same order.
"""

from __future__ import annotations

from dataclasses import dataclass

from core.convert.script import data_parts, file_parts, main_parts
from core.convert.script.plan import Function, Section, Setting, composed
from core.convert.script.sources import Source, choice, flag, listed, shape
from core.errors import ConversionError
from core.graph.model import DataSettings
from core.texts import text

_LABELS = ("integers", "one-hot")
_TASKS = ("auto", "classes", "regression")
_GAPS = ("refuse", "drop", "mean", "zero")
_VIEWS = ("image", "sequence", "flat", "image+statistics")
_TARGETS = ("digit", "image", "ink")


@dataclass(frozen=True, slots=True)
class Ports:
    """The interface of the model: names of inputs and outputs in order, and whether any input takes text."""

    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    text: bool = False

    @property
    def plain(self) -> bool:
        """True where one array of numbers goes in and one comes out."""
        return len(self.inputs) == 1 and len(self.outputs) == 1 and not self.text


@dataclass(frozen=True, slots=True)
class Data:
    """The section, and how ``main`` holds the arrays: ``one``, ``lists``, or ``arrays`` (an array file)."""

    section: Section
    held: str
    drawn: str
    imports: frozenset[str]

    @property
    def several(self) -> bool:
        """True where x and y are lists of arrays."""
        return self.held != "one"


def data_section(source: Source, settings: DataSettings, ports: Ports) -> Data:
    """Loading and dividing the data of ``source``."""
    section = Section("data", "Data", "The samples, and which of them are for training, validation and test.")
    made = {"sklearn": _bundled, "npz": _arrays}.get(source.kind, _table)(source, settings, ports, section)
    section.settings += [
        Setting("VALIDATION_SPLIT", settings.validation_split, "as a part of all samples"),
        Setting("TEST_SPLIT", settings.test_split),
    ]
    if settings.shuffle:
        section.settings.append(Setting("DATA_SEED", abs(settings.seed), "decides which samples go where"))
    _check_splits(settings)
    _split(section, settings, made)
    if made.several:
        section.functions.append(Function(data_parts.TAKE_TEXT if ports.text else data_parts.TAKE))
    else:
        section.lines.append(main_parts.ONE_TRAINING)
        if settings.validation_split:
            section.lines.append(main_parts.ONE_VALIDATION)
        if settings.test_split:
            section.lines.append(main_parts.ONE_TEST)
    section.lines.append(main_parts.SIZES_ARRAYS if made.held == "arrays" else main_parts.SIZES)
    return made


def _check_splits(settings: DataSettings) -> None:
    for name, fraction in (("validation", settings.validation_split), ("test", settings.test_split)):
        if not 0 <= fraction < 1:
            raise ConversionError(
                text(
                    "The {name} part is a fraction from 0 to below 1. Received: {fraction}",
                    name=name,
                    fraction=fraction,
                )
            )


def _split(section: Section, settings: DataSettings, made: Data) -> None:
    if not settings.shuffle or made.drawn == "plain":
        text = data_parts.SPLIT_SHUFFLED if settings.shuffle else data_parts.SPLIT_IN_ORDER
        section.functions.append(Function(text))
        section.lines.append(main_parts.SPLIT[made.held, "plain"])
        return
    if made.drawn == "auto":
        _need(section, data_parts.IS_ONE_HOT, data_parts.CLASS_NUMBERS)
    section.functions.append(Function(data_parts.SPLIT_STRATIFIED))
    section.lines.append(main_parts.SPLIT[made.held, made.drawn])


def _need(section: Section, *texts: str) -> None:
    """Add functions, each once."""
    known = {function.text for function in section.functions}
    section.functions += [Function(text) for text in texts if text not in known]


# Bundled sets


def _bundled(source: Source, settings: DataSettings, ports: Ports, section: Section) -> Data:
    name = source.name
    form = choice(source.options, "labels", "integers", _LABELS)
    view = choice(source.options, "view", "image", _VIEWS) if name == "digits" else ""
    target = choice(source.options, "target", "digit", _TARGETS) if name == "digits" else ""
    lines = []
    inputs = 2 if view == "image+statistics" else 1
    if len(ports.inputs) != inputs or len(ports.outputs) != 1:
        raise ConversionError(
            text(
                "The data sklearn:{name} has {inputs} input(s) and 1 target, but the model has {taken} input(s) "
                "and {outputs} output(s).",
                name=name,
                inputs=inputs,
                taken=len(ports.inputs),
                outputs=len(ports.outputs),
            )
        )
    if inputs == 2:
        named = set(ports.inputs) == {"image", "statistics"} and ports.inputs[0] == "statistics"
        lines += [data_parts.STATISTICS, data_parts.INK_FIRST if named else data_parts.IMAGE_FIRST]
    else:
        lines.append(data_parts.DIGITS_VIEWS[view] if view else data_parts.MEASURES)
    classes = name != "diabetes" and target not in data_parts.DIGITS_TARGETS
    if not classes:
        drawn, kind = "plain", data_parts.DIGITS_TARGETS.get(target, data_parts.QUANTITY)
    else:
        drawn = ("one-hot" if form == "one-hot" else "classes") if settings.stratify else "plain"
        kind = data_parts.ONE_HOT if form == "one-hot" else data_parts.CLASSES
    lines.append(kind)
    held = "one" if ports.plain else "lists"
    if held == "lists":
        if inputs == 1:
            raise ConversionError(
                text("The data sklearn:{name} holds numbers, but an input of the model takes text.", name=name)
            )
        lines.append(data_parts.AS_LIST)
    lines.append(data_parts.CLASS_NAMES if classes else data_parts.NO_CLASS_NAMES)
    lines.append(data_parts.RETURN_DATA)
    head = data_parts.DIGITS_HEAD[target] if target else data_parts.BUNDLED_HEAD[name]
    section.functions.append(composed(head, lines))
    section.lines.append(main_parts.LOAD)
    return Data(section, held, drawn, frozenset({"sklearn"}))


# Tables


def _table(source: Source, settings: DataSettings, ports: Ports, section: Section) -> Data:
    options = source.options
    target, features = listed(options, "target"), listed(options, "features")
    if target == ():
        raise ConversionError(text("The data has no target; training needs one."))
    sample = shape(options, "shape")
    rule = choice(options, "gaps", "refuse", _GAPS)
    _encoding_settings(source, section)
    if target is not None:
        section.settings.append(Setting("TARGET", target, "columns by name or position"))
    if features is not None:
        section.settings.append(Setting("FEATURES", features))
    if sample is not None:
        section.settings.append(Setting("SAMPLE_SHAPE", sample))
    imports = _reading(source, section)
    if target is not None or features is not None:
        _need(section, file_parts.POSITIONS)
    _need(section, file_parts.MISSING)
    stacked = target is not None and len(target) > 1
    _encoding(section, rows=stacked)
    lines = [
        file_parts.TARGET_LAST if target is None else file_parts.TARGET_GIVEN,
        file_parts.FEATURES_REST if features is None else file_parts.FEATURES_GIVEN,
    ]
    if rule in file_parts.FILL:
        lines += [file_parts.FILL[rule], file_parts.TARGET_GAPS, file_parts.REFUSE]
    else:
        lines += [file_parts.GAPS, file_parts.DROP if rule == "drop" else file_parts.REFUSE]
    held = "one" if ports.plain else "lists"
    if features is None:
        lines += [file_parts.ONLY_NUMBERS, file_parts.X_NUMBERS]
        lines += [file_parts.X_SHAPED] if sample is not None else []
        if held == "lists":
            lines.append(file_parts.X_AS_LIST)
    else:
        lines += [file_parts.NUMBERS, file_parts.INPUTS_NUMBERS]
        lines += [file_parts.INPUTS_SHAPED] if sample is not None else []
        lines += [file_parts.INPUTS_TEXT, file_parts.X_ORDERED if held == "lists" else file_parts.X_ONLY]
    if features is not None and held == "lists":
        section.settings.append(Setting("INPUTS", ports.inputs, "of the model"))
        _need(section, data_parts.IN_ORDER)
    lines.append(file_parts.Y_STACKED if stacked else file_parts.Y_ONE)
    if held == "lists":
        lines.append(data_parts.AS_LIST)
    lines.append(data_parts.RETURN_DATA)
    section.functions.append(composed(file_parts.TABLE_HEAD, lines))
    section.lines.append(main_parts.LOAD)
    return Data(section, held, "auto" if settings.stratify else "plain", imports)


def _encoding_settings(source: Source, section: Section) -> None:
    task = choice(source.options, "task", "auto", _TASKS)
    if source.kind != "npz" and len(listed(source.options, "target") or ()) > 1 and task == "classes":
        task = "auto"  # several columns are no single class
    section.settings += [
        Setting("DATA_FILE", source.name),
        Setting("TASK", task, "what the target is: classes, regression, or auto"),
        Setting("LABELS", choice(source.options, "labels", "integers", _LABELS), "classes as integers or one-hot"),
    ]


def _encoding(section: Section, rows: bool) -> None:
    if rows:
        _need(section, data_parts.IS_ONE_HOT, data_parts.ENCODE_ROWS)
    lines = [*(data_parts.ENCODE_SHAPE if rows else ()), *data_parts.ENCODE_BODY]
    section.functions.append(composed(data_parts.ENCODE_HEAD, lines))


def _reading(source: Source, section: Section) -> frozenset[str]:
    """The functions that read the file; what they import."""
    if source.kind == "npy":
        _need(section, file_parts.READ_NPY)
        return frozenset({"Path"})
    options = source.options
    encoding, header = choice(options, "encoding", ""), flag(options, "header")
    delimiter = choice(options, "delimiter", "")
    delimiter = {"tab": "\t", "\\t": "\t"}.get(delimiter, delimiter)
    decimal = choice(options, "decimal", ".", (".", ","))
    lines = []
    section.functions.append(
        composed(
            file_parts.NUMBER_HEAD, [*([file_parts.DECIMAL_COMMA] if decimal == "," else []), *file_parts.NUMBER_BODY]
        )
    )
    if encoding:
        section.settings.append(Setting("ENCODING", encoding))
        lines.append(file_parts.TEXT_GIVEN)
    else:
        _need(section, file_parts.DECODE)
        lines.append(file_parts.TEXT_AUTO)
    if delimiter:
        section.settings.append(Setting("DELIMITER", delimiter))
        lines.append(file_parts.DELIMITER_GIVEN)
    else:
        _need(section, file_parts.FIND_DELIMITER)
        lines.append(file_parts.DELIMITER_AUTO)
    lines += file_parts.READ_ROWS
    if header is not None:
        section.settings.append(Setting("HEADER", header, "whether the first row has the names"))
        lines.append(file_parts.HEADER_GIVEN)
    else:
        _need(section, file_parts.HAS_HEADER)
        lines.append(file_parts.HEADER_AUTO)
    _need(section, file_parts.COLUMN_NAMES)
    section.functions.append(composed(file_parts.READ_HEAD, [*lines, *file_parts.READ_COLUMNS]))
    return frozenset({"Path", "csv", "io", "math", "re"})


# Array files


def _arrays(source: Source, settings: DataSettings, ports: Ports, section: Section) -> Data:
    _encoding_settings(source, section)
    section.settings += [
        Setting("INPUT_ARRAYS", listed(source.options, "inputs"), "arrays of the file; None: by their usual names"),
        Setting("TARGET_ARRAYS", listed(source.options, "targets")),
        Setting("INPUTS", ports.inputs, "of the model"),
        Setting("OUTPUTS", ports.outputs),
    ]
    _need(section, file_parts.FIND_ARRAYS, file_parts.AS_NUMBERS, data_parts.IN_ORDER)
    _encoding(section, rows=True)
    section.functions.append(composed(file_parts.ARRAYS_HEAD, file_parts.ARRAYS_BODY))
    section.lines.append(main_parts.LOAD_ARRAYS)
    return Data(section, "arrays", "auto" if settings.stratify else "plain", frozenset({"Path"}))
