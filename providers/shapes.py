"""Foreign JSON as the shape that is expected of it, empty when it has another."""

from collections.abc import Mapping, Sequence
from typing import Any

LARGEST_COUNT = 2**31 - 1


def mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def mappings(value: Any) -> Sequence[Mapping[str, Any]]:
    """The objects of a list."""
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def count(value: Any) -> int:
    """A whole number from 0 up that a ledger's column holds; 0 for anything else."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return 0
    return int(value) if 0 <= value <= LARGEST_COUNT else 0
