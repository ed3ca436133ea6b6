"""What somebody types into a form of the desk, as the browser sends it."""


def posted(form) -> dict:
    """What the browser would send back for a form nobody touched."""
    data = {}
    for bound in form:
        value = bound.value()
        if value is not None and value is not False and value != "":
            data[bound.html_name] = bound.field.widget.format_value(value) if hasattr(value, "isoformat") else value
    return data
