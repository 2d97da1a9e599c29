"""The template composer: the domain's own code, with the face of a provider."""

from typing import Any

from pydantic import BaseModel

from providers.generation import GenerationRequest


def compose(request: GenerationRequest) -> Any:
    """The composer's value, checked against the schema like a model's.

    A composer that fails is a fault in the code, so its exceptions pass through.
    """
    if request.offline is None:
        raise RuntimeError(f"Route “{request.route}” has no offline composer.")
    value = request.offline()
    if request.schema is None or isinstance(value, request.schema):
        return value
    if isinstance(value, BaseModel):
        value = value.model_dump()
    return request.schema.model_validate(value)
