# Two commands matter: `make demo` and `make test`. The rest is for developers; `make help` lists it.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
export OPENCEM_DATA_DIR ?= $(CURDIR)/var
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

help: ## what there is
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

prerequisites:
	@$(PYTHON) scripts/prerequisites.py

$(VENV)/installed: requirements.txt pyproject.toml | prerequisites
	@echo "· Python packages (once, about a minute)"
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/pip install -q --disable-pip-version-check -r requirements.txt
	@$(BIN)/pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/installed-dev: requirements-dev.txt $(VENV)/installed
	@echo "· Packages for the tests (once)"
	@$(BIN)/pip install -q --disable-pip-version-check -r requirements-dev.txt
	@touch $@

node_modules/.installed: package.json package-lock.json | prerequisites
	@echo "· Console packages (once, about half a minute)"
	@npm ci --no-audit --no-fund --loglevel=error
	@touch $@

CONSOLE := opencem/web/console/static/console/index.html
RESPOND := opencem/web/respond/static/respond/.built

$(CONSOLE): $(VENV)/installed node_modules/.installed $(shell find console/src console/scripts console/index.html console/*.ts console/package.json spec/openapi.json -type f 2>/dev/null)
	@echo "· Building the console"
	@npm run -s build -w console >/dev/null
	@$(BIN)/python -m whitenoise.compress -q $(@D)
	@touch $@

$(RESPOND): $(VENV)/installed node_modules/.installed $(shell find respond -type f -not -path '*/node_modules/*' 2>/dev/null)
	@echo "· Building the answer page"
	@npm run -s build -w respond >/dev/null
	@$(BIN)/python -m whitenoise.compress -q $(@D)
	@touch $@

build: $(CONSOLE) $(RESPOND) ## build the console and the answer page

install: $(VENV)/installed build ## everything `opencem serve` needs

demo: install ## set up, load the demo company, serve it at 127.0.0.1:8000
	@$(BIN)/opencem demo
	@exec $(BIN)/opencem serve --live

serve: install ## serve what is in var/
	@$(BIN)/opencem migrate
	@exec $(BIN)/opencem serve

test: $(VENV)/installed-dev build ## all tests; what lacks a system package is skipped by name
	@$(BIN)/python scripts/test.py

lint: $(VENV)/installed-dev ## ruff, mypy, import rules
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check opencem tests scripts
	@$(BIN)/mypy
	@$(BIN)/lint-imports

shots: $(VENV)/installed-dev build ## pictures of every page, each role, two widths, two languages; fails on any fault
	@$(BIN)/python -m tests.browser.shots

faults: $(VENV)/installed-dev ## the long fault tests
	@$(BIN)/python -m pytest tests/faults -m "faults or not faults" -q

bench: $(VENV)/installed-dev build ## all benches, one JSON object a line
	@for name in $$($(BIN)/opencem bench --list); do $(BIN)/opencem bench $$name --json; done

openapi: $(VENV)/installed ## write spec/openapi.json and the console's types from it
	@$(BIN)/opencem openapi > spec/openapi.json
	@npm run -s api -w console

lock: ## compile the pinned sets (no registry is named in them)
	@$(BIN)/pip install -q pip-tools
	@for set in requirements requirements-dev; do \
	  $(BIN)/pip-compile -q --generate-hashes --no-emit-index-url --no-emit-find-links --no-emit-trusted-host \
	    --strip-extras --allow-unsafe --no-header -o $$set.txt $$set.in; done

clean: ## remove what was built; var/ stays
	@rm -rf $(VENV) node_modules console/node_modules respond/node_modules opencem/web/*/static/console opencem/web/respond/static/respond opencem/web/links/static

.PHONY: help prerequisites build install demo serve test lint shots faults bench openapi lock clean
