# One-liners over bootstrap.py; where make is missing: python3 bootstrap.py VERB
PYTHON ?= python3

.PHONY: setup demo test test-slow faults soak check bench lint lock web clean sbom screenshots docs
setup demo test test-slow faults soak check lint lock web clean sbom screenshots docs:
	@$(PYTHON) bootstrap.py $@ $(ARGS)

bench:
	@$(PYTHON) bootstrap.py bench $(ONLY)
