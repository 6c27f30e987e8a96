"""What a file is, told by its first bytes and never by its name; and the sentence for each kind that is not read here.

Does not belong here: reading any of them. Invariant: looks at HEAD_BYTES at most.
"""

from __future__ import annotations

import re
from typing import Literal

from core.errors import FileError
from core.texts import text

Kind = Literal["zip", "h5", "text"]
HEAD_BYTES = 4096


class OtherKind(FileError):
    """The file is of a kind that is not read here: a sentence without its subject ("is an ONNX model; ...")."""


_HDF5 = b"\x89HDF\r\n\x1a\n"
_KERAS_FILES = text("a .keras, .h5 or .json file of Keras")
_EXPECTED = text("expected {files}", files=_KERAS_FILES)

# (where, bytes, what it is, what to do): the first that fits.
_MAGIC: tuple[tuple[int, bytes, str, str], ...] = (
    (
        4,
        b"TFL3",
        text("a LiteRT (TensorFlow Lite) model, which holds no Keras layers"),
        text("open the Keras model it was made of"),
    ),
    (0, b"\x93NUMPY", text("a NumPy array (.npy)"), text("it can be used as data, not as a model")),
    (
        0,
        b"\x80\x02\x8a\nl\xfc\x9cF\xf9 j\xa8P\x19",
        text("a PyTorch file (a pickle, which can run code)"),
        text("it is not loaded"),
    ),
    (0, b"GGUF", text("a GGUF file of a language model"), _EXPECTED),
    (0, b"\x1f\x8b", text("a gzip archive"), text("unpack it first and open the model inside")),
    (257, b"ustar", text("a tar archive"), text("unpack it first and open the model inside")),
    (0, b"BZh", text("a bzip2 archive"), text("unpack it first and open the model inside")),
    (0, b"\xfd7zXZ\x00", text("an xz archive"), text("unpack it first and open the model inside")),
    (0, b"7z\xbc\xaf\x27\x1c", text("a 7z archive"), text("unpack it first and open the model inside")),
    (0, b"Rar!\x1a\x07", text("a RAR archive"), text("unpack it first and open the model inside")),
    (0, b"%PDF", text("a PDF document"), _EXPECTED),
    (0, b"\x89PNG", text("a PNG picture"), _EXPECTED),
    (0, b"\xff\xd8\xff", text("a JPEG picture"), _EXPECTED),
    (0, b"GIF8", text("a GIF picture"), _EXPECTED),
    (0, b"MZ", text("a Windows program"), _EXPECTED),
    (0, b"\x7fELF", text("a program or library"), _EXPECTED),
    (0, b"SQLite format 3", text("a database"), _EXPECTED),
    (0, b"MATLAB", text("a MATLAB file"), _EXPECTED),
)
# In the oldest protocols a pickle begins with the name of what it calls.
_PICKLE = re.compile(rb"\x80[\x02-\x05]|c[\w.]+\n[\w.]+\n|\([dl]p\d|[\]}]q|\(c[\w.]+\n")
# The words that the formats made with protocol buffers have near their beginning.
_PROTOBUF = (
    (re.compile(rb"\A\x08\x01\x12.{1,400}?(?:saved_model|serve|MetaGraph|\x12.\n|\n)", re.DOTALL), "saved"),
    (re.compile(rb"\A\x08[\x01-\x20](?:\x12|:|\x1a|\x3a|B)", re.DOTALL), "onnx"),
    (re.compile(rb"\A\n.{1,4}?\n.{1,200}?\x12.(?:Placeholder|Const|VarHandleOp|VariableV2|NoOp)", re.DOTALL), "graph"),
)
_SAVED_MODEL = text(
    "is a TensorFlow SavedModel, which holds no Keras layers that can be edited; open the .keras, "
    ".h5 or .json file of the same model"
)
_ONNX = text("is an ONNX model, which holds no Keras layers; open the Keras model it was made of")
_TEXTS: tuple[tuple[re.Pattern[str], str], ...] = (
    (
        re.compile(r"version https://git-lfs"),
        text("is only a pointer to a file kept in Git LFS; fetch the file itself (git lfs pull)"),
    ),
    (
        re.compile(r"(?i)<!doctype html|<html|<head"),
        text("is a web page, maybe that of a download; save the model file itself"),
    ),
    (re.compile(r"<\?xml|<svg"), text("is an XML text; expected {files}", files=_KERAS_FILES)),
    (
        re.compile(r"(?m)^(?:backend|class_name|config|keras_version):(?: |$)"),
        text("is a model in YAML, a format that Keras gave up; load it with Keras 2 and save it as .json or .h5"),
    ),
    (
        re.compile(r"(?m)^\s*(?:import \w|from [\w.]+ import |def \w+\(|class \w+[:(]|#!.*python|# -\*- coding)"),
        text("is Python code, not a model file; open it as code, with the suffix .py"),
    ),
)


def sniff(head: bytes, size: int) -> Kind:
    """Which reader is for a file that begins with ``head``.

    OtherKind for an empty file and for what is not read here.
    """
    if not size:
        raise OtherKind(text("is empty; expected {files}", files=_KERAS_FILES))
    if head.startswith(_HDF5):
        return "h5"
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x06\x06")):
        return "zip"
    for position, magic, what, advice in _MAGIC:
        if head[position : position + len(magic)] == magic:
            raise OtherKind(text("is {what}; {advice}", what=what, advice=advice))
    if _PICKLE.match(head):
        raise OtherKind(
            text("is a pickle, which can run code when it is loaded; it is not loaded, save the model as .keras")
        )
    if re.match(rb"\A.{6}\x00\x00\{", head, re.DOTALL) and b"dtype" in head:
        raise OtherKind(
            text("is a safetensors file, which holds weights and no layers; open the model that they belong to")
        )
    if head.find(_HDF5) in (512, 1024, 2048):
        raise OtherKind(text("is an HDF5 file with other data before it, as Keras never writes it; it was not read"))
    if not head.strip(b"\0"):
        raise OtherKind(text("begins with nothing but zeros and may be damaged; expected {files}", files=_KERAS_FILES))
    if not is_texty(head):
        for pattern, what in _PROTOBUF:
            if pattern.match(head):
                raise OtherKind(_SAVED_MODEL if what == "saved" else _ONNX if what == "onnx" else _GRAPH)
        raise OtherKind(
            text(
                "is no file of a known kind (it begins with {head}); expected {files}",
                head=_shown(head),
                files=_KERAS_FILES,
            )
        )
    return "text"


_GRAPH = text("is a frozen TensorFlow graph, which holds no Keras layers; open the Keras model it was made of")


def is_texty(head: bytes) -> bool:
    """True if the bytes may be text: no control characters, or a text in UTF-16 or UTF-32."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    if (head[:1] and head[1:2] == b"\0") or (head[:1] == b"\0" and head[1:2] not in (b"", b"\0")):
        # ASCII in UTF-16 without a mark: every other byte is zero.
        return not head[:64][1 if head[1:2] == b"\0" else 0 :: 2].strip(b"\0")
    control = sum(byte < 9 or (13 < byte < 32 and byte != 27) for byte in head[:512])
    return control * 50 <= len(head[:512])


def text_refusal(text: str) -> str | None:
    """For a text that is no JSON: the sentence about what it is, without its subject; None if that is not known."""
    begin = text[:HEAD_BYTES].lstrip("\ufeff \t\r\n")
    for pattern, sentence in _TEXTS:
        if pattern.search(begin):
            return sentence
    return None


def _shown(head: bytes) -> str:
    return " ".join(f"{byte:02x}" for byte in head[:8])
