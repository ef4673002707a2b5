# Every command of the project, each from the checkout and with nothing prepared.
# `make` alone lists them. What is installed, where and when is in tools/.

SEED      ?= 1
DAYS      ?= 7
TERMINALS ?= 1
FEATURES  ?=
BENCH     ?= bench.toml
JOBS      ?= 4
BOARD     ?= bcc8a
LIVES     ?= 20
N         ?= 10000000
PYTHON    ?=

python   := .venv/bin/python
packages := $(patsubst %/__init__.py,%,$(wildcard $(foreach p,terminal drivers ui sync sim,$p/__init__.py)))

# Debian keeps mosquitto in sbin, which is not on everyone's PATH; MicroPython may be ours.
export PYTHON
export PATH := $(CURDIR)/build/micropython:$(PATH):/usr/sbin:/sbin
MAKEFLAGS += --no-print-directory

.DEFAULT_GOAL := help
.PHONY: help run test demo sim rules lives fuzz micropython bench hardware diagram check \
        clean for-run for-check for-test

help:
	@echo "The parcel-locker terminal. Say make and one of:"
	@sed -n 's/^\([a-z]*\):.*## */\1	/p' $(MAKEFILE_LIST) | awk -F'\t' '{printf "  %-12s %s\n", $$1, $$2}'

run: for-run        ## the whole world on this machine, in a browser page: BOARD=micropython
	@$(if $(filter micropython,$(BOARD)),tools/micropython.sh >/dev/null || test $$? -eq 3)
	@$(python) -m sim.bench --board $(BOARD)

test: for-test      ## everything that must pass
	@$(MAKE) check
	@$(python) -m tests.seeds --seeds $(LIVES)
	@$(python) -m pytest -n $(JOBS) tests

demo: for-run       ## one day without hands, pictures in build/demo/
	@$(python) -m sim.demo

sim: for-run        ## simulated days with faults: SEED=1 DAYS=7 TERMINALS=1
	@$(python) -m sim --seed $(SEED) --terminals $(TERMINALS) --days $(DAYS)

rules: for-test     ## the service rules, or your own features: FEATURES=dir
	@PAKOMATS_FEATURES="$(abspath $(FEATURES))" $(python) -m pytest tests/rules

lives: for-test     ## many lives of a week, which must take every row of the tables: LIVES=20
	@$(python) -m tests.seeds --seeds $(LIVES)

fuzz: for-test      ## ten million spoilt inputs to each parser of scanners and keypads: N=...
	@$(python) -m tests.fuzz --inputs $(N) --jobs $(JOBS) --seed $(SEED)

micropython: for-test  ## the core under MicroPython, compared with CPython
	@$(python) -m tests.run_micropython

bench: for-test     ## how fast it is on this machine
	@$(python) -m tests.bench_figures

hardware: for-test  ## the same contracts on real parts: BENCH=bench.toml
	@$(python) -m pytest tests/contracts --hardware $(BENCH)

diagram: for-test   ## draw the state tables into README.md and docs/
	@$(python) -m tests.diagram

check: for-check    ## ruff and mypy --strict
	@$(python) -m ruff check --output-format=concise .
	@$(python) -m mypy $(packages)

clean:              ## remove what was made here, .venv too
	rm -rf .venv build *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

for-run:
	@tools/packages.sh python3-venv mosquitto
	@tools/venv.sh sim

for-check:
	@tools/packages.sh python3-venv
	@tools/venv.sh sim test

for-test:
	@tools/packages.sh python3-venv mosquitto chromium
	@tools/venv.sh sim test
	@tools/micropython.sh >/dev/null || test $$? -eq 3
