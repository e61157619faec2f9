"""Names of this floor's activities."""

PAYMENT_RECORDED = "payment_recorded"
PAYMENT_REFUNDED = "payment_refunded"
