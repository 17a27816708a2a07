# Everything a person does here, from a fresh clone; `make help` lists it.
SHELL := /bin/bash
.DEFAULT_GOAL := help
BIN := .venv/bin
# Groups of tests that may not be skipped, e.g. MUST_RUN=postgres,browser (the build sets both).
MUST_RUN ?=
WORKERS ?= 2
TCK ?= tck

.PHONY: help setup run demo test check fix docs tables screenshots bench coverage migrate lock tck

help: ## list these commands
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 20

setup: ## virtual environment, Python and npm packages, built pages; does nothing when nothing changed
	@tools/setup

run: setup ## start the product: database, demo people, outside systems, web server
	@YIJIANSHI_LOG=$${YIJIANSHI_LOG:-text} $(BIN)/yijianshi serve --demo $(if $(LAW),--law $(LAW)) $(if $(FOLDER),--folder $(FOLDER))

demo: setup ## one real application in the terminal, from submission to the last cancellation
	@$(BIN)/yijianshi demo

test: setup ## all tests, with a real PostgreSQL and a real browser that the tests start themselves
	@$(BIN)/python -m pytest -q -n $(WORKERS) --dist loadfile --no-loadscope-reorder $(if $(MUST_RUN),--must-run=$(MUST_RUN))

check: setup ## format, lint, types, storeys of rooms, diagrams, tables and forms
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/python tools/readme.py --check
	@$(BIN)/python tools/policy_trace.py --check
	@$(BIN)/python tools/process_pictures.py --check
	@$(BIN)/yijianshi check .

fix: setup ## format, and mend what the linter can mend
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

docs: tables screenshots ## write anew all that is generated: `make tables` and `make screenshots`

tables: setup ## write the generated tables, the trace of the plan and the pictures of the processes anew
	@$(BIN)/python tools/readme.py
	@$(BIN)/python tools/policy_trace.py
	@$(BIN)/python tools/process_pictures.py

screenshots: setup ## take the pictures of the READMEs anew, about a minute; what looks the same stays as it is
	@$(BIN)/python -m tools.screenshots

bench: setup ## statements, commits, steps a second and microseconds a decision
	@$(BIN)/python -m bench

coverage: setup ## which sequence flows no scenario walks, and which rules and cells of the tables no row meets
	@$(BIN)/python -m pytest -q tests/scenarios tests/decisions --flows --cells

migrate: setup ## bring the database to the newest form
	@$(BIN)/yijianshi migrate

lock: setup ## pin requirements.in anew, with hashes, for every supported Python (needs uv)
	@tools/lock

tck: setup ## run the official DMN conformance kit from the folder TCK=...
	@$(BIN)/python tools/tck.py "$(TCK)"
