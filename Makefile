# The one place that says how the project is built, checked and shown.

PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys, venv; sys.version_info < (3, 11) and sys.exit(1); print(sys.executable)' 2>/dev/null && break; done)
BIN := .venv/dev/bin
TOOLS := .venv/dev/.made .venv/sam/.made .venv/ministack/.made .venv/policy/.made
# Nothing younger than a week: what is wrong with a release is mostly found by then.
LOCK := .venv/lock/bin/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	--no-header --no-annotate --no-strip-extras --upgrade --exclude-newer "7 days"
LIFECYCLES ?= 50000

export SAM_CLI_TELEMETRY = 0
export PIP_DISABLE_PIP_VERSION_CHECK = 1

.PHONY: help check in-process end-to-end demo local local-check bench package format fuzz lock clean

help: ## Say what there is
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

check: $(TOOLS) ## The gate: format, lint, types, templates, tests
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/cfn-lint --append-rules lint -- template.yaml examples/*.yaml
	AWS_DEFAULT_REGION=us-east-1 .venv/sam/bin/sam validate --lint
	.venv/policy/bin/checkov -f template.yaml --framework cloudformation --skip-download --compact --quiet
	@$(MAKE) --no-print-directory -j2 in-process end-to-end

in-process: .venv/dev/.made .venv/sam/.made
	$(BIN)/python -m pytest -m "not end_to_end" --cov --cov-report=term

end-to-end: $(TOOLS)
	@echo "The end-to-end tests run beside, and take about six minutes."
	@$(BIN)/python -m pytest -m end_to_end --no-header -q

demo: $(TOOLS) ## The main job before your eyes, on a local AWS
	@$(BIN)/python -m tools.demo

local: .venv/dev/.made .venv/sam/.made ## Endpoints for sam local invoke, and the command to run; PORT=5000
	@$(BIN)/python -m tools.local_invoke --port $(or $(PORT),0)

local-check: .venv/dev/.made .venv/sam/.made ## Run sam local invoke for every sample event, and compare the answers
	@$(BIN)/python -m tools.local_check

bench: .venv/bench/.made .venv/sam/.made benchmarks/cdk/node_modules/.made ## Measure it beside others; RECORD=1 keeps the figures
	@.venv/bench/bin/python -m benchmarks $(MEASURE) $(if $(RECORD),--record)

benchmarks/cdk/node_modules/.made: benchmarks/cdk/package-lock.json
	@cd benchmarks/cdk && { command -v npm >/dev/null && npm ci && touch node_modules/.made; } || echo "npm did not install aws-cdk-lib." >&2

package: .venv/sam/.made ## Make dist/: what deploys without the SAM CLI
	@.venv/sam/bin/python -m tools.package

format: .venv/dev/.made ## Format the code
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

fuzz: .venv/dev/.made ## Run LIFECYCLES=50000 lifecycles with faults
	@PYTHONPATH=handler:. $(BIN)/python -m tests.fuzz --lifecycles $(LIFECYCLES)

lock: .venv/lock/.made ## Pin anew what requirements/*.in names
	cd requirements && ../$(LOCK) handler.in -o ../handler/requirements.txt
	cd requirements && for name in dev bench sam ministack policy lock; do ../$(LOCK) $$name.in -o $$name.txt || exit 1; done

clean: ## Remove what was made here, the environments too
	rm -rf .venv benchmarks/cdk/node_modules .aws-sam .local dist .coverage .hypothesis .mypy_cache .pytest_cache .ruff_cache

.venv/%/.made: requirements/%.txt
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed: make PYTHON=/path/to/python3.11 …" >&2; exit 1; }
	@echo "Installing requirements/$*.txt into .venv/$* (once, about a minute) …"
	@rm -rf .venv/$* && $(PYTHON) -m venv .venv/$*
	@.venv/$*/bin/pip install -q --only-binary :all: --require-hashes --no-deps -r requirements/$*.txt
	@touch $@
