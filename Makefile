# Every target is one line into the code. `make` lists them.
.DEFAULT_GOAL := help
export FULL

PYTHON := .venv/bin/python
TESTS ?=
SETTINGS ?= kiosk.toml

help:  ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

setup:  ## Install what is needed: Debian packages, .venv, the kiosk command (quick when all is there)
	@bash packaging/setup.sh

demo: setup  ## Open the kiosk with its demo dock; HEADLESS=1 plays the scripted visits instead
	@.venv/bin/kiosk demo $(if $(filter-out 0,$(HEADLESS)),--headless)

test: setup $(if $(TESTS),,check)  ## Check everything and run the tests; TESTS=tests/unit runs only those
	@$(PYTHON) -m pytest $(TESTS)

check: setup  ## Lint, types, import contracts, QML against its presenters
	@$(PYTHON) -m tests.check

bench: setup  ## Measure; figures go to out/bench
	@$(PYTHON) -m pytest tests/bench

doctor: setup  ## Say what is broken on a kiosk and what to do: make doctor SETTINGS=kiosk.toml
	@.venv/bin/kiosk doctor --settings $(SETTINGS)

faults-queue: setup  ## Harm the queue in every way of the fault list: out/faults/queue.json; FULL=1 for the full counts
	@$(PYTHON) -m pytest -v tests/faults/test_queue_faults.py

bench-queue: setup  ## Measure the queue beside the disk and other queues: out/bench/queue.json
	@$(PYTHON) -m pytest -v tests/bench/test_queue_bench.py

bench-sync: setup  ## Bring 3 MB over a thin, lossy, cut line beside other ways: out/bench/sync.json; FULL=1 for medians of 3
	@$(PYTHON) -m pytest -v tests/bench/test_sync_bench.py

gallery: setup  ## Draw every screen in each language and type size to out/gallery and look for faults
	@$(PYTHON) -m pytest -q tests/screens/test_screens.py

clean:  ## Remove what runs have left (out, caches); keeps .venv
	@rm -rf out .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
