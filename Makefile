# keii: set up, show, test. `make demo` and `make test` need Python 3.11, git and make; they do the rest.

PYTHON ?= $(firstword $(foreach name,python3.11 python3.12 python3.13 python3,$(shell command -v $(name) 2>/dev/null)))
VENV := .venv
BIN := $(VENV)/bin
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-compile --require-hashes
DEMO := build/demo.db
GAZETTEER := src/keii/gazetteer/data/places.npz
REGISTRY := src/keii/gazetteer/data/registry.bin
BORDERS := src/keii/workbench/data/borders.json

# Python compiles what it imports and keeps it: without that, each process of the tests does it anew, half of its time.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help demo docs gazetteer borders screenshots test lint quality bench confidence model engines stores tools lock clean

help:  ## list the targets
	@sed -n 's/^\([a-z]*\):.*  ## /\1\t/p' Makefile

# The environment, as the lock says it, byte for byte. Debian ships venv without ensurepip: that comes with
# pythonX.Y-venv. uv needs a quarter of pip's time for it, and pip takes its place where uv finds no index. Python
# compiles what it imports; pip would compile ten times as much. The last line marks that all of it is there, so that a
# broken set-up is made anew.
$(VENV)/packages: requirements.lock pyproject.toml
	@test -n "$(PYTHON)" || { echo "keii needs Python 3.11 to 3.13: apt-get install python3 python3-venv" >&2; exit 1; }
	@"$(PYTHON)" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))' \
	  || { echo "keii needs Python 3.11 to 3.13, but $(PYTHON) is another: make PYTHON=/path/to/python3.11" >&2; exit 1; }
	@"$(PYTHON)" -c 'import ensurepip, venv' 2>/dev/null || sh .ci/venv "$(PYTHON)"
	"$(PYTHON)" -m venv --clear $(VENV)
	@sed -n '/^uv==/,/[^\\]$$/p' requirements.lock > $(VENV)/uv.txt
	@$(INSTALL) --no-deps -r $(VENV)/uv.txt
	$(BIN)/uv pip install --quiet --system-certs --python $(BIN)/python --require-hashes -r requirements.lock \
	  || $(INSTALL) -r requirements.lock
	@touch $@

# And keii with what is made of other data: places and borders, beside each other.
$(VENV)/ready: $(VENV)/packages
	@{ test -f $(BORDERS) || PYTHONPATH=src $(BIN)/python -m keii.workbench.build \
	  || echo "the map has no borders until make borders succeeds" >&2; } & \
	  { test -f $(GAZETTEER) || PYTHONPATH=src $(BIN)/python -m keii.gazetteer.build; } && wait
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

# A matter of speed alone: without it, or when it is older than its sources, each start makes it in memory.
$(REGISTRY): $(VENV)/ready $(wildcard src/keii/gazetteer/*.py src/keii/gazetteer/data/*.tsv)
	@$(BIN)/python -m keii.gazetteer compile > /dev/null

demo: $(REGISTRY)  ## read the examples into a fresh ledger and print the dossier
	@mkdir -p build && rm -f $(DEMO) $(DEMO)-wal $(DEMO)-shm
	@$(BIN)/keii --ledger $(DEMO) read examples
	@$(BIN)/keii --ledger $(DEMO) show

screenshots: $(REGISTRY)  ## take the pictures of the README, with Debian's Chromium
	@mkdir -p build && rm -f $(DEMO) $(DEMO)-wal $(DEMO)-shm
	@$(BIN)/keii --ledger $(DEMO) read examples
	@$(BIN)/python -m benchmarks.screenshots $(DEMO)

docs: $(REGISTRY)  ## write the documentation as pages for a browser, to build/docs
	@$(BIN)/python -m docsite && echo "build/docs/index.html"

# worksteal: neighbours stay on one worker, so that what a module or a folder shares is made once.
test: $(REGISTRY)  ## run the tests
	@$(BIN)/python -m pytest -q -n 2 --dist worksteal

lint: $(VENV)/packages  ## style and types
	@$(BIN)/ruff check
	@$(BIN)/mypy

quality: $(REGISTRY)  ## the gold cases against their floors, and the error report
	@$(BIN)/python -m quality --report

bench: $(REGISTRY)  ## speed and memory
	@$(BIN)/python benchmarks/speed.py

gazetteer: $(VENV)/ready  ## compile the gazetteer of places from its sources (half a minute)
	@$(BIN)/python -m keii.gazetteer.build

borders: $(VENV)/ready  ## make the borders of the map, which npm fetches
	@$(BIN)/python -m keii.workbench.build

confidence: $(VENV)/ready  ## fit how sure keii is of a claim, and which act is between two parties, after each training (four minutes)
	@$(BIN)/python -m training.confidence
	@$(BIN)/python -m training.relation

model: $(VENV)/ready  ## train the model from the corpus (about two hours on two idle cores)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r training/requirements.txt
	@$(BIN)/python -m training all

engines: $(VENV)/ready  ## install Dask, Ray and Spark too (800 MB) and test them; Spark needs Java 17
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.engines.txt
	@$(BIN)/python -m pytest -q -n 0 -rs tests/engines

stores: $(VENV)/ready  ## install servers that speak as S3 and GCS do, beside .venv, and test shards in them
	@$(BIN)/python -m venv --clear build/stores
	@$(BIN)/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))' > $$(echo build/stores/lib/python*/site-packages)/beside.pth
	@build/stores/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.stores.txt
	@build/stores/bin/python -m pytest -q -n 0 -rs tests/shards/test_stores.py

# Without dependencies of theirs: pyicu-wheels stands for PyICU, and the list is whole.
tools: $(VENV)/ready  ## install what checks the Dockerfile and an export, which tests pass over without it
	@$(BIN)/uv pip install --quiet --system-certs --python $(BIN)/python --no-deps --require-hashes -r requirements.tools.txt \
	  || $(INSTALL) --no-deps -r requirements.tools.txt

lock: $(VENV)/ready  ## resolve the dependencies anew
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --extra dev --generate-hashes \
	  --no-emit-index-url --no-emit-find-links --no-annotate --upgrade \
	  --custom-compile-command "make lock" pyproject.toml -o requirements.lock
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --extra dask --extra ray --extra spark \
	  --generate-hashes --no-emit-index-url --no-emit-find-links --no-annotate --upgrade \
	  --constraint requirements.lock \
	  --custom-compile-command "make lock" pyproject.toml -o requirements.engines.txt
	@echo 'pyicu ; sys_platform == "never"' | $(BIN)/uv pip compile --quiet --python-version 3.11 --generate-hashes \
	  --no-emit-index-url --no-emit-find-links --no-annotate --upgrade --constraint requirements.lock --override - \
	  --custom-compile-command "make lock" tests/tools.in -o requirements.tools.txt
	@$(BIN)/uv pip compile --quiet --python-version 3.11 --generate-hashes \
	  --no-emit-index-url --no-emit-find-links --no-annotate --upgrade \
	  --custom-compile-command "make lock" tests/stores.in -o requirements.stores.txt

clean:  ## remove what these targets made
	rm -rf $(VENV) build .pytest_cache .mypy_cache .ruff_cache .hypothesis
