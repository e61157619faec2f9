"""One file per thing."""

from salesorg.sales.models.bank_line import BankLine
from salesorg.sales.models.bank_statement import BankLayout, BankPart, BankStatement
from salesorg.sales.models.payment import Payment
from salesorg.sales.models.product import Product
from salesorg.sales.models.revenue_day import RevenueDay
from salesorg.sales.models.sale import Sale, SaleLine

__all__ = [
    "BankLayout",
    "BankLine",
    "BankPart",
    "BankStatement",
    "Payment",
    "Product",
    "RevenueDay",
    "Sale",
    "SaleLine",
]
