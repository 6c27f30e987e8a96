"""The curated words are complete, and none of them outlives the class it speaks of."""

from __future__ import annotations

import re

from core.catalog import pinyin
from core.catalog.catalog import Catalog
from core.catalog.overlay import LAYER_FAMILIES, OP_FAMILIES, Overlay

KEYS = {"title", "zh", "about", "about_en", "aliases", "primary", "starter", "requires", "ranks"}
OP_KEYS = {"family", "zh", "about", "aliases", "starter", "outputs", "tensors", "settings"}


def test_every_layer_and_op_has_its_line_and_no_line_is_left_over(shipped: Catalog) -> None:
    words = Overlay()
    assert set(words.layers) == {spec.class_name for spec in shipped.layers}
    assert set(words.ops) == {spec.type.removeprefix("keras.ops.") for spec in shipped.ops}


def test_lines_have_known_keys_and_name_real_parameters(shipped: Catalog) -> None:
    words = Overlay()
    for spec in shipped.layers:
        entry = words.layers[spec.class_name]
        assert set(entry) <= KEYS, spec.class_name
        for name in (*entry.get("primary", ()), *entry.get("starter", ())):
            assert spec.param(name), f"{spec.class_name}.{name}"
    for spec in shipped.ops:
        entry = words.ops[spec.type.removeprefix("keras.ops.")]
        assert set(entry) <= OP_KEYS, spec.type
        for name in (*entry.get("settings", ()), *entry.get("starter", ())):
            assert spec.param(name), f"{spec.type}.{name}"
        for name in entry.get("tensors", ()):
            assert spec.port(name), f"{spec.type}.{name}"


def test_chinese_titles_are_there_and_tell_layers_apart(shipped: Catalog) -> None:
    titles = [spec.title_zh for spec in shipped.layers]
    assert all(titles) and len(set(titles)) == len(titles)
    assert all(re.fullmatch(r"[^。]+。", spec.summary_zh) for spec in shipped.layers)
    explained = [spec.summary for spec in shipped.layers]
    assert all(re.fullmatch(r"[A-Z][^\n`]{20,140}\.", text) for text in explained), "one plain sentence each"
    assert len(set(explained)) == len(explained)
    op_titles = [spec.title_zh for spec in shipped.ops]
    assert all(op_titles)
    for family in OP_FAMILIES:
        inside = [spec.title_zh for spec in shipped.ops if spec.family == family.id]
        assert len(set(inside)) == len(inside), family.id


def test_objects_have_chinese_titles(shipped: Catalog) -> None:
    for kind, titles in Overlay().objects.items():
        specs = {spec.class_name: spec for spec in shipped.objects(kind)}  # type: ignore[arg-type]
        assert set(titles) <= set(specs), kind
        missing = [name for name, spec in specs.items() if spec.usable and not spec.title_zh]
        assert not missing, (kind, missing)


def test_the_pinyin_table_holds_every_character_of_the_titles_and_aliases() -> None:
    words = Overlay()
    texts = [
        text
        for entry in (*words.layers.values(), *words.ops.values())
        for text in (entry.get("zh", ""), *entry.get("aliases", ()))
    ]
    missing = {character for text in texts for character in text if pinyin.is_chinese(character)} - set(words.syllables)
    assert not missing


def test_families_have_titles_in_both_languages_and_distinct_ids() -> None:
    families = (*LAYER_FAMILIES, *OP_FAMILIES)
    assert len({family.id for family in families}) == len(families)
    assert all(family.title and family.title_zh for family in families)


def test_spelling() -> None:
    table = {"卷": "juan", "积": "ji", "重": "zhong", "复": "fu", "重复": "chong fu", "二": "er"}
    assert pinyin.spelled("二 Conv 卷积", table) == ["er", "c", "o", "n", "v", "juan", "ji"]
    assert pinyin.spelled("重复", table) == ["chong", "fu"]
    assert pinyin.spellings(["卷积", "plain", "卷积"], table) == ("juanji", "jj")
