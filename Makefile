# make run    a seeded portal on http://127.0.0.1:8000 (PORT=8001 for another port)
# make test   everything: SQLite, then PostgreSQL and Redis, then the browser
# make story  the whole stories in the browser; with PICTURES=docs/images they take the pictures of the guides
# make lint   style, types of templates, security habits
# make bench  what pages cost beside bare Django pages, then the two below
# make bench-surveys  what a year of surveys costs beside a bare read of the same file
# make bench-standings  what the standings of all awards cost, and how much of it rests on surveys
# make lock   requirements.txt and requirements-dev.txt anew from the .in files

PYTHON ?= $(shell command -v python3.11 2>/dev/null || echo python3)
PORT ?= 8000
HOST ?= 127.0.0.1
IN_VENV := .venv/bin/python
WORKERS ?= 2
PICTURES ?=

.PHONY: run test test-sqlite test-services test-browser story lint bench bench-surveys bench-standings lock
.DEFAULT_GOAL := run

run: .venv/runtime
	@./scripts/pdf-libraries.sh
	@$(IN_VENV) manage.py up --host $(HOST) --port $(PORT)

test: .venv/development
	@./scripts/pdf-libraries.sh
	@./scripts/test.sh

test-sqlite test-services test-browser: .venv/development
	@./scripts/test.sh $(subst test-,,$@)

story: .venv/development
	@STORY_PICTURES=$(PICTURES) ./scripts/test.sh story

lint: .venv/development
	$(IN_VENV) -m ruff check .
	$(IN_VENV) -m bandit -q -ll -r -c pyproject.toml operations accounts programs measurement nominations judging recognition desk awards_portal
	$(IN_VENV) manage.py makemigrations --check --dry-run

bench: .venv/development
	$(IN_VENV) -m tests.bench

bench-surveys: .venv/development
	$(IN_VENV) -m tests.bench.surveys

bench-standings: .venv/development
	$(IN_VENV) -m tests.bench.standings

lock: .venv/development
	$(IN_VENV) -m uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header requirements.in -o requirements.txt
	$(IN_VENV) -m uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header -c requirements.txt requirements-dev.in -o requirements-dev.txt

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed; this is %d.%d. Try: make run PYTHON=python3.11" % sys.version_info[:2] if sys.version_info < (3, 11) else 0)'
	@echo "Making the environment in .venv …"
	@$(PYTHON) -m venv .venv || { echo "Python's venv is missing. On Debian: apt-get install python3-venv"; rm -rf .venv; exit 1; }

.venv/runtime: requirements.txt | .venv/bin/python
	@echo "Installing what the portal runs on …"
	@$(IN_VENV) -m pip install --quiet --disable-pip-version-check --no-input --require-hashes -r requirements.txt
	@touch $@

.venv/development: requirements-dev.txt | .venv/bin/python
	@echo "Installing what tests and checks need …"
	@$(IN_VENV) -m pip install --quiet --disable-pip-version-check --no-input --require-hashes -r requirements-dev.txt
	@touch $@
