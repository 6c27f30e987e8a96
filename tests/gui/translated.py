"""The texts of the program and their translations, as found once for all tests of them."""

from __future__ import annotations

from gui import linguist
from tools import translations
from tools.translations import collect, parse

TREES = parse()
FOUND = collect(TREES)
MESSAGES = linguist.read(translations.FILE)
CHINESE = {text: message.translation for text, message in MESSAGES.items()}
