"""The API of the money: products, payments and refunds; the bank's statements and lines."""
