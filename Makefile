# Two commands matter: make run, make test.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?=
# Tests run on as many processes as there are cores.
WORKERS ?= auto

.PHONY: run test lint types contracts checks tests bench-drafting bench-programs bench-gateway lock fake-providers clean

run: $(VENV)/run.stamp
	@$(BIN)/python manage.py up $(if $(PORT),--port $(PORT))

test: lint types contracts checks tests

lint: $(VENV)/dev.stamp
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

types: $(VENV)/dev.stamp
	$(BIN)/mypy project providers ieps programs

contracts: $(VENV)/dev.stamp
	$(BIN)/lint-imports

checks: $(VENV)/dev.stamp
	$(BIN)/python manage.py makemigrations --check --dry-run
	HTTPS=true $(BIN)/python manage.py check --deploy --fail-level WARNING
	$(BIN)/python manage.py spectacular --validate --fail-on-warn --file /dev/null
	$(BIN)/python manage.py collectstatic --noinput --verbosity 0

# The whole suite on SQLite, then on PostgreSQL what the database could change.
tests: $(VENV)/dev.stamp
	$(BIN)/python -m pytest -n $(WORKERS) --maxschedchunk 4
	$(BIN)/python tests/on_postgresql.py -n $(WORKERS) --maxschedchunk 4 -m "not browser" --database-only

bench-drafting: $(VENV)/dev.stamp
	$(BIN)/python -m tests.benchmarks.drafting

bench-programs: $(VENV)/dev.stamp
	$(BIN)/python -m tests.benchmarks.programs

# With PEERS=1 it installs instructor and LiteLLM into an environment of their own as well.
bench-gateway: $(VENV)/dev.stamp
	$(BIN)/python -m tests.benchmarks.gateway $(if $(PEERS),--peers)

fake-providers: $(VENV)/dev.stamp
	$(BIN)/python -m tests.fakes --port 8899 --latency 0.5

lock:
	uv pip compile --universal --python-version 3.11 --no-header --no-emit-index-url --no-emit-find-links requirements.in -o requirements.txt
	uv pip compile --universal --python-version 3.11 --no-header --no-emit-index-url --no-emit-find-links requirements-dev.in -o requirements-dev.txt

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed; choose one with: make run PYTHON=python3.12"; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/run.stamp: requirements.txt | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

$(VENV)/dev.stamp: requirements.txt requirements-dev.txt | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@ $(VENV)/run.stamp
