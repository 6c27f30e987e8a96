# Each target first does the whole set-up (tools/setup.sh), which is quick once it has been done.

SHELL := /bin/bash
PYTHON := .venv/bin/python

.PHONY: run test lint bench setup pins catalog lupdate lrelease

run:
	@tools/setup.sh run
	@tools/run.sh

# ARGS is handed to pytest: make test ARGS="tests/core -k history"
test:
	@tools/setup.sh all
	@tools/test.sh $(ARGS)

lint:
	@tools/setup.sh all
	@$(PYTHON) -m ruff check .
	@$(PYTHON) -m mypy

# ARGS names benchmarks: make bench ARGS="layout code"
bench:
	@tools/setup.sh all
	@$(PYTHON) -m tests.benchmarks $(ARGS)

setup:
	@tools/setup.sh all

# Resolve the ranges of pyproject.toml again and write the result to constraints.txt.
pins:
	@tools/setup.sh pins

# Describe the installed Keras anew (resources/catalog/keras.json); a test compares.
catalog:
	@tools/setup.sh all
	@$(PYTHON) -m core.catalog

# Collect the texts of the window into resources/translations/netwright_zh_CN.ts, the file of Qt Linguist, and say what has
# no Chinese yet.
lupdate:
	@tools/setup.sh all
	@$(PYTHON) -m tools.translations

# Compile that file to build/netwright_zh_CN.qm with Qt's lrelease. Netwright does not need it: it reads the .ts.
lrelease:
	@tools/setup.sh all
	@$(PYTHON) -m tools.translations release
