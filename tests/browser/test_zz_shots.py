import os, pathlib, pytest
from tests.browser.scenes import SCENES, Stage
from tests.browser.visitors import PHONE, WIDE
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=True)]
ONLY = os.environ.get("SHOTS", "")
@pytest.mark.parametrize("name", [n for n in SCENES if not ONLY or n in ONLY.split(",")])
def test_shot(name, visitors, everything_runs, alice, rita, held_queue):
    scene = SCENES[name](Stage(alice, rita, held_queue, everything_runs))
    page = visitors.visit(scene.user)
    page.goto(scene.path)
    scene.then(page)
    page.wait_for_timeout(300)
    out = pathlib.Path("/tmp/eyes/shots"); out.mkdir(exist_ok=True)
    for colours, size in (("light", WIDE), ("dark", PHONE), ("light", PHONE), ("dark", WIDE)):
        page.emulate_media(color_scheme=colours)
        page.set_viewport_size(size)
        page.screenshot(path=out / f"{name}-{size['width']}-{colours}.png", full_page=True, animations="disabled")
