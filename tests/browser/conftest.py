"""A real Chromium in front of a real server. A console message about the Content Security Policy fails the test."""

import os
import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import ConsoleMessage, Page

from tests.factories import PASSWORD

CHROMIUM = os.environ.get("SALESORG_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip with the reason where there is no Chromium."""
    for item in items:
        if "tests/browser/" in str(item.path):
            item.add_marker(pytest.mark.browser)
            if CHROMIUM is None:
                item.add_marker(pytest.mark.skip(reason="no Chromium here: apt-get install chromium"))


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """Debian's Chromium; Playwright's own download is not needed."""
    return {"executable_path": CHROMIUM, "args": FLAGS}


@pytest.fixture(scope="session")
def browser_context_args() -> dict[str, Any]:
    """A laptop's screen, without animations: axe must not look at a half-faded toast."""
    return {"viewport": {"width": 1440, "height": 900}, "reduced_motion": "reduce"}


@pytest.fixture
def strict_page(page: Page) -> Iterator[Page]:
    """A page whose console must stay free of policy violations and script errors."""
    heard: list[str] = []

    def listen(message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text or message.type == "error":
            heard.append(f"{page.url}: {message.text}")

    page.on("console", listen)
    page.on("pageerror", lambda error: heard.append(f"{page.url}: {error}"))
    yield page
    # A refusal by a rule is an answer with status 4xx, and Chromium writes those into the console too.
    assert [text for text in heard if "status of 4" not in text] == []


@pytest.fixture
def log_in(strict_page: Page, live_server: Any) -> Callable[[str], Page]:
    """Log in as somebody through the login page."""

    def enter(username: str) -> Page:
        # What the page before still asks by itself must not be answered with «log in».
        strict_page.goto("about:blank")
        strict_page.context.clear_cookies()
        strict_page.goto(f"{live_server.url}/login/")
        strict_page.fill("input[name=username]", username)
        strict_page.fill("input[name=password]", PASSWORD)
        strict_page.press("input[name=password]", "Enter")
        strict_page.wait_for_url(lambda url: "/login/" not in url)
        return strict_page

    return enter


@pytest.fixture
def accessible() -> Callable[[Page], None]:
    """Let axe look at the page: no serious or critical fault."""

    def look(page: Page) -> None:
        found = Axe().run(page).response["violations"]
        serious = [f"{fault['id']}: {fault['nodes'][0]['html'][:160]}" for fault in found
                   if fault["impact"] in ("serious", "critical")]  # fmt: skip
        assert serious == [], page.url

    return look
