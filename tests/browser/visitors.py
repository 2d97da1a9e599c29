"""People at a browser, and a watch over what the browser complains about meanwhile."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, expect

from project.models import User

WIDE = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 844}
# Chromium calls every answer from 400 on an error. Ours are meant: the page shows what is wrong.
ANSWERED = re.compile(r"the server responded with a status of 4(00|01|03|04|12|22)\b")
# Milliseconds. A passing test never waits this long; a busy machine may.
PATIENCE = 20_000
expect.set_options(timeout=PATIENCE)


class Visitors:
    """Opens pages for people; each has a browser profile of their own."""

    def __init__(self, browser: Browser, address: str) -> None:
        self.browser = browser
        self.address = address
        self.contexts: list[BrowserContext] = []
        self.complaints: list[str] = []

    def visit(self, user: User | None = None, **options) -> Page:
        """A page of a fresh profile, signed in as the user; options are Playwright's own."""
        context = self.browser.new_context(
            base_url=self.address,
            **{"viewport": WIDE, "reduced_motion": "reduce", "locale": "en-US"} | options,
        )
        context.set_default_timeout(PATIENCE)
        self.contexts.append(context)
        context.on("console", self._hear)
        context.on("weberror", lambda error: self.complaints.append(str(error.error)))
        if user is not None:
            context.add_cookies([self._session(user)])
        return context.new_page()

    def _session(self, user: User):
        client = Client()
        client.force_login(user)
        name = settings.SESSION_COOKIE_NAME
        return {"name": name, "value": client.cookies[name].value, "url": self.address}

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"} and not ANSWERED.search(message.text):
            self.complaints.append(f"{message.type}: {message.text}")

    def close(self) -> None:
        for context in self.contexts:
            context.close()
        self.contexts.clear()


@contextmanager
def visitors_at(browser: Browser, address: str) -> Iterator[Visitors]:
    """No page may log an error, break in a script or offend the content security policy."""
    visitors = Visitors(browser, address)
    try:
        yield visitors
    finally:
        visitors.close()
    assert not visitors.complaints, "\n".join(visitors.complaints)
