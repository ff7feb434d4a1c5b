# The one place that says how the project is built, checked and shown.

PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
BIN := .venv/dev/bin
TOOLS := .venv/dev/.made .venv/sam/.made .venv/ministack/.made
LOCK := .venv/lock/bin/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	--no-header --no-annotate --no-strip-extras --upgrade
LIFECYCLES ?= 50000

export SAM_CLI_TELEMETRY = 0
export PIP_DISABLE_PIP_VERSION_CHECK = 1

.PHONY: help check in-process end-to-end demo local bench format fuzz lock clean

help: ## Say what there is
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

check: $(TOOLS) ## The gate: format, lint, types, templates, tests
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/cfn-lint --append-rules lint -- template.yaml examples/*.yaml
	AWS_DEFAULT_REGION=us-east-1 .venv/sam/bin/sam validate --lint
	@$(MAKE) --no-print-directory -j2 in-process end-to-end

in-process: .venv/dev/.made .venv/sam/.made
	$(BIN)/python -m pytest -m "not end_to_end" --cov --cov-report=term

end-to-end: $(TOOLS)
	@echo "The end-to-end tests run beside, and take about six minutes."
	@$(BIN)/python -m pytest -m end_to_end --no-header -q

demo: $(TOOLS) ## The main job before your eyes, on a local AWS
	@$(BIN)/python -m tools.demo

local: .venv/dev/.made .venv/sam/.made ## Endpoints for sam local invoke, and the commands to run
	@$(BIN)/python -m tools.local_invoke

bench: .venv/bench/.made .venv/sam/.made benchmarks/cdk/node_modules/.made ## Measure it beside others; RECORD=1 keeps the figures
	@.venv/bench/bin/python -m benchmarks $(MEASURE) $(if $(RECORD),--record)

benchmarks/cdk/node_modules/.made: benchmarks/cdk/package-lock.json
	@cd benchmarks/cdk && { command -v npm >/dev/null && npm ci && touch node_modules/.made; } || echo "npm did not install aws-cdk-lib." >&2

format: .venv/dev/.made ## Format the code
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

fuzz: .venv/dev/.made ## Run LIFECYCLES=50000 lifecycles with faults
	@PYTHONPATH=handler:. $(BIN)/python -m tests.fuzz --lifecycles $(LIFECYCLES)

lock: ## Pin anew what requirements/*.in names
	$(PYTHON) -m venv .venv/lock && .venv/lock/bin/pip install -q uv
	cd requirements && ../$(LOCK) handler.in -o ../handler/requirements.txt
	cd requirements && for name in dev bench sam ministack; do ../$(LOCK) $$name.in -o $$name.txt || exit 1; done

clean: ## Remove what was made here, the environments too
	rm -rf .venv benchmarks/cdk/node_modules .aws-sam .coverage .hypothesis .mypy_cache .pytest_cache .ruff_cache

.venv/%/.made: requirements/%.txt
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed: make PYTHON=/path/to/python3.11 …" >&2; exit 1; }
	@echo "Installing requirements/$*.txt into .venv/$* (once, about a minute) …"
	@rm -rf .venv/$* && $(PYTHON) -m venv .venv/$*
	@.venv/$*/bin/pip install -q --require-hashes --no-deps -r requirements/$*.txt
	@touch $@
