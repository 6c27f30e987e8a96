"""What may be typed: verbs, options and their help. Imports nothing but the standard library.

The names here are a public interface: scripts rely on them. Does not belong here: doing anything (commands).
"""

from __future__ import annotations

import argparse

VERBS = ("templates", "new", "import", "check", "export", "train", "catalog", "open")

EXPORTS = (".py", ".ipynb", ".keras", ".h5", ".weights.h5", ".json", ".tflite", ".onnx", ".png", ".svg", ".pdf", ".dot")

EPILOG = """examples:
  python main.py                                  open the window
  python main.py digits.netw                      open a project in the window
  python main.py new cnn-digits -o digits.netw    start from a template
  python main.py import application:ResNet50 -o resnet.netw
                                                  take over a model of keras.applications
  python main.py check digits.netw --json         shapes, costs and problems
  python main.py train digits.netw --epochs 5     train without a window
  python main.py export digits.netw model.py      write Python code
  python main.py export digits.netw model.onnx    write a model file, checked by its runtime

exit status: 0 done, 1 the model or data has errors or the work failed, 2 wrong usage
"""


def _formatter(prog: str) -> argparse.HelpFormatter:
    return argparse.RawDescriptionHelpFormatter(prog, max_help_position=32)


OWN_WEIGHTS = "own"
"""What ``import --weights`` says without a value: the weights in the source."""


def build_parser() -> argparse.ArgumentParser:
    """The parser of all verbs."""
    parser = argparse.ArgumentParser(
        prog="main.py",
        description="Design, train and export Keras networks. With no verb the window opens.",
        epilog=EPILOG,
        formatter_class=_formatter,
    )
    verbs = parser.add_subparsers(dest="verb", metavar="VERB")

    def verb(name: str, help: str, example: str) -> argparse.ArgumentParser:
        return verbs.add_parser(
            name, help=help, description=help, epilog=f"example:\n  {example}", formatter_class=_formatter
        )

    window = verb("open", "Open the window, on a project, any model file, code or a template.", "python main.py open digits.netw")
    window.add_argument("project", nargs="?", help="a project (.netw), a model file, Python code or a notebook")
    window.add_argument("--template", metavar="NAME", help="start from a template instead of an empty canvas")

    templates = verb("templates", "List the templates, a line each.", "python main.py templates")
    _json(templates)

    new = verb("new", "Write a new project from a template.", "python main.py new cnn-digits -o digits.netw")
    new.add_argument("template", help="a name from `templates`")
    new.add_argument("-o", "--output", required=True, metavar="P.netw", help="the project file to write")
    new.add_argument("--force", action="store_true", help="replace the file if it exists")

    taken = verb(
        "import",
        "Write a project from a model file of any Keras version, Python code, a notebook or keras.applications.",
        "python main.py import old_model.h5 -o model.netw --weights --report report.json\n"
        "  python main.py import train.py -o model.netw\n"
        "  python main.py import application:VGG16 -o vgg.netw --no-top --input-shape 160,160,3 --weights imagenet",
    )
    # Optional only for argparse: ``--weights SOURCE`` would take the source for its own value; see parse.
    taken.add_argument("source", nargs="?", help=".keras, .h5, .json, .py, .ipynb or application:NAME")
    taken.add_argument("-o", "--output", required=True, metavar="P.netw", help="the project file to write")
    taken.add_argument(
        "--weights",
        nargs="?",
        const=OWN_WEIGHTS,
        metavar="FILE|imagenet",
        help="take the weights over as well: those in the source, or of FILE; written beside the project",
    )
    taken.add_argument(
        "--compare", action="store_true", help="run the original too and print the largest difference of each output"
    )
    taken.add_argument("--no-top", action="store_true", help="application: without the classifier at the end")
    taken.add_argument("--input-shape", type=_shape, metavar="H,W,C", help="application: the size of the images, such as 160,160,3")
    taken.add_argument("--classes", type=_positive, metavar="N", help="application: classes of the classifier (default: 1000)")
    taken.add_argument("--pooling", choices=("avg", "max"), help="with --no-top: pool the last features")
    taken.add_argument("--block", action="store_true", help="application: as one block behind an input, which can be opened")
    taken.add_argument("--report", metavar="R.json", help="write what was taken over, what was upgraded, and what could not be")
    taken.add_argument("--force", action="store_true", help="replace the file if it exists")

    check = verb(
        "check",
        "Show shapes, costs and problems; exit status 1 if an error stands.",
        "python main.py check digits.netw --json",
    )
    check.add_argument("project", help="a project file (.netw)")
    _own_code(check)
    _json(check)

    export = verb(
        "export",
        "Write code, a model or a diagram; the suffix decides, a name without one becomes a TensorFlow SavedModel. "
        "Every model file is loaded again by its own runtime and compared.",
        "python main.py export digits.netw digits.py\n"
        "  python main.py export digits.netw train.py --script\n"
        "  python main.py export digits.netw digits.onnx --weights latest\n"
        "  python main.py export digits.netw digits.tflite --weights latest --quantize int8\n"
        "  python main.py export digits.netw saved_model/\n"
        "  python main.py export digits.netw figure.pdf --style publication\n\n"
        f"suffixes:\n  {' '.join(EXPORTS)}",
    )
    export.add_argument("project", help="a project file (.netw)")
    export.add_argument("target", help="the file or folder to write; what is there is replaced")
    export.add_argument(
        "--weights", metavar="RUN|FILE", help="weights for the model: a run's folder, name or `latest`, or a file"
    )
    export.add_argument(
        "--script",
        action="store_true",
        help="a .py with data, training and evaluation, too: it repeats what `train` does (an .ipynb always does)",
    )
    export.add_argument(
        "--quantize",
        choices=("none", "dynamic", "int8"),
        default="none",
        help=".tflite with smaller numbers; int8 measures them on the project's data",
    )
    export.add_argument(
        "--style",
        choices=("netwright", "keras", "publication"),
        default="netwright",
        help="how a diagram looks: as on the canvas, as Keras's plot_model, or light with a legend",
    )
    export.add_argument("--opset", type=_positive, metavar="N", help="version of the ONNX operators (default: the newest)")
    export.add_argument("--runs", metavar="FOLDER", help="where runs are kept (default: beside the user's data)")
    _own_code(export)
    _json(export)

    train = verb(
        "train",
        "Train the model on its data; Ctrl+C stops after the batch.",
        "python main.py train digits.netw --epochs 5",
    )
    train.add_argument("project", help="a project file (.netw)")
    train.add_argument("--data", metavar="SOURCE", help="sklearn:digits, csv:FILE or npz:FILE instead of the project's")
    train.add_argument("--epochs", type=_positive, metavar="N", help="instead of the project's number of epochs")
    train.add_argument("--engine", choices=("thread",), default="thread", help="where the run executes")
    train.add_argument("--runs", metavar="FOLDER", help="where runs are kept (default: beside the user's data)")
    _own_code(train)
    _json(train)

    catalog = verb("catalog", "List every layer type with its parameters and ports.", "python main.py catalog --json")
    _json(catalog)
    return parser


