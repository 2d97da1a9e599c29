"""Other people's text on its way into a prompt: data, from which nothing gets out."""

import re
from collections.abc import Iterable

# Control characters other than tab and line feed, and those that nobody sees: they carry orders
# past a reader, or take a tag apart.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\U000e0000-\U000e007f]"
)


class Fence:
    """The tags that a domain puts around data in its prompts."""

    def __init__(self, tags: Iterable[str]) -> None:
        names = "|".join(map(re.escape, tags))
        # In any spelling, half ones too: they could close the fence.
        self._tag = re.compile(rf"<(?=\s*/?\s*(?:{names})\b)", re.IGNORECASE)

    def inside(self, text: str, limit: int) -> str:
        """The text as data: none of the fence's tags, nothing unseen, at most `limit` characters
        and a mark where it was cut.
        """
        plain = self._tag.sub("‹", _UNSEEN.sub("", text)).strip()
        return plain if len(plain) <= limit else f"{plain[:limit].rstrip()} …"

    def line(self, text: str, limit: int) -> str:
        """The same on one line."""
        return self.inside(" ".join(self.inside(text, len(text)).split()), limit)
