# The developer's whole interface; `make help` lists it.

# The first that runs and is new enough; a version manager may show others that do not run.
PYTHON ?= $(shell for python in python3 python3.11 python3.12 python3.13; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$python && break; done)
VENV := .venv
BIN := $(VENV)/bin
MODEL := smollm2-135m
VERSION := $(shell sed -n 's/^__version__ = "\(.*\)"/\1/p' $(dir $(abspath $(lastword $(MAKEFILE_LIST))))keyboard/__init__.py)

# Which GPUs llama.cpp is built for: cpu, vulkan, metal or cuda; the system's usual ones if left out.
VARIANT ?=

ifndef CMAKE_ARGS
export CMAKE_ARGS := $(shell $(PYTHON) packaging/llama_cpp_flags.py $(VARIANT))
$(if $(VARIANT),$(if $(CMAKE_ARGS),,$(error packaging/llama_cpp_flags.py has the variants)))
endif
export CMAKE_BUILD_PARALLEL_LEVEL ?= $(shell nproc 2>/dev/null || echo 3)
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

.DEFAULT_GOAL := help
.PHONY: help run test test-quick test-all coverage check bench bench-long bench-rivals screenshots docs translations licences lexicon model \
	package package-compare package-report test-package in-dist desktop-testers system-libraries clean

help: ## list the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 20

run: $(VENV)/installed model ## open the editor; the first time, install everything that it needs
	@$(BIN)/keyboard

test: $(VENV)/developed desktop-testers model check ## run the checks and all tests
	$(BIN)/python -m pytest -n 2 --dist loadfile

# The modules are compiled once, and not by each process of the tests.
test-quick: export PYTHONDONTWRITEBYTECODE :=
test-quick: $(VENV)/developed system-libraries ## run the tests that need no model; takes about a minute and a half
	$(BIN)/python -m pytest -n 4 --dist loadfile -m "not slow and not long and not model"

coverage: $(VENV)/developed desktop-testers model ## run all tests and say which lines they did not reach
	$(BIN)/python -m pytest --cov --cov-report=term-missing:skip-covered --cov-report=html:build/coverage

test-all: $(VENV)/developed desktop-testers model check ## the same with the tests that take long, and gigabytes of disk
	$(BIN)/python -m pytest -n 2 --dist loadfile -m ""

check: $(VENV)/developed ## lint, types and the import rule
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo

bench: $(VENV)/installed model ## measure what a key costs, in decode steps; takes some minutes
	$(BIN)/keyboard benchmark

bench-long: $(VENV)/installed ## measure a text beyond the model's window; takes some 7 minutes
	$(BIN)/keyboard benchmark --long

bench-rivals: $(VENV)/installed ## measure plain calls of llama.cpp beside the engine, and draw it; takes some 5 minutes
	$(PIP) install --editable ".[plot]"
	$(BIN)/keyboard benchmark --rivals --plot rivals.png

screenshots: $(VENV)/developed model ## make the pictures of the docs, and a gallery of all states in build/screenshots
	$(BIN)/python -m tests.screenshots docs/images build/screenshots

docs: $(VENV)/developed ## write docs/commands.md from the commands' help texts
	$(BIN)/python -m tests.command_reference > docs/commands.md

translations: $(VENV)/developed ## bring the languages' texts up to the sources, and make what the program loads of them
	$(BIN)/python resources/translations/make_translations.py

licences: $(VENV)/developed ## write the page of Help → Licences from what is installed and packaging/licences
	$(BIN)/python packaging/make_licences.py

lexicon: $(VENV)/developed ## write the word lists anew (resources/languages/README.md says what that needs)
	$(PIP) install --editable ".[lexicon]"
	$(BIN)/python resources/languages/en/make_lexicon.py
	$(BIN)/python resources/languages/make_lexicon.py de fr es

model: $(VENV)/installed ## install the small model, if it is not there
	@$(BIN)/keyboard models install $(MODEL)

# What makes the packages, and the libraries of a Wayland desktop, whose packages must be known.
PACKAGE_TESTERS := debootstrap imagemagick xdotool
# What types into real programs as users do; without it those tests are skipped.
DESKTOP_TESTERS := gir1.2-gtk-3.0 ibus ibus-gtk3 python3-gi xdotool xterm
PACKAGERS := appstream binutils desktop-file-utils dpkg-dev groff-base libwayland-cursor0 libwayland-egl1 makeself

# Each file in a package has the commit's time, and two packages of one commit agree.
package: export SOURCE_DATE_EPOCH ?= $(shell git log -1 --format=%ct)
package: $(VENV)/installed system-libraries ## make the packages for Linux in dist/; with MODEL=smollm2-135m they carry that model
	@packaging/linux/system-libraries install $(PACKAGERS)
	$(BIN)/python packaging/make_bundle.py $(VARIANT)
	$(BIN)/python packaging/linux/make_packages.py $(if $(filter command line,$(origin MODEL)),$(MODEL))

# What must be in dist/, and the command that makes it.
in_dist = @ls dist/$(1) >/dev/null 2>&1 || { echo "dist/ has no $(1); make it first: $(2)" >&2; exit 1; }

package-compare: ## make the packages again elsewhere, and name what differs from those in dist/
	$(call in_dist,*.deb,make package)
	@packaging/linux/compare-packages

package-report: $(VENV)/developed ## measure the package in a clean Debian system beside other editors in Qt; needs root
	$(call in_dist,*-with-$(MODEL)_*.deb,make package MODEL=$(MODEL))
	@packaging/linux/system-libraries install $(PACKAGE_TESTERS)
	$(BIN)/python -m tests.packaging.package_report

test-package: in-dist $(VENV)/developed system-libraries ## install and use the packages of dist/ in a clean Debian system; needs root
	@packaging/linux/system-libraries install $(PACKAGE_TESTERS)
	$(BIN)/python -m pytest tests/packaging/in_clean_root.py

# Before anything else: a package with a model is no substitute for the one without, which the tests upgrade to and remove.
in-dist:
	$(call in_dist,gpt2-keyboard_$(VERSION)_amd64.deb,make package)
	$(call in_dist,keyboard-$(VERSION)-linux-x86_64.run,make package)

desktop-testers: system-libraries
	-@packaging/linux/system-libraries install $(DESKTOP_TESTERS)

system-libraries:
	@packaging/linux/system-libraries install

clean: ## remove what was built here; models and settings stay
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

$(VENV)/llama-cpp: packaging/llama-cpp.txt
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed: sudo apt-get install python3 python3-venv" >&2; exit 1; }
	@$(BIN)/python -m pip --version >/dev/null 2>&1 || $(PYTHON) -m venv --clear $(VENV) || { \
		echo "No virtual environment could be made; on Debian and Ubuntu: sudo apt-get install python3-venv" >&2; exit 1; }
	@$(PIP) install --upgrade "pip>=25.1"
	@echo "Installing llama.cpp; where it was not built on this machine before, that takes 3 to 10 minutes ..."
	@$(PIP) install -r packaging/llama-cpp.txt || { \
		echo "llama.cpp was not installed; it needs gcc, g++, cmake and make (sudo apt-get install build-essential cmake)" \
			"and, the first time, the network." >&2; exit 1; }
	@touch $@

$(VENV)/installed: $(VENV)/llama-cpp pyproject.toml
	@echo "Installing keyboard ..."
	@$(PIP) install --editable .
	@touch $@

$(VENV)/developed: $(VENV)/installed
	@echo "Installing the developers' tools ..."
	@$(PIP) install --editable ".[develop]"
	@touch $@
