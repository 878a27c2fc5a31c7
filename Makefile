# Everything a developer does. Only Python 3.11 or newer, make and git have to be there.
PYTHON ?= python3
run := $(PYTHON) tools/bootstrap.py run
dev := $(PYTHON) tools/bootstrap.py dev

.PHONY: help run test lint format types jstypes check bench load contract faults fuzz openapi messages lock manage clean ci

help:  ## this list
	@awk -F ':.*## *' '/^[a-z]+:.*##/ { printf "make %-10s%s\n", $$1, $$2 }' Makefile

run:  ## the whole suite on http://localhost:8080, until Ctrl-C (PORT=9080, AISLE_HOME=dir)
	@$(run) -m tools.stack run

test:  ## all tests, without a container engine (FAST=1, SUITES="orders e2e", ARGS="-k word")
	@$(dev) -m tools.test $(if $(FAST),--fast) $(SUITES) $(if $(ARGS),-- $(ARGS))

lint:  ## ruff: lint and format; oxlint for the pages' modules
	@$(dev) -m ruff check
	@$(dev) -m ruff format --check
	@.venv/bin/oxlint libs services gateway

format:  ## ruff: format, and fix what can be fixed by itself
	@$(dev) -m ruff check --fix
	@$(dev) -m ruff format

types:  ## mypy, strict
	@$(dev) -m tools.check_types

jstypes:  ## TypeScript over the pages' modules, where npm is
	@$(dev) -m tools.check_js

check:  ## who imports whom, migrations, contracts, texts, uniformity of the services
	@$(dev) -m tools.check_imports
	@$(dev) -m tools.migrations
	@$(dev) -m tools.messages --check
	@$(dev) -m tools.access --check
	@$(dev) -m tools.k8s --check
	@$(dev) -m tools.k8s.capacity --check
	@$(dev) -m tools.check_services

bench:  ## measure orders, reads and fan-out against the machine's limits (ARGS=--write)
	@$(dev) -m tools.bench $(ARGS)

load:  ## a thousand vending machines on one process, then 500 racks of the store, a minute each (ARGS="--machines 100 --write")
	@$(dev) -m tools.load $(ARGS)
	@$(dev) -m tools.load.store $(ARGS)

contract:  ## schemathesis against every service (SECONDS=600 for each)
	@$(dev) -m tools.contract $(if $(SECONDS),--seconds $(SECONDS))

faults:  ## hostile traffic and killed processes in full size (ARGS=--write)
	@$(dev) -m tools.faults $(ARGS)

fuzz:  ## hostile websockets for a while (SECONDS=600, FUZZ_SEED=1234abcd)
	@FUZZ_SECONDS=$(or $(SECONDS),60) $(dev) -m pytest -s -c tests/faults/pyproject.toml \
		--rootdir tests/faults tests/faults/test_fuzz.py

openapi:  ## write each service's openapi.json anew, and the table of docs/security.md
	@$(dev) -m tools.openapi
	@$(dev) -m tools.access

messages:  ## bring the pages' texts up to date in all languages (DOMAINS="guest panel")
	@$(dev) -m tools.messages $(DOMAINS)

lock:  ## compile requirements/*.in (needs uv; ARGS=--upgrade)
	@$(PYTHON) tools/lock_requirements.py $(ARGS)

manage:  ## manage.py in the running suite (SERVICE=orders ARGS="prune")
	@$(run) -m tools.stack manage $(SERVICE) $(ARGS)

clean:  ## remove caches; .venv and the data in .aisle stay
	@rm -rf .mypy_cache .ruff_cache .import_linter_cache .hypothesis .schemathesis
	@find . -path ./.venv -prune -o \( -name __pycache__ -o -name .pytest_cache \) -print \
		-prune | xargs rm -rf

ci:  ## what continuous integration runs
	@bash .ci/run
