"""What a sensible model answers when it is asked for a section: valid, short, harmless."""

import json
import re

from tests.fakes.calls import ModelCall

PLACEHOLDER = re.compile(r"\[STUDENT_\d+\]")

GOAL = {
    "area": "reading",
    "condition": "Given a new passage",
    "behaviour": "read aloud",
    "criterion": "with few errors on 4 of 5 tries",
    "baseline_value": None,
    "baseline_unit": "words correct per minute",
    "target_value": None,
    "target_unit": "words correct per minute",
    "measured_by": "weekly probe",
    "how_often": "weekly",
    "by_whom": "special education teacher",
    "timeframe_months": 12,
    "steps": [],
    "evidence": [],
}
SERVICE = {
    "what": "Specialized instruction in reading",
    "frequency": "3 times a week",
    "minutes_per_session": 30,
    "location": "resource room",
    "duration": "12 months",
    "start_date": "2026-09-15",
    "provider_role": "special education teacher",
}


def plausible(call: ModelCall) -> str | None:
    """The answer to a section's request; None leaves other requests to the server's own."""
    fields = (call.schema or {}).get("properties", {})
    if "statement" not in fields:
        return None
    found = PLACEHOLDER.search(call.prompt)
    name = found.group() if found else "The student"
    answer = {
        "statement": f"{name} takes part in class and works on this area every day.",
        "not_applicable_reason": "",
        "evidence": ["A1"] if "A1" in call.prompt else [],
        "goals": [GOAL],
        "recommendations": ["Read aloud together every day."],
        "services": [SERVICE],
    }
    return json.dumps({key: value for key, value in answer.items() if key in fields})
