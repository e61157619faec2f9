"""Products, sales and payments: what at least three stages need of the money. Refunds are signed payments."""
