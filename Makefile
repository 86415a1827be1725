# Everything lives in .venv; a stamp remembers which lock it was filled from.
PYTHON ?= python3
BIN := .venv/bin
STAMP := .venv/.filled
HUIBI_SHARED ?= ../shared
export HUIBI_SHARED

.PHONY: setup tools demo test check bench lock docs pattern clean

setup: $(STAMP)

$(STAMP): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Huibi needs Python 3.11 or newer: name one with PYTHON=python3.11")'
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-build-isolation --no-deps --editable .
	touch $(STAMP)

tools: setup
	tests/tools.sh

demo: setup
	$(BIN)/huibi demo

test: check tools
	$(BIN)/python -m pytest -n auto --dist loadfile

check: setup
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: setup tools
	$(BIN)/python -m bench

lock:
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --group dev --output-file requirements.lock pyproject.toml

docs: setup
	$(BIN)/python -m viz.reference

pattern: setup
	$(BIN)/python -m graph.patterns.scaffold "$(CODE)" "$(NAME)"
	$(BIN)/ruff check --quiet --fix graph/patterns/__init__.py
	$(BIN)/ruff format --quiet graph/patterns tests/patterns

clean:
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis out
