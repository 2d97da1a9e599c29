"""Reading pages in tests as a person would: one part of a page, and its words."""

import html as entities
import re
from html.parser import HTMLParser

VOID = {"input", "br", "meta", "link", "img", "hr", "path", "rect", "circle", "polyline"}


def part(html: str, part_id: str) -> str:
    """The element with the id, from its opening tag to its closing one."""
    finder = _Finder(html, part_id)
    finder.feed(html)
    assert finder.found is not None, f"the page has no #{part_id}"
    return finder.found


def text_of(html: str) -> str:
    """The words, with single spaces."""
    return " ".join(entities.unescape(re.sub(r"<[^>]+>", " ", html)).split())


class _Finder(HTMLParser):
    def __init__(self, html: str, part_id: str) -> None:
        super().__init__()
        self.html, self.part_id = html, part_id
        self.starts = [0, *(at.end() for at in re.finditer("\n", html))]
        self.begin = -1
        self.depth = 0
        self.found: str | None = None

    def here(self) -> int:
        line, column = self.getpos()
        return self.starts[line - 1] + column

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self.begin < 0 and dict(attrs).get("id") == self.part_id:
            self.begin = self.here()
        if self.begin >= 0 and self.found is None and tag not in VOID:
            self.depth += 1

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Nothing is inside."""

    def handle_endtag(self, tag: str) -> None:
        if self.begin < 0 or self.found is not None or tag in VOID:
            return
        self.depth -= 1
        if not self.depth:
            self.found = self.html[self.begin : self.here()]
