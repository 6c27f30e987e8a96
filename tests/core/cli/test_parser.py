"""What may be typed on the command line."""

from __future__ import annotations

import pytest

from core.cli.parser import VERBS, build_parser, parse


def test_no_words_mean_the_window() -> None:
    options = parse([])
    assert (options.verb, options.project, options.template) == ("window", None, None)


def test_a_first_word_that_is_no_verb_is_a_project() -> None:
    assert parse(["digits.netw"]).project == "digits.netw"
    assert parse(["--template", "cnn-digits"]).template == "cnn-digits"


def test_every_verb_has_help_with_an_example(capsys: pytest.CaptureFixture[str]) -> None:
    for verb in VERBS:
        with pytest.raises(SystemExit) as ended:
            parse([verb, "--help"])
        assert ended.value.code == 0
        assert "example" in capsys.readouterr().out


@pytest.mark.parametrize(
    "words",
    [
        ["check"],
        ["train", "p.netw", "--epochs", "0"],
        ["train", "p.netw", "--epochs", "many"],
        ["new", "cnn-digits"],
        ["train", "p.netw", "--engine", "cloud"],
        ["--unknown"],
    ],
)
def test_wrong_usage_ends_with_status_2(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        parse(words)
    assert ended.value.code == 2
    assert capsys.readouterr().err


def test_the_verbs_are_those_of_the_parser() -> None:
    text = build_parser().format_help()
    assert all(f"    {verb}" in text for verb in VERBS)
