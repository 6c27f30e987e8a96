"""Random projects in which every text that a stranger may choose is hostile; the same for the same seed.

Names of the network, of layers and inner layers, ops, blocks, their inputs and parameters, keys of outputs, descriptions,
values that are texts. Not a test itself.
"""

from __future__ import annotations

import random
from dataclasses import replace

from core.graph.model import BLOCK_PREFIX, Block, Graph, Project
from core.graph.values import FrozenMap, KerasObject, Value
from tests.core.convert.random_projects import random_project

CANARY = "canary-was-here"
ATTACK = f"__import__('pathlib').Path('{CANARY}').touch()"
HARD = [
    f'"); {ATTACK} #',
    f"'); {ATTACK} #",
    f"\n{ATTACK}\n",
    f"\r{ATTACK}\r",
    f"\r\n{ATTACK}",
    f"\x0c{ATTACK}",
    f"\x85{ATTACK}\x85",
    f"\u2028{ATTACK}\u2029",
    f'"""\n{ATTACK}\n"""',
    f"{{{ATTACK}}}",
    f"{{{ATTACK}!r:>{{{ATTACK}}}}}",
    f"\\\n{ATTACK}",
    f'\\"); {ATTACK} #',
    f"\\N{{LATIN SMALL LETTER A}}{ATTACK}",
    "{name}",
    "{{",
    "}",
    "\\",
    '\\"',
    "\\N{DASH}",
    "# -*- coding: utf-7 -*-",
    "coding: utf-7 +AG8AcABlAG4-",
    *"class def match case type None True print exec eval open keras layers np numpy ops x i _ self inputs outputs".split(),
    *"named name model main build_model compile_model adapt_layers load_data history __name__ __builtins__ __import__".split(),
    *'call build get_config lambda: f"{x}" %s %(name)s $x ${x} a\tb'.split(" "),
    "ｅxec",
    "ℓayers",
    "ﬁle",
    "卷积",
    "\u202eexec",
    "a\u0301",
    "\ud83d",
    "\ud83d\ude00",
    "\0",
    "a" * 500,
    "0",
    "'\"",
    "-",
]


def hostile_project(seed: int, steps: int = 3) -> Project:
    """A random project with hostile texts for all that is foreign."""
    draw = random.Random(-1 - seed)
    return _Spoiler(draw).project(random_project(seed, steps))


class _Spoiler:
    def __init__(self, draw: random.Random) -> None:
        self.draw = draw

    def text(self) -> str:
        """A hostile text, or characters at random."""
        draw = self.draw
        if draw.random() < 0.7:
            return draw.choice(HARD)
        return "".join(
            chr(draw.choice((draw.randrange(256), draw.randrange(0x3000), draw.randrange(0x110000)))) for _ in range(6)
        )

    def name(self, taken: set[str]) -> str:
        """A name that is not taken, as Keras allows it: no slash, not empty."""
        while True:
            name = self.text().replace("/", "").strip() or "unnamed"
            if self.draw.random() < 0.3:
                name += self.draw.choice("_1 _2 é".split())
            if name not in taken:
                taken.add(name)
                return name

    def project(self, made: Project) -> Project:
        blocks: set[str] = set()
        names = {name: self.name(blocks) for name in made.blocks}
        inputs: dict[str, dict[str, str]] = {}
        spoiled = []
        for name, block in made.blocks.items():  # inner blocks come first
            graph, renamed = self.graph(block.graph, names, inputs)
            inputs[name] = renamed
            parameters = {**block.parameters, self.name(set(block.parameters)): self.text()}
            spoiled.append(
                Block(
                    names[name],
                    block.kind,
                    FrozenMap(parameters if block.kind == "function" else {}),
                    graph,
                    self.text(),
                )
            )
        graph, _ = self.graph(made.graph, names, inputs)
        settings = made.training.compile
        if isinstance(made.graph.outputs, FrozenMap) and isinstance(graph.outputs, FrozenMap):
            keys = dict(zip(made.graph.outputs, graph.outputs, strict=True))
            parts = {part: getattr(settings, part) for part in ("loss", "metrics", "loss_weights")}
            changed = {
                part: FrozenMap({keys[key]: item for key, item in value.items()})
                if isinstance(value, FrozenMap)
                else value
                for part, value in parts.items()
            }
            settings = replace(settings, **changed)
        elif settings.loss is not None and self.draw.random() < 0.5:
            settings = replace(settings, loss=self.text(), metrics=(self.text(),))
        training = replace(made.training, compile=settings)
        return replace(
            made,
            graph=graph,
            blocks=FrozenMap({block.name: block for block in spoiled}),
            training=training,
            description=self.text(),
        )

    def graph(
        self, graph: Graph, blocks: dict[str, str], inputs: dict[str, dict[str, str]]
    ) -> tuple[Graph, dict[str, str]]:
        """The graph with new names, and what the names of its inputs became."""
        taken: set[str] = set()
        layers, nodes, renamed = {}, {}, {}
        arguments: dict[str, dict[str, str]] = {}
        for key, layer in graph.layers.items():
            name = self.name(taken)
            if layer.is_input:
                renamed[layer.name] = name
            type_name = layer.type
            if layer.block is not None:
                type_name = BLOCK_PREFIX + blocks[layer.block]
                arguments[key] = inputs[layer.block]
            layers[key] = replace(layer, name=name, type=type_name, params=self.params(layer.params))
        for key, node in graph.nodes.items():
            new = arguments.get(node.layer, {})
            nodes[key] = replace(node, arguments=FrozenMap({new.get(k, k): v for k, v in node.arguments.items()}))
        outputs = graph.outputs
        if isinstance(outputs, FrozenMap):
            keys: set[str] = set()
            outputs = FrozenMap({self.name(keys): source for source in outputs.values()})
        made = replace(graph, name=self.text(), layers=FrozenMap(layers), nodes=FrozenMap(nodes), outputs=outputs)
        return made, renamed

    def params(self, params: FrozenMap[str, Value]) -> FrozenMap[str, Value]:
        """Names of inner layers are foreign, too; now and then a text that Keras looks up is."""
        made: dict[str, Value] = {}
        for key, value in params.items():
            if isinstance(value, KerasObject):
                inner = self.params(value.params)
                value = KerasObject(value.type, inner.set("name", self.name(set())) if "name" in inner else inner)
            elif key == "activation" and isinstance(value, str) and self.draw.random() < 0.03:
                value = self.text()
            made[key] = value
        return FrozenMap(made)
