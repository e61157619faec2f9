"""What goes out as CSV or XLSX must not run as a formula in the reader's spreadsheet."""

_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def safe_cell(value: object) -> object:
    """Return text that would start a formula with an apostrophe before it; phones (`+` and digits) stay as they are."""
    if not isinstance(value, str) or not value.startswith(_STARTS_A_FORMULA):
        return value
    if value[0] == "+" and value[1:].replace(" ", "").isdigit():
        return value
    return f"'{value}"
