"""What people do on pages, in the order in which they do it."""

import re

from playwright.sync_api import Locator, Page, expect

from ieps.models import IEP

PASSWORD = "pass word 1"


def sign_in(page: Page, username: str) -> None:
    page.goto("/accounts/login/")
    page.get_by_label("Username").fill(username)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Hello")


def begin_iep(page: Page, student: str) -> None:
    """From the home page to the student's form for a new IEP, and send it."""
    page.get_by_role("link", name="Students", exact=True).click()
    page.get_by_role("link", name=student).click()
    page.get_by_role("link", name="New IEP").click()
    fill_meeting(page)
    page.get_by_role("button", name="Draft the IEP").click()
    expect(page).to_have_title(re.compile("IEP 2026-2027, version 1"))


def fill_meeting(page: Page) -> None:
    page.get_by_label("Academic year").fill("2026-2027")
    page.get_by_label("Meeting date").fill("2026-09-15")


def section(page: Page, key: str) -> Locator:
    return page.locator(f"section:has(> .between > #{key}), section:has(> #{key})")


def text_field(page: Page) -> Locator:
    """The text of the section that is being edited."""
    return page.locator("[name=statement]")


def edit_link(page: Page, key: str) -> Locator:
    return section(page, key).locator("a[href$='/edit/']")


def send_to_review(page: Page) -> None:
    page.get_by_role("button", name="Send to review").click()
    expect(page.get_by_text("It is with the reviewers now.")).to_be_visible()


def only_iep() -> IEP:
    return IEP.objects.get()


def tab_to(page: Page, target: Locator, most: int = 120) -> None:
    """Press Tab until the target has the focus; every stop on the way must be visible."""
    target = target.first
    for _ in range(most):
        if target.evaluate("e => e === document.activeElement"):
            return
        page.keyboard.press("Tab")
        assert page.evaluate(FOCUS_IS_VISIBLE), page.evaluate("document.activeElement.outerHTML")
    raise AssertionError(f"{most} presses of Tab did not lead to {target}")


# The browser's own controls inside a date field draw their ring within it.
FOCUS_IS_VISIBLE = """() => {
    const e = document.activeElement;
    if (e === document.body) return true;
    const box = e.getBoundingClientRect(), style = getComputedStyle(e);
    return box.width > 1 && box.height > 1 && box.right > 0 && box.left < innerWidth
        && box.bottom > 0 && box.top < innerHeight
        && (e.matches("[type=date]") || (style.outlineStyle !== "none"
            && parseFloat(style.outlineWidth) >= 2));
}"""
