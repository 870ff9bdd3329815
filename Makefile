# All of it is in bodymap/bootstrap.py, which also runs without make: python3 -m bodymap.bootstrap run
# Words for the program or for pytest: make run ARGS="--plate posterior", make test ARGS="tests/store -x"
PYTHON ?= python3
ARGS ?=

COMMANDS = run test lint bench soak plates bundle fresh lock
.PHONY: $(COMMANDS)
$(COMMANDS):
	@$(PYTHON) -m bodymap.bootstrap $@ $(ARGS)
