# Everything sets itself up: a virtual environment with pinned packages, and for the tests a Chromium.

VENV := .venv
PYTHON := $(VENV)/bin/python
PORT ?= 8501
ADDRESS ?= localhost
RESEARCH ?= ../shared/research
export PORT ADDRESS

.DEFAULT_GOAL := help
.PHONY: help run test check bench data

help: ## List the targets
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /\1\t/' | expand -t 8

run: $(VENV)/.run ## Start the dashboard (PORT and ADDRESS choose where it listens)
	@$(PYTHON) server.py

test: $(VENV)/.test ## Run all tests
	@$(PYTHON) -m pytest

check: $(VENV)/.test ## Lint, check types and import contracts
	@$(VENV)/bin/ruff check .
	@$(VENV)/bin/ruff format --check .
	@$(VENV)/bin/mypy
	@$(VENV)/bin/lint-imports

bench: $(VENV)/.test ## Measure speed against a bare Streamlit app and the same map in Dash
	@$(PYTHON) -m bench

data: $(VENV)/.run ## Make data/tables anew from the research files in RESEARCH
	@$(PYTHON) -m data.making.tables $(RESEARCH)

# Debian splits ensurepip off into a package of its own; pip can install into an environment from outside.
$(PYTHON):
	@python3 -m venv --without-pip $(VENV)

$(VENV)/.run: requirements.txt | $(PYTHON)
	@python3 -m pip --python $(PYTHON) install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

$(VENV)/.test: requirements-dev.txt $(VENV)/.run
	@python3 -m pip --python $(PYTHON) install --quiet --disable-pip-version-check -r requirements.txt -r requirements-dev.txt
	@$(PYTHON) -m tests.chromium
	@touch $@
