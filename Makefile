# Each target does its own set-up: system libraries, .venv, the packages in it.
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
XVFB := xvfb-run -a -s "-screen 0 1920x1080x24"

.PHONY: demo test run fast lint types check screenshots app bench clean

demo: $(READY)  ## the whole main job on the bundled sample, without a window
	rm -rf demo
	$(BIN)/inspector demo --out demo

test: $(READY)  ## all tests
	$(BIN)/python -m pytest

run: $(READY)  ## the window
	$(BIN)/inspector $(FILE)

fast: $(READY)  ## the tests that need no TensorFlow and no window
	$(BIN)/python -m pytest -m "not engine and not window and not slow"

lint: $(READY)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/lint-imports

types: $(READY)
	$(BIN)/mypy

check: lint types

screenshots: $(READY)  ## drive the real window under Xvfb and photograph it
	$(XVFB) $(BIN)/python tests/journeys/screenshots.py docs/images

app: $(READY)  ## build the stand-alone application and let it test itself
	$(BIN)/python -m pip install --quiet --editable '.[app]'
	$(BIN)/pyinstaller --noconfirm --distpath dist --workpath build packaging/model-inspector.spec
	$(XVFB) dist/model-inspector/model-inspector --self-test

bench: $(READY)
	$(BIN)/python tests/bench/bench_open.py
	$(BIN)/python tests/bench/bench_canvas.py

clean:
	rm -rf $(VENV) build dist demo

$(READY): pyproject.toml packaging/setup.sh
	packaging/setup.sh $(VENV)
	touch $@
