# `make` alone prints this help. Everything runs in .venv, which the first target sets up.
SHELL := /bin/sh
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready
PAGES ?= 1000 10000
UV_COMPILE := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url

# Without compiled modules each start of a command costs seconds; some machines switch them off for everything.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help setup demo test check lint soak chaos bench bench-refresh bench-reading bench-warehouse bench-review serve docs lock review screens

help: ## print this help
	@echo "citewatch: continuous integration for the numbers in a published report"
	@echo
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  make \1\t/' | expand -t 22

setup: $(READY) ## make .venv with everything pinned (a minute; the other targets do it by themselves)

$(READY): requirements-dev.lock requirements-uv.lock pyproject.toml
	@command -v $(PYTHON) >/dev/null 2>&1 || { echo "citewatch needs Python 3.11 or newer, and '$(PYTHON)' was not found. Install it, or name yours: make setup PYTHON=/path/to/python3"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "citewatch needs Python 3.11 or newer; '$(PYTHON)' is older. Name a newer one: make setup PYTHON=python3.12"; exit 1; }
	@echo "Setting up .venv (once; about a minute) ..."
	@$(PYTHON) -m venv .venv || { echo "Python could not make a virtual environment. On Debian and Ubuntu: apt-get install python3-venv"; exit 1; }
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-uv.lock || { echo "uv could not be installed from your package index. Is the network there? pip's own message is above."; exit 1; }
	@$(BIN)/uv pip sync --quiet --python $(BIN)/python --require-hashes requirements-dev.lock || { echo "The pinned packages could not be installed; uv's own message is above. Run make setup again when the package index is reachable."; exit 1; }
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation -e .
	@touch $(READY)
	@echo "Set-up done."

demo: $(READY) ## run the whole product on the shipped specimens; no internet needed
	@echo "Six refreshes over the specimens, 2024 to 2026, by the Prefect flow; then every claim with its verdicts."
	@$(BIN)/citewatch demo

test: $(READY) ## run all tests
	@echo "Running all tests (a few minutes). Browser and PostgreSQL tests say so if they have to be skipped."
	@$(BIN)/python -m pytest -m "not soak" -n auto --maxprocesses 4 --dist loadscope

check: $(READY) lint test ## what CI runs: style, types, import directions, generated files, tests

lint: $(READY) ## style, types, import directions, catalogue, generated files; no tests
	@echo "Style, types, import directions, catalogue, generated files ..."
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-cache
	@$(BIN)/citewatch lint
	@$(BIN)/python docs/generate.py --check

screens: $(READY) ## make the pictures of docs/review.md again, from the demo in Chromium
	@CITEWATCH_SCREENS=docs/screens $(BIN)/python -m pytest tests/review_web/test_screens.py -k pictures_are_made

soak: $(READY) ## the long tests: hundreds of kills, fuzzing
	@$(BIN)/python -m pytest -m soak -s -rs

chaos: $(READY) ## a thousand kills at random moments and at every named one; prints the tally; about an hour
	@$(BIN)/python -m pytest tests/test_chaos.py -m soak -s -n0

bench: bench-refresh bench-reading ## all measurements, each as a ratio against a named baseline

bench-refresh: $(READY) ## measure the cost of a refresh against a bare download, in the same run; an hour (PAGES=1000: ten minutes)
	@for pages in $(PAGES); do $(BIN)/python -m benchmarks.refresh --pages $$pages || exit 1; done
	@$(BIN)/python -m benchmarks.prefect_path

bench-reading: $(READY) ## measure the reader's speed and scores beside other libraries, in the same run
	@$(BIN)/python -m benchmarks.reading

bench-warehouse: $(READY) ## measure storing, publishing and the views at 10^5, 10^6 and 10^7 observations; minutes, 3 GB of disk
	@$(BIN)/python -m benchmarks.warehouse

bench-review: $(READY) ## measure each page of the review desk with 100,000 alerts and 10 million observations; minutes, 3 GB of disk
	@$(BIN)/python -m benchmarks.review

serve: $(READY) ## Prefect server, worker, schedule and review desk on this machine; Ctrl-C stops them
	@$(BIN)/citewatch serve

docs: $(READY) ## write the generated files again (JSON Schemas, docs/sources.md, command help)
	@$(BIN)/python docs/generate.py

lock: $(READY) ## resolve all pins anew
	@printf 'uv\n' | $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url - -o requirements-uv.lock
	@$(UV_COMPILE) pyproject.toml -o requirements.lock
	@$(UV_COMPILE) --extra dev pyproject.toml -o requirements-dev.lock

review: $(READY) ## the review desk on the demo data, in a browser; Ctrl-C stops it
	@test -e $${CITEWATCH_DATA:-data}/specimen/citewatch.published.duckdb || $(BIN)/citewatch demo --no-prefect
	@$(BIN)/citewatch --specimens review serve
