"""What holds on every page: readable for everybody, on a phone, by day and by night."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.program_scenes import PROGRAM_SCENES
from tests.browser.scenes import SCENES
from tests.browser.stage import Stage
from tests.browser.visitors import PHONE, WIDE

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]

EVERY_SCENE = SCENES | PROGRAM_SCENES
SEVERE = {"serious", "critical"}
OVERFLOW = """() => {
    const page = document.scrollingElement;
    if (page.scrollWidth <= page.clientWidth) return [];
    return [...document.querySelectorAll("main *, header *, footer *")]
        .filter(e => e.getBoundingClientRect().right > page.clientWidth + 1)
        .map(e => `${e.tagName}.${e.className} ${e.textContent.trim().slice(0, 40)}`);
}"""


def severe_violations(page) -> list[str]:
    found = Axe().run(page, options={"resultTypes": ["violations"]})
    return [
        f"{item['id']}: {node['html'][:160]} {node['failureSummary']}"
        for item in found.response["violations"]
        if item["impact"] in SEVERE
        for node in item["nodes"]
    ]


@pytest.mark.parametrize("name", EVERY_SCENE)
def test_page_is_accessible_and_fits(name, visitors, everything_runs, alice, rita, held_queue):
    scene = EVERY_SCENE[name](Stage(alice, rita, held_queue, everything_runs))
    page = visitors.visit(scene.user)
    page.goto(scene.path)
    scene.then(page)

    for size, colours in ((WIDE, "light"), (PHONE, "dark")):
        page.set_viewport_size(size)
        page.emulate_media(color_scheme=colours)
        assert severe_violations(page) == [], f"{colours}, {size['width']} px"
        assert page.evaluate(OVERFLOW) == [], f"{size['width']} px"
    assert page.locator("h1").count() == 1
