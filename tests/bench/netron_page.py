"""Netron in a headless Chromium, to be measured and photographed beside our own pictures.

Both are only needed here: `make compare` and `make bench` install the Python packages `netron` and `playwright`, and
Chromium has to be on the machine (`apt-get install chromium`).
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

WIDTH, HEIGHT = 1440, 900
_PATIENCE = 300_000
_NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")


class Missing(Exception):
    """Netron or a browser is not there; a sentence says which."""


class Netron:
    """A browser that stays open.

    Attributes:
        started: when it was started, on the clock of `time.perf_counter`.
    """

    def __init__(self, browser: Any, started: float) -> None:
        self._browser = browser
        self.started = started

    def draw(self, model: Path, photograph: Path | None = None) -> float:
        """Seconds from the file to the drawn graph in the running browser; a photograph of it where one is wanted."""
        import netron

        host, port = netron.start(str(model), browse=False)
        url = f"http://{host}:{port}"
        context = self._browser.new_context(viewport={"width": WIDTH, "height": HEIGHT})
        try:
            # what a person clicks once on the first start
            context.add_cookies([{"name": "consent", "value": str(int(time.time() * 1000)), "url": url}])
            page = context.new_page()
            start = time.perf_counter()
            page.goto(url)
            page.wait_for_selector("body.default", timeout=_PATIENCE)
            seconds = time.perf_counter() - start
            if photograph:
                page.screenshot(path=str(photograph))
            return seconds
        finally:
            context.close()
            netron.stop((host, port))


@contextmanager
def browser() -> Iterator[Netron]:
    """Netron in a browser of its own; raises Missing where one of them is not installed."""
    chromium = next(filter(None, map(shutil.which, _NAMES)), None)
    if chromium is None:
        raise Missing("Chromium is not installed: apt-get install chromium.")
    try:
        import netron  # noqa: F401
        from playwright.sync_api import sync_playwright
    except ImportError as error:
        raise Missing(f"The package {error.name} is not installed: pip install netron playwright.") from error
    with sync_playwright() as playwright:
        begun = time.perf_counter()
        launched = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        try:
            yield Netron(launched, begun)
        finally:
            launched.close()
