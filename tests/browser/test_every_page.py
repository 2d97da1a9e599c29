"""What holds on every page: readable for everybody, on a phone, by day and by night."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.scenes import SCENES, Stage
from tests.browser.visitors import PHONE, WIDE

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]

SEVERE = {"serious", "critical"}
OVERFLOW = """() => {
    const page = document.scrollingElement;
    if (page.scrollWidth <= page.clientWidth) return [];
    return [...document.querySelectorAll("main *, header *, footer *")]
        .filter(e => e.getBoundingClientRect().right > page.clientWidth + 1)
        .map(e => `${e.tagName}.${e.className} ${e.textContent.trim().slice(0, 40)}`);
}"""


def severe_violations(page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [
        f"{item['id']}: {node['html'][:160]} {node['failureSummary']}"
        for item in found
        if item["impact"] in SEVERE
        for node in item["nodes"]
    ]


@pytest.mark.parametrize("name", SCENES)
def test_page_is_accessible_and_fits(name, visitors, everything_runs, alice, rita, held_queue):
    scene = SCENES[name](Stage(alice, rita, held_queue, everything_runs))
    page = visitors.visit(scene.user)
    page.goto(scene.path)
    scene.then(page)

    for colours in ("light", "dark"):
        for size in (WIDE, PHONE):
            page.emulate_media(color_scheme=colours)
            page.set_viewport_size(size)
            at = f"{colours}, {size['width']} px"
            assert severe_violations(page) == [], at
            assert page.evaluate(OVERFLOW) == [], at
    assert page.locator("h1").count() == 1
