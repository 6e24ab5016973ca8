# Everything sets itself up: a virtual environment with pinned packages, and for the tests a Chromium.

VENV := .venv
PYTHON := $(VENV)/bin/python
PORT ?= 8501
ADDRESS ?= localhost
FILE ?= workbook.xlsx
LANG_OF_BOOK ?= de
export PORT ADDRESS

.DEFAULT_GOAL := help
.PHONY: help run test accessibility browsers check bench load soak data-workbook data-check release

help: ## List the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | expand -t 16

run: $(VENV)/.run ## Start the dashboard (PORT and ADDRESS choose where it listens)
	@$(PYTHON) server.py

# Compiled modules are kept even where the environment forbids it: every worker and every server of a test would compile them anew.
test accessibility: export PYTHONDONTWRITEBYTECODE :=
test: $(VENV)/.test ## Run all tests
	@$(PYTHON) -m pytest

accessibility: $(VENV)/.test ## Walk all views in both languages, on both grounds, on desktop and phone (takes 20 minutes)
	@$(PYTHON) -m pytest -m thorough

browsers: $(VENV)/.test ## Walk pages, a story, filters and downloads in Chromium, Firefox ESR and WebKitGTK (takes 15 minutes)
	@python3 -m pip --python $(PYTHON) install --quiet --disable-pip-version-check --no-deps --upgrade --target $(VENV)/engines -r requirements-engines.txt
	@PYTHONPATH=$(VENV)/engines $(PYTHON) -m tests.browser.engines.window
	@PYTHONPATH=$(VENV)/engines $(PYTHON) -m pytest -n 1 tests/browser/engines -m "engines or browser"

check: $(VENV)/.test ## Lint, check types, import contracts and known vulnerabilities
	@$(VENV)/bin/ruff check .
	@$(VENV)/bin/ruff format --check .
	@$(VENV)/bin/mypy
	@$(VENV)/bin/lint-imports
	@$(PYTHON) -m deploy.vulnerabilities

bench: $(VENV)/.test ## Measure speed against a bare Streamlit app and the same map in Dash
	@$(PYTHON) -m bench

load: $(VENV)/.test ## Measure how many viewers one process and two replicas carry (takes a quarter of an hour; needs nginx)
	@$(PYTHON) -m bench.load

soak: $(VENV)/.test ## Change views 10,000 times over all pages and compare the memory of the server (takes a quarter of an hour)
	@$(PYTHON) -m bench.load.soak

release: $(VENV)/.run ## Write the source archive and the software bill of materials into build/
	@mkdir -p build
	@git archive --prefix=karlsruhe-weltweit-vernetzt/ --output build/karlsruhe-weltweit-vernetzt.tar.gz HEAD
	@$(PYTHON) -m deploy.bill_of_materials > build/sbom.cdx.json
	@ls -1 build/karlsruhe-weltweit-vernetzt.tar.gz build/sbom.cdx.json

data-workbook: $(VENV)/.run ## Write the workbook in which the data are kept up (FILE, LANG_OF_BOOK=de or en)
	@$(PYTHON) -m upkeep --lang $(LANG_OF_BOOK) workbook "$(FILE)"

data-check: $(VENV)/.run ## Check the workbook FILE and say what it would change; nothing is changed
	@$(PYTHON) -m upkeep --lang $(LANG_OF_BOOK) check "$(FILE)"

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
