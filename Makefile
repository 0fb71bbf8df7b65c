.PHONY: run test dev check bench pictures help

help: ## What there is
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/'

run: ## Set up, build in release, and serve on http://127.0.0.1:3000 with demo accounts
	@.ci/setup
	@.ci/build
	@exec target/release/portal serve --demo

test: ## Set up and run every check and test
	@.ci/run

dev: ## Build in debug, watch, and reload
	@.ci/setup
	@.ci/dev

check: ## Format, lints for both sides, prepared queries, unused dependencies
	@.ci/setup test
	@.ci/check

bench: ## Measure speed and weight on this machine
	@.ci/setup test
	@.ci/bench

pictures: ## Take the pictures in docs/pictures/ anew
	@.ci/setup test
	@.ci/pictures
