# The one place that says how the project is built, checked and shown.

PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys, venv; sys.version_info < (3, 11) and sys.exit(1); print(sys.executable)' 2>/dev/null && break; done)
BIN := .venv/dev/bin
ENVIRONMENTS := dev sam ministack policy
TOOLS := $(ENVIRONMENTS:%=.venv/%/.made)
# Both of the CDK's languages need Node.js; without it, their tests are skipped.
CDK := $(if $(shell command -v npm),.venv/cdk/.made benchmarks/cdk/node_modules/.made)
# Which of them it is, where all are asked for.
OF_ALL = $(if $(and $(filter check demo up end-to-end,$(MAKECMDGOALS)),$(filter $*,$(ENVIRONMENTS))),$(shell \
	printf '%s\n' $(ENVIRONMENTS) | grep -nx '$*' | cut -d: -f1) of $(words $(ENVIRONMENTS))$(comma) )
comma := ,
# Nothing younger than a week: what is wrong with a release is mostly found by then.
LOCK := .venv/lock/bin/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	--no-header --no-annotate --no-strip-extras --upgrade --exclude-newer "7 days"
LIFECYCLES ?= 50000

export SAM_CLI_TELEMETRY = 0
export PIP_DISABLE_PIP_VERSION_CHECK = 1

.PHONY: help check in-process end-to-end demo up lint local local-check bench package lint-wheel format fuzz explore mutants lock clean

help: ## This list: what each does (what it needs; how long it takes)
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)
	@echo "The times are of two cores, and without the first run of each, which installs what it needs into .venv/."

check: $(TOOLS) $(CDK) ## The gate: format, lint, types, templates, tests (1.3 GB the first time, with npm 2 GB; 10 to 15 minutes)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/cfn-lint --append-rules lint -- template.yaml examples/*.yaml
	AWS_DEFAULT_REGION=us-east-1 .venv/sam/bin/sam validate --lint
	.venv/policy/bin/checkov -f template.yaml --framework cloudformation --skip-download --compact --quiet
	@$(MAKE) --no-print-directory -j3 in-process end-to-end-a-o end-to-end-p-z

in-process: .venv/dev/.made .venv/sam/.made $(CDK) ## The tests that deploy nothing (installs 0.8 GB the first time, with npm 1.5 GB; 5 to 10 minutes)
	$(BIN)/python -m pytest -m "not end_to_end" --cov --cov-report=term

end-to-end: $(TOOLS) ## The tests that deploy to a local AWS (installs 1.3 GB the first time; 6 to 9 minutes)
	@echo "The end-to-end tests run beside, in two halves by name, each with a local AWS of its own."
	@$(MAKE) --no-print-directory -j2 end-to-end-a-o end-to-end-p-z

end-to-end-%:
	@$(BIN)/python -m pytest -m end_to_end --no-header -q tests/end_to_end/test_[$*]*.py

demo: $(TOOLS) ## Show it on a local AWS, or TEMPLATE=my.yaml PARAMETERS=A=b THEN=next.yaml (1.3 GB; 2 to 3 minutes)
	@$(BIN)/python -m tools.demo $(if $(TEMPLATE),--template $(TEMPLATE)) $(if $(PARAMETERS),--parameters $(PARAMETERS)) \
		$(if $(THEN),--then $(THEN)) $(if $(THEN_PARAMETERS),--then-parameters $(THEN_PARAMETERS))

up: $(TOOLS) ## A local AWS with the provider, for the AWS CLI, SAM and the CDK (installs 1.3 GB; until Ctrl-C)
	@$(BIN)/python -m tools.up

lint: .venv/dev/.made ## Lint TEMPLATE=my.yaml with the rule for this project's types (installs 0.5 GB; seconds)
	@test -n "$(TEMPLATE)" || { echo "Which template? make lint TEMPLATE=my-template.yaml" >&2; exit 2; }
	@$(BIN)/cfn-lint --append-rules lint -- $(TEMPLATE)

local: .venv/dev/.made .venv/sam/.made ## Endpoints for sam local invoke, and the command to run; PORT=5000 (the command needs Docker; until Ctrl-C)
	@$(BIN)/python -m tools.local_invoke --port $(or $(PORT),0)

local-check: .venv/dev/.made .venv/sam/.made ## Run sam local invoke for every sample event, and compare the answers (Docker; a few minutes)
	@$(BIN)/python -m tools.local_check

bench: .venv/bench/.made .venv/sam/.made benchmarks/cdk/node_modules/.made ## Measure it beside others; RECORD=1 keeps the figures (npm and Node.js for some of it; about 15 minutes)
	@.venv/bench/bin/python -m benchmarks $(MEASURE) $(if $(RECORD),--record)

benchmarks/cdk/node_modules/.made: benchmarks/cdk/package-lock.json
	@cd benchmarks/cdk && { command -v npm >/dev/null && npm ci && touch node_modules/.made; } || echo "npm did not install aws-cdk-lib." >&2

package: .venv/sam/.made ## Make dist/: what deploys without the SAM CLI, and the lint rule (installs 0.4 GB; half a minute)
	@.venv/sam/bin/python -m tools.package

lint-wheel: .venv/sam/.made ## Make the lint rule's wheel in dist/, to install elsewhere (installs 0.4 GB; some seconds)
	@.venv/sam/bin/python -m tools.lint_wheel

format: .venv/dev/.made ## Format the code (installs 0.5 GB; a second)
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

fuzz: .venv/dev/.made ## Run LIFECYCLES=50000 lifecycles with faults, of a SEED (installs 0.5 GB; an hour; of 500, a minute)
	@PYTHONPATH=handler:. $(BIN)/python -m tests.fuzz --lifecycles $(LIFECYCLES) $(if $(SEED),--seed $(SEED))

explore: .venv/dev/.made ## Visit every state of small stories of the ledger; ARGS="--without all" (installs 0.5 GB; about 5 minutes)
	@PYTHONPATH=handler:. $(BIN)/python -m tests.explorer $(ARGS)

mutants: .venv/mutants/.made ## Change the pure modules bit by bit, and list the changes that no unit test notices (about 7 minutes)
	@.venv/mutants/bin/python -m tests.mutants

lock: .venv/lock/.made ## Pin anew what requirements/*.in names (the package index; about a minute)
	cd requirements && ../$(LOCK) handler.in -o ../handler/requirements.txt
	cd requirements && for name in dev bench mutants sam ministack policy cdk lock; do ../$(LOCK) $$name.in -o $$name.txt || exit 1; done

clean: ## Remove what was made here, the environments too (a second)
	rm -rf .venv benchmarks/cdk/node_modules .aws-sam .local dist .coverage .hypothesis .mypy_cache .pytest_cache .ruff_cache

.venv/%/.made: requirements/%.txt
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed: make PYTHON=/path/to/python3.11 …" >&2; exit 1; }
	@echo "Installing requirements/$*.txt into .venv/$* ($(OF_ALL)once, about a minute) …"
	@rm -rf .venv/$* && $(PYTHON) -m venv .venv/$*
	@while sleep 15 >/dev/null 2>&1 && kill -0 $$$$ 2>/dev/null; do echo "  still installing …"; done & \
	trap "kill $$!" EXIT; \
	.venv/$*/bin/pip install -q --only-binary :all: --require-hashes --no-deps -r requirements/$*.txt
	@touch $@
