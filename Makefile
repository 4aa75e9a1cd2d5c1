# Each target calls one tool. What stands above the targets is only how .venv comes about.
SHELL := /bin/sh
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

BIN     := .venv/bin
READY   := .venv/.ready
RUN     := requirements/requirements.lock
DEV     := requirements/requirements-dev.lock
CODE    := $(wildcard policy sharing workflows activities records channels documents wiring starter worker.py \
             devslack bench demo tests)
PYTEST  := $(BIN)/python -m pytest

# Whole files, so that what a file's tests share is made once, in the order that tests/conftest.py gives them. Three
# at once, because much of a test is waiting.
SIDE_BY_SIDE := -n 3 --dist loadfile --no-loadscope-reorder

# What was compiled once is kept, whatever the shell says: tests start dozens of processes, and each of them would
# otherwise compile every library anew.
unexport PYTHONDONTWRITEBYTECODE

# uv may not fetch another Python.
export UV_PYTHON_DOWNLOADS := never

.PHONY: help up demo test check bench chaos requirements lock lock-fresh docs clean

help: ## this list
	@grep -hE '^[a-z-]+:.*## ' Makefile | awk -F ':.*## ' '{ printf "  make %-14s %s\n", $$1, $$2 }'

up: $(READY) ## install, then run Temporal with its UI, the worker and the doors until stopped
	@$(BIN)/starter up

demo: $(READY) ## play six stories from intake to register on a throw-away server
	@$(BIN)/starter demo

test: $(READY) ## all tests but the long ones, a file at a time on each of three processes
	@$(PYTEST) -q $(SIDE_BY_SIDE) $(PYTEST_ARGS)

check: $(READY) lock-fresh ## lint, format, types, import contracts, generated docs, locks
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy $(CODE)
	@$(BIN)/lint-imports --no-logo
	@$(BIN)/python -m starter.docs --check

bench: $(READY) ## measure against the floor; figures also in .data/bench.json
	@$(BIN)/python -m bench

chaos: $(READY) ## kill the worker at every point of a story (long)
	@$(PYTEST) -m chaos $(PYTEST_ARGS)

requirements: $(READY) ## run the tests and print which requirements they prove
	@$(PYTEST) -q $(SIDE_BY_SIDE) --requirements $(PYTEST_ARGS)

docs: $(READY) ## write the generated pages of docs/ anew
	@$(BIN)/python -m starter.docs

# Pins already in the lock are kept, so a lock changes when pyproject.toml does, not when somebody
# publishes a newer version. `make lock UPGRADE=--upgrade` takes newer ones.
COMPILE = $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
            --no-emit-index-url --custom-compile-command 'make lock' $(UPGRADE)

lock: $(READY) ## write the locks anew from pyproject.toml
	@$(COMPILE) pyproject.toml -o $(RUN)
	@$(COMPILE) pyproject.toml --group dev -c $(RUN) -o $(DEV)

# Compiles copies and compares. Offline first: quick, and enough where the cache knows every pin; only
# where that fails or differs is the registry asked.
lock-fresh: $(READY)
	@mkdir -p .data/lock
	@compiled() { cp $(RUN) $(DEV) .data/lock/ \
	    && $(COMPILE) $$1 pyproject.toml -o .data/lock/requirements.lock \
	    && $(COMPILE) $$1 pyproject.toml --group dev -c $(RUN) -o .data/lock/requirements-dev.lock; }; \
	  same() { diff -u $(RUN) .data/lock/requirements.lock && diff -u $(DEV) .data/lock/requirements-dev.lock; }; \
	  if compiled --offline 2>/dev/null && same >/dev/null; then exit 0; fi; \
	  compiled || { echo "The locks could not be compared with pyproject.toml; the lines above say why." >&2; exit 1; }; \
	  same || { echo "The locks do not follow from pyproject.toml. Run 'make lock' and commit requirements/." >&2; exit 1; }

clean: ## remove .venv and caches; what is under .data/ stays
	@rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis *.egg-info
	@find . -name __pycache__ -not -path './.data/*' -prune -exec rm -rf {} +

# The stamp is written last: an interrupted install is taken up again by the next call.
$(READY): $(DEV) pyproject.toml requirements/install.sh
	@sh requirements/install.sh && touch $@
