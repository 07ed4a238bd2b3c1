# Two commands matter: `make demo` and `make test`. Each creates what it needs; a second run starts at once.
.DEFAULT_GOAL := help
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
SEED ?= 7
MINUTES ?= 10
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: help demo test check bench torture days golden lock clean system

help: ## Show what can be made
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

demo: $(VENV)/.run ## Open the sample borough in a browser chat; no token, no network
	@$(BIN)/python -m bot demo $(ARGS)

test: $(VENV)/.dev system ## Everything that must hold: house rules, both databases, a real browser
	@$(MAKE) --no-print-directory check
	@$(BIN)/python -m pytest -n 2 --dist loadfile $(ARGS)

check: $(VENV)/.dev ## The house rules alone: lint, format, types, floors, dependencies
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo
	@$(BIN)/deptry . --no-ansi

bench: $(VENV)/.dev ## Measured speed beside named peers, in one run
	@$(BIN)/python -m tests.bench $(ARGS)

torture: $(VENV)/.dev system ## Kills, freezes, floods, planted bugs; SEED=7 MINUTES=10; writes build/torture.json
	@$(BIN)/python -m tests.torture --seed $(SEED) --minutes $(MINUTES) $(ARGS)

days: $(VENV)/.dev ## Ninety simulated days with 20 champions: nobody nagged, everyone hears back; SEED=7
	@$(BIN)/python -m tests.ninety_days --seed $(SEED) $(ARGS)

golden: $(VENV)/.dev ## Write the golden files anew; read the difference before you commit it
	@for one in tests.core.make_golden_questions tests.core.make_golden_reports tests.core.make_golden_lottery tests.core.make_golden_methods tests.writers.make_golden tests.handlers.make_golden_letters; do $(BIN)/python -m $$one || exit 1; done

lock: ## Resolve the dependencies anew (needs uv on the path)
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url --no-strip-extras pyproject.toml -o requirements.txt
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url --no-strip-extras --extra dev pyproject.toml -o requirements-dev.txt

clean: ## Remove what was made here (the virtual environment and caches; never data)
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis build *.egg-info

$(VENV)/bin/python:
	@.ci/venv $(PYTHON) $(VENV)

$(VENV)/.run: requirements.txt | $(VENV)/bin/python
	@test -e $(VENV)/.dev || { echo "Installing the locked dependencies (once) …"; $(BIN)/python -m pip install -q --no-deps --require-hashes -r requirements.txt; }
	@touch $@

$(VENV)/.dev: requirements-dev.txt | $(VENV)/bin/python
	@echo "Installing the locked dependencies for tests (once) …"
	@$(BIN)/python -m pip install -q --no-deps --require-hashes -r requirements-dev.txt
	@touch $@ $(VENV)/.run

system:
	@.ci/system
