"""The pages of finance: payments, the bank's lines that wait, statements."""
