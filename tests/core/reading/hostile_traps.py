"""Configs of models with a trap in them: code, references and files that would be run, loaded or read if they were believed.

Each would at most create the marker file, read the bait, or change a setting of Keras that the tests look at. Not here:
configs that do harm by what they are (hostile_models), files that are damaged as files (files).
"""

from __future__ import annotations

import base64
import marshal
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.core.reading.files import dense, sequential

Config = dict[str, Any]


@dataclass(frozen=True)
class Trap:
    """Where the harm would be seen: ``marker`` would be created, ``bait`` (a file that exists) would be read."""

    marker: Path
    bait: Path

    def bytecode(self) -> str:
        """What Keras keeps of a Lambda: marshalled code. This one would create the marker."""
        code = compile(f"open({str(self.marker)!r}, 'w')", "<trap>", "eval")
        return base64.b64encode(marshal.dumps(code)).decode()


def layer(class_name: str, name: str, module: str | None = "keras.layers", **config: Any) -> Config:
    """Any layer as Keras 3 writes it."""
    return {
        "module": module,
        "class_name": class_name,
        "config": {"name": name, **config},
        "registered_name": None if module else class_name,
    }


def function(module: str, name: str) -> Config:
    """A reference to a function, as Keras 3 writes it."""
    return {"module": module, "class_name": "function", "config": name, "registered_name": name}


def code(trap: Trap) -> dict[str, Config]:
    """Python code in a model, in all the places where Keras has looked for it."""
    keras3 = {"class_name": "__lambda__", "config": {"code": trap.bytecode(), "defaults": None, "closure": None}}
    old = [trap.bytecode(), None, None]
    three = layer("Lambda", "trap", function=keras3, arguments={})
    two = {
        "class_name": "Lambda",
        "config": {"name": "trap", "function": old, "function_type": "lambda", "module": "__main__", "arguments": {}},
    }
    found = {
        "lambda of keras 3": sequential(three),
        "lambda of keras 2": sequential(two),
        "lambda in TimeDistributed": sequential(layer("TimeDistributed", "outer", layer=three), shape=(None, 5, 4)),
        "lambda of keras 2 in TimeDistributed": sequential(
            layer("TimeDistributed", "outer", layer=two), shape=(None, 5, 4)
        ),
        "lambda in Bidirectional": sequential(
            layer("Bidirectional", "outer", layer=three, merge_mode="concat"), shape=(None, 5, 4)
        ),
        "lambda in a nested model": sequential(sequential(three, name="inner")),
        "lambda as activation": sequential(dense("trap", activation=keras3)),
        "lambda as initializer": sequential(dense("trap", kernel_initializer=keras3)),
        "lambda as regularizer": sequential(dense("trap", kernel_regularizer=keras3)),
        "lambda as cell": sequential(layer("RNN", "trap", cell=three), shape=(None, 5, 4)),
        "lambda in RandomApply": sequential(layer("Pipeline", "trap", layers=[three])),
        "code in output_shape": sequential(
            {**two, "config": {**two["config"], "output_shape": old, "output_shape_type": "lambda"}}
        ),
        "code as constraint": sequential(
            dense("trap", kernel_constraint={"class_name": "Lambda", "config": two["config"]})
        ),
    }
    for place in ("loss", "optimizer", "metrics"):
        value: Any = [keras3] if place == "metrics" else keras3
        found[f"lambda as {place}"] = {**sequential(dense("plain")), "compile_config": {"loss": "mse", place: value}}
    found["lambda in losses by output"] = {
        **sequential(dense("plain")),
        "compile_config": {"loss": {"plain": keras3}, "loss_weights": {"plain": keras3}, "optimizer": "adam"},
    }
    return found


REFERENCES = (
    ("os", "system"),
    ("builtins", "exec"),
    ("builtins", "eval"),
    ("builtins", "open"),
    ("posix", "system"),
    ("subprocess", "Popen"),
    ("importlib", "import_module"),
    ("keras.config", "set_floatx"),
    ("keras.config", "enable_unsafe_deserialization"),
    ("keras.src.backend.config", "set_floatx"),
    ("keras.utils", "get_file"),
    ("keras.models", "load_model"),
    ("keras.saving", "load_model"),
    ("keras.src.utils.file_utils", "get_file"),
    ("numpy", "load"),
    ("pickle", "loads"),
    ("netwright_trap_module", "spring"),
)


