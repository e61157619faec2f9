"""Reading a bank's statement: CSV, XLSX or 1C's exchange format in, lines of money out. No database, no clock."""
