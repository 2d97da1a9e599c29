"""Take the README's picture of a running demo: python -m tests.browser.screenshot ADDRESS"""

import sys
from pathlib import Path

from playwright.sync_api import Page

from tests.browser.chromium import chromium

PICTURE = Path(__file__).resolve().parents[2] / "static" / "img" / "screenshot-iep.png"
STUDENT = "Rowan Castellano"
# A drafted section that shows a goal and what it leans on.
SECTION = ".section:has(.goal):has(.evidence)"


def take(page: Page, path: Path) -> None:
    page.goto("/accounts/login/")
    page.locator("form:has(input[name=username][value=teacher]) button").click()
    page.get_by_role("link", name=STUDENT).first.click()
    page.locator("#iep").wait_for()
    page.locator(SECTION).first.evaluate("e => scrollTo(0, e.offsetTop - 8)")
    page.screenshot(path=path)


def main(address: str) -> None:
    with chromium() as browser:
        page = browser.new_page(
            base_url=address,
            viewport={"width": 1280, "height": 800},
            color_scheme="light",
            reduced_motion="reduce",
        )
        take(page, PICTURE)
    print(f"{PICTURE}: {PICTURE.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(sys.argv[1])
