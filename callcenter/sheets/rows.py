"""Reading rows: the shared reader of `salesorg.lib.sheets`, under the name by which this stage knows it."""

from salesorg.lib.sheets.rows import Layout, data_rows, read_rows, spooled

__all__ = ["Layout", "data_rows", "read_rows", "spooled"]
