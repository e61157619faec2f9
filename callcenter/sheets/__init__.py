"""Reading a list of companies from a file of any origin. No database, no clock: bytes in, rows and drafts out."""
