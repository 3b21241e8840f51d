# Ballast. `make` alone lists what there is. Every target prepares the machine first (.ci/setup).

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
# One stage after the other: all share one target folder, and their times are to mean something.
.NOTPARALLEL:
MAKEFLAGS += --no-print-directory --no-builtin-rules

CARGO_TARGET_DIR ?= $(CURDIR)/target
export CARGO_TARGET_DIR
# rustup puts cargo here; a shell that is older than the installation does not know it yet.
export PATH := $(PATH):$(or $(CARGO_HOME),$(HOME)/.cargo)/bin

# Every stage builds the same crates with the same features, so that no dependency is built twice. The cluster
# program, which few need, stands apart: it would turn on features of libraries that the others share.
CRATES = --workspace --exclude ballast-cluster
CODEGEN = cargo build --quiet $(CRATES) --example codegen && "$$CARGO_TARGET_DIR/debug/examples/codegen"
GENERATED = ui/src/contract src-tauri/capabilities src-tauri/commands.txt

.PHONY: help run test check bench codegen package test-build test-rust test-ui test-acceptance test-window \
	test-cluster setup-build setup-ui setup-test setup-bench FORCE

help: ## This list
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{ printf "  make %-16s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

# ---- The product ---------------------------------------------------------------------------------------------

run: setup-build ui-dist ## The window; the demo company in the terminal where there is no display
	cargo build -p ballast-cli -p ballast-desktop -p ballast-compare-program
	@if [ -n "$${DISPLAY:-}$${WAYLAND_DISPLAY:-}" ]; then \
	  exec "$$CARGO_TARGET_DIR/debug/ballast-desktop"; \
	fi; \
	ballast="$$CARGO_TARGET_DIR/debug/ballast"; \
	demo="$${XDG_DATA_HOME:-$$HOME/.local/share}/ballast/demo"; \
	code=0; \
	if [ -e "$$demo" ]; then \
	  echo "The demo company is here already. Remove $$demo to have it made again."; \
	  "$$ballast" --workspace "$$demo" status || code=$$?; \
	else \
	  mkdir -p "$$(dirname "$$demo")"; \
	  "$$ballast" demo "$$demo" || code=$$?; \
	fi; \
	echo; \
	case $$code in \
	  0 | 1 | 3) echo "There is no display here, so the demo company ran in the terminal. It is in $$demo" ;; \
	  *) exit $$code ;; \
	esac

codegen: setup-build ## Writes the command list, permissions and TypeScript types again
	$(CODEGEN)

bench: setup-bench ## Backup against restic, comparisons against their peers, the schedule under load for half an hour, probes, the risk map beside SCRAM
	cargo build --release -p ballast-cli
	cargo build --profile measured -p ballast-cli -p ballast-compare-program
	.ci/bench "$$CARGO_TARGET_DIR/release/ballast"
	.ci/bench-compare "$$CARGO_TARGET_DIR/measured/ballast"
	.ci/bench-schedule "$$CARGO_TARGET_DIR/release/ballast"
	.ci/bench-probes "$$CARGO_TARGET_DIR/release/ballast"
	.ci/bench-risk "$$CARGO_TARGET_DIR/release/ballast"
	cargo run --release -p ballast-risk --example size

package: setup-build ui-dist ## The debs and the rpm. The programs in them are those that `make bench` measures
	cargo build --profile measured -p ballast-cli -p ballast-compare-program
	ui/node_modules/.bin/tauri build --ci --no-bundle
	.ci/package "$$CARGO_TARGET_DIR/measured" "$$CARGO_TARGET_DIR/release"

# ---- Tests: every stage prints its wall time -----------------------------------------------------------------

STAGES = $(CARGO_TARGET_DIR)/stages
begin = @mkdir -p "$(STAGES)" && date +%s >"$(STAGES)/$@.began"
end = @printf 'stage %s: %d s\n' $@ $$(($$(date +%s) - $$(cat "$(STAGES)/$@.began"))) | tee -a "$(STAGES)/summary"

