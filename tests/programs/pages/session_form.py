"""The form of the training log, as a browser sends it."""


def sent_back(page, address, **changes):
    """What a browser would send when the form is saved as it came."""
    response = page.get(address)
    editor = response.context["editor"]
    data = {
        "revision": response.context.get("revision"),
        "sets-TOTAL_FORMS": len(editor.sets.forms),
        "sets-INITIAL_FORMS": len(editor.sets.forms),
        "performed_on": editor.form["performed_on"].value().isoformat(),
        "request_key": editor.form["request_key"].value(),
        "notes": editor.form["notes"].value() or "",
    }
    for row in editor.sets.forms:
        for field in row:
            value = field.value()
            if value in (None, "", False):
                continue
            data[field.html_name] = "on" if value is True else value
    return {name: value for name, value in (data | changes).items() if value is not None}
