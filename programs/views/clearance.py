"""Clearance after a red flag of the health screen."""

from typing import Any

from programs.models import Program
from project.models import User


def clearance_context(user: User, program: Program) -> dict[str, Any]:
    return {"screening": program.screening}