def references(trap: Trap) -> dict[str, Config]:
    """Names of functions and classes that are not Keras's layers, wherever a config may name one."""
    found: dict[str, Config] = {}
    for module, name in REFERENCES:
        target = function(module, name)
        found[f"{module}.{name} as activation"] = sequential(dense("trap", activation=target))
        found[f"{module}.{name} as Lambda"] = sequential(
            layer("Lambda", "trap", function=target, arguments={"value": "float64", "command": f"touch {trap.marker}"})
        )
        found[f"{module}.{name} as layer"] = sequential(
            layer(name, "trap", module=module, args=[str(trap.marker), "w"])
        )
        found[f"{module}.{name} by text"] = sequential(dense("trap", activation=f"{module}.{name}"))
        found[f"{module}.{name} registered"] = sequential(
            {"module": module, "class_name": name, "config": {"name": "trap"}, "registered_name": f"{module}>{name}"}
        )
        found[f"{module}.{name} as initializer"] = sequential(
            dense(
                "trap", kernel_initializer={"module": module, "class_name": name, "config": {"name": str(trap.marker)}}
            )
        )
        found[f"{module}.{name} as loss"] = {
            **sequential(dense("plain")),
            "compile_config": {"loss": target, "optimizer": target, "metrics": [target, f"{module}.{name}"]},
        }
    found["__typespec__"] = sequential(
        dense(
            "trap",
            units={"class_name": "__typespec__", "spec_name": "netwright_trap_module", "module": "os", "config": [[4]]},
        )
    )
    found["typespec of old"] = sequential(
        {
            "class_name": "TypeSpec",
            "type_spec": "RaggedTensorSpec",
            "serialized": [str(trap.marker)],
            "config": {"name": "trap"},
        }
    )
    found["dtype policy"] = sequential(dense("trap", dtype=function("os", "system")))
    found["build_config"] = sequential({**dense("trap"), "build_config": function("os", "system")})
    found["class of its own"] = sequential(layer("Trap", "trap", module="netwright_trap_module", path=str(trap.marker)))
    found["model of its own"] = {**sequential(dense("plain")), "module": "netwright_trap_module", "class_name": "Trap"}
    return found


def other_files(trap: Trap) -> dict[str, Config]:
    """Layers that Keras reads files or addresses for."""
    bait, url = str(trap.bait), "http://127.0.0.1:9/netwright"
    return {
        "vocabulary of StringLookup": sequential(layer("StringLookup", "trap", vocabulary=bait)),
        "vocabulary of IntegerLookup": sequential(layer("IntegerLookup", "trap", vocabulary=bait)),
        "vocabulary of TextVectorization": sequential(layer("TextVectorization", "trap", vocabulary=bait)),
        "vocabulary at an address": sequential(layer("StringLookup", "trap", vocabulary=url)),
        "vocabulary in a list": sequential(layer("StringLookup", "trap", vocabulary=[bait])),
        "vocabulary in an object": sequential(
            layer(
                "StringLookup", "trap", vocabulary={"class_name": "Path", "module": "pathlib", "config": {"path": bait}}
            )
        ),
        "vocabulary inside": sequential(
            layer("TimeDistributed", "outer", layer=layer("StringLookup", "trap", vocabulary=bait)), shape=(None, 5, 4)
        ),
        "vocabulary in a Pipeline": sequential(
            layer("Pipeline", "outer", layers=[layer("StringLookup", "trap", vocabulary=bait)])
        ),
        "weights of idf": sequential(
            layer("TextVectorization", "trap", vocabulary=["a"], output_mode="tf_idf", idf_weights=bait)
        ),
        "TFSMLayer": sequential(layer("TFSMLayer", "trap", filepath=str(trap.bait.parent), call_endpoint="serve")),
        "TFSMLayer inside": sequential(
            layer("TimeDistributed", "outer", layer=layer("TFSMLayer", "trap", filepath=str(trap.bait.parent))),
            shape=(None, 5, 4),
        ),
        "TorchModuleWrapper": sequential(
            layer(
                "TorchModuleWrapper",
                "trap",
                module_="x",
                **{"module": {"class_name": "__bytes__", "config": trap.bytecode()}},
            )
        ),
        "JaxLayer": sequential(
            layer("JaxLayer", "trap", call_fn=function("os", "system"), init_fn=function("os", "system"))
        ),
        "FlaxLayer": sequential(layer("FlaxLayer", "trap", module_=function("os", "system"))),
        "hub layer": sequential(layer("KerasLayer", "trap", module="tensorflow_hub.keras_layer", handle=url)),
        "feature extractor": sequential(layer("Dense", bait, units=1)),
    }
