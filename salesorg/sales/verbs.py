"""Names of this floor's activities."""

PAYMENT_RECORDED = "payment_recorded"
PAYMENT_REFUNDED = "payment_refunded"
BANK_STATEMENT_UPLOADED = "bank_statement_uploaded"
BANK_STATEMENT_READ = "bank_statement_read"
BANK_STATEMENT_FAILED = "bank_statement_failed"
BANK_LINE_IGNORED = "bank_line_ignored"
BANK_LINE_RESTORED = "bank_line_restored"
