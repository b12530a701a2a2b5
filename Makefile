# `make` alone lists what there is to do. Every target sets up .venv by itself; the first time takes a minute.
SHELL := /bin/sh
PYTHON ?= python3
HOST ?= 127.0.0.1
PORT ?= 8000
BIN := .venv/bin
PYTEST := $(BIN)/python -m pytest -p no:cacheprovider
# the files that hold tests of one mark: to read all others as well takes seconds
marked = $$(grep -rl --include='test_*.py' 'mark\.$(1)\b' src tests)
# Without compiled files every start takes several times as long.
unexport PYTHONDONTWRITEBYTECODE
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.DEFAULT_GOAL := help
.PHONY: help python setup develop run demo test long test-postgres browser soak check lint types format bench vendor messages docs lock doctor sbom audit

help: ## List the targets
	@sed -n 's/^\([a-z-]*\):[^#]*## \(.*\)/\1\t\2/p' $(MAKEFILE_LIST) | while IFS="	" read -r name text; do printf '  %-14s %s\n' "$$name" "$$text"; done

setup: python
	@$(PYTHON) scripts/setup.py

python:
	@command -v "$(PYTHON)" >/dev/null || { echo "There is no $(PYTHON): install Python 3.11 or newer, or name one: make PYTHON=python3.12" >&2; exit 5; }

develop: python ## Set up .venv with everything that tests and checks need
	@$(PYTHON) scripts/setup.py --dev

run: setup ## Start Remit with its demo organisation on http://127.0.0.1:8000 (PORT=8001, REMIT_DATA_DIR=elsewhere)
	@exec $(BIN)/remit serve --demo-if-empty --host "$(HOST)" --port "$(PORT)"

doctor: setup ## Say whether everything that Remit needs is in order
	@$(BIN)/remit doctor --port "$(PORT)"

test: develop ## Run the test suite on SQLite, in parallel, but for what takes long
	@env -u REMIT_TEST_DATABASE_URL -u REMIT_DATA_DIR -u REMIT_DATABASE_URL $(PYTEST) -n 2 --dist worksteal -m "not long and not soak and not browser"

long: develop ## Run what takes long on SQLite: every route for everybody, kills, backups, parallel editors, generated requests
	@env -u REMIT_TEST_DATABASE_URL -u REMIT_DATA_DIR -u REMIT_DATABASE_URL $(PYTEST) -n 2 --dist worksteal -m "long and not soak and not browser" $(call marked,long)

test-postgres: develop ## Run the tests that meet a database on the PostgreSQL of REMIT_TEST_DATABASE_URL
	@test -n "$$REMIT_TEST_DATABASE_URL" || { echo "Set REMIT_TEST_DATABASE_URL to postgres://user:secret@host/name."; exit 5; }
	@env -u REMIT_DATA_DIR -u REMIT_DATABASE_URL $(PYTEST) -n 2 --of-database -m "not soak and not browser"

browser: develop ## Run the tests that drive Chromium
	@env -u REMIT_TEST_DATABASE_URL -u REMIT_DATA_DIR -u REMIT_DATABASE_URL $(PYTEST) -n 2 --dist loadgroup -m "browser and not soak" $(call marked,browser)

soak: develop ## Run the long part of the reliability goals (hours; docs/reliability.md)
	@env -u REMIT_DATA_DIR -u REMIT_DATABASE_URL $(PYTEST) -m soak

lint: develop ## Check style, layers and templates of the source
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/lint-imports
	@$(BIN)/djlint --quiet --lint src

types: develop ## Check the types
	@$(BIN)/mypy

format: develop ## Bring the source into shape
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

check: ## Everything that must hold before a change is taken: lint, types, browser, tests on both databases
	@$(MAKE) --no-print-directory lint
	@$(MAKE) --no-print-directory browser
	@if [ -n "$$REMIT_TEST_DATABASE_URL" ]; then $(MAKE) --no-print-directory --jobs 2 --output-sync=target types test-postgres; else $(MAKE) --no-print-directory types; echo "REMIT_TEST_DATABASE_URL is not set: PostgreSQL was not tested."; fi
	@$(MAKE) --no-print-directory long
	@$(MAKE) --no-print-directory test

bench: develop ## Measure, beside peers where they can be had; prints ratios
	@for script in benchmarks/[a-z]*.py; do echo "$$script"; $(BIN)/python "$$script" || exit 1; done

vendor: develop ## Copy the browser files pinned in package.json into static/vendor (needs npm; users never do)
	@$(BIN)/python scripts/vendor.py

messages: develop ## Bring the translations up to the source and compile them; ADD=fr begins French (needs gettext)
	@cd src/remit && export PYTHONPATH=.. DJANGO_SETTINGS_MODULE=remit.web.settings REMIT_DATA_DIR="$$(mktemp -d)" && \
	  ../../$(BIN)/python -m django makemessages $(if $(ADD),--locale $(ADD),--all) --add-location file --no-obsolete --ignore tests --ignore conftest.py && \
	  ../../$(BIN)/python -m django compilemessages; found=$$?; rm -rf "$$REMIT_DATA_DIR"; exit $$found

sbom: ## Write the list of parts, as CycloneDX JSON, to build/sbom.json
	@$(PYTHON) scripts/sbom.py build/sbom.json

audit: develop ## Ask for known faults in the packages that are pinned (needs the network; without it says so)
	@$(BIN)/python scripts/audit.py

docs: develop ## Check the pages of docs/: links, and that every setting is described
	@$(PYTEST) tests/test_docs.py

lock: develop ## Pin the newest permitted versions with their hashes (needs uv)
	@uv pip compile --quiet --universal --generate-hashes --no-header requirements/run.in -o requirements/run.txt
	@uv pip compile --quiet --universal --generate-hashes --no-header requirements/dev.in -o requirements/dev.txt
	@uv pip compile --quiet --universal --generate-hashes --no-header requirements/s3.in -o requirements/s3.txt
