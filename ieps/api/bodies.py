"""Bodies as they are remembered for a request that is sent twice."""

import json
from typing import Any

from rest_framework.renderers import JSONRenderer


def as_json(body: Any) -> Any:
    """A serializer's data as plain JSON values."""
    return json.loads(JSONRenderer().render(body))
