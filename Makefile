# Each target does its own set-up: system libraries, .venv, the packages in it.
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
BESIDE := $(VENV)/.beside
XVFB := xvfb-run -a -s "-screen 0 1920x1080x24"

.PHONY: demo test run fast lint types check screenshots app bench compare clean

demo: $(READY)  ## the whole main job on the bundled sample, without a window
	rm -rf demo
	$(BIN)/inspector demo --out demo

test: $(READY)  ## all tests
	$(BIN)/python -m pytest -n 2 --dist loadfile

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

bench: $(READY) $(BESIDE)
	$(BIN)/python tests/bench/bench_open.py
	$(BIN)/python tests/bench/bench_hostile.py
	$(BIN)/python tests/bench/bench_canvas.py
	$(BIN)/python tests/bench/bench_layout.py
	$(BIN)/python tests/bench/bench_pictures.py

compare: $(READY) $(BESIDE)  ## photographs of the window beside Netron's, in build/compare
	$(BIN)/python tests/bench/compare.py build/compare $(FILES)

clean:
	rm -rf $(VENV) build dist demo

$(READY): pyproject.toml packaging/setup.sh
	packaging/setup.sh $(VENV)
	touch $@

$(BESIDE): $(READY)  # only measured and photographed beside ours; Chromium is the system's
	$(BIN)/python -m pip install --quiet 'netron>=9.3,<10' 'playwright>=1.50,<2'
	touch $@