def _own_code(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--trust",
        action="store_true",
        help="for this run, trust the project's own Python: the functions it holds and the files of layers it names. "
        "They run with all your rights, so read them first",
    )
    parser.add_argument(
        "--custom",
        action="append",
        default=[],
        metavar="FILE",
        help="for this run, trust this Python file and use its layers; may be given more than once",
    )


def _json(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print one JSON object on standard output, nothing else")


def _positive(text: str) -> int:
    try:
        number = int(text)
    except ValueError:
        number = 0
    if number < 1:
        raise argparse.ArgumentTypeError(f"expected a whole number of at least 1, received {text!r}")
    return number


def _shape(text: str) -> tuple[int, ...]:
    """``160,160,3`` as numbers."""
    parts = text.replace("x", ",").split(",")
    if len(parts) != 3:
        raise argparse.ArgumentTypeError(f"expected height, width and channels such as 160,160,3, received {text!r}")
    return tuple(_positive(part) for part in parts)


def parse(arguments: list[str]) -> argparse.Namespace:
    """The options; ``verb`` is ``window`` where the window is wanted. Wrong usage exits with status 2.

    ``PROJECT`` without a verb opens the window: a first word that is no verb and no option is taken for a file.
    """
    parser = build_parser()
    if not arguments:
        arguments = ["open"]
    elif (not arguments[0].startswith("-") and arguments[0] not in VERBS) or arguments[0] == "--template":
        arguments = ["open", *arguments]
    options = parser.parse_args(arguments)
    if options.verb is None:
        parser.error("a verb is missing")
    if options.verb == "open":
        options.verb = "window"
    if options.verb == "import" and options.source is None:
        if options.weights in (None, OWN_WEIGHTS):
            parser.error("import: a source is missing")
        options.source, options.weights = options.weights, OWN_WEIGHTS
    return options