# nextest, where it is installed, with a choice of packages; else cargo test with the same choice in its own words.
has_nextest = cargo nextest --version >/dev/null 2>&1

test: ## check, then all tests
	@rm -rf "$(STAGES)"
	@code=0; \
	$(MAKE) check test-build test-rust test-ui test-acceptance test-window || code=$$?; \
	echo; \
	awk '{ print; total += $$3 } END { printf "all stages: %d s\n", total }' "$(STAGES)/summary" 2>/dev/null || true; \
	exit $$code

check: setup-build ui-dist ## Format, lints, generated files, licences
	$(begin)
	cargo fmt --all --check
	npm --prefix ui run check
	.ci/licences
	@if cargo deny --version >/dev/null 2>&1; then \
	  cargo deny --offline check bans licenses sources; \
	else \
	  echo "cargo-deny is not installed: cargo install --locked cargo-deny"; \
	fi
	cargo clippy $(CRATES) --all-targets -- -D warnings
	.ci/fresh $(GENERATED) -- bash -c '$(CODEGEN)'
	$(end)

test-build: setup-test ui-dist
	$(begin)
	cargo build $(CRATES) --all-targets
	$(end)

test-rust: test-build ## Unit and property tests
	$(begin)
	@if $(has_nextest); then \
	  cargo nextest run $(CRATES) -E 'not (package(ballast-acceptance) or package(ballast-e2e))'; \
	  cargo test $(CRATES) --doc; \
	else \
	  cargo test $(CRATES) --exclude ballast-acceptance --exclude ballast-e2e; \
	fi
	$(end)

test-ui: setup-test ui-dist ## The screens: unit tests, then pages in Chromium
	$(begin)
	npm --prefix ui run test
	@if [ -x /usr/bin/chromium ]; then \
	  npm --prefix ui run test:pages; \
	else \
	  echo "skipped: no Chromium package"; \
	fi
	$(end)

test-acceptance: test-build ## The program on real folders
	$(begin)
	@if $(has_nextest); then \
	  cargo nextest run $(CRATES) -E 'package(ballast-acceptance)'; \
	else \
	  cargo test -p ballast-acceptance; \
	fi
	$(end)

test-window: test-build ## The real window, on a display of its own
	$(begin)
	@run=(cargo test -p ballast-e2e -- --test-threads=1); \
	if $(has_nextest); then run=(cargo nextest run $(CRATES) -E 'package(ballast-e2e)'); fi; \
	xvfb-run --auto-servernum --server-args='-screen 0 1440x900x24 -noreset' dbus-run-session -- "$${run[@]}"
	$(end)

test-cluster: setup-test ## Builds and tests the program for several machines; not part of test
	$(begin)
	cargo fmt -p ballast-cluster --check
	cargo clippy -p ballast-cluster --all-targets -- -D warnings
	cargo test -p ballast-cluster
	$(end)

# ---- What they stand on --------------------------------------------------------------------------------------

setup-build:
	@.ci/setup build ui

setup-test:
	@.ci/setup build test ui

setup-bench:
	@.ci/setup bench

# The screens, built again only when one of their files changed. The stamp lies where `npm ci` sweeps it away.
# A folder ui/dist without assets is the placeholder that the build of the window writes.
UI_STAMP := ui/node_modules/.ballast-dist
UI_FILES := $(shell find ui -mindepth 1 -name node_modules -prune -o -name dist -prune -o -name tests -prune \
	-o -name test-results -prune -o -name playwright-report -prune -o -print)
# A file that has gone since is a change, not an error.
$(UI_FILES):

.PHONY: ui-dist
ui-dist: $(UI_STAMP)

$(UI_STAMP): $(UI_FILES) | setup-build
	npm --prefix ui run build
	@touch $@

ifeq ($(wildcard ui/dist/assets),)
$(UI_STAMP): FORCE
endif
