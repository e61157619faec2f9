"""Reading a table from a file of any origin, CSV or XLSX: bytes in, rows of text out. No database, no clock."""
