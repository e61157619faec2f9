"""API endpoints of this app (contract.md)."""

from django.urls import path

from salesorg.sales.api import bank, payments

app_name = "sales"

urlpatterns = [
    path("products/", payments.Products.as_view(), name="products"),
    path("payments/", payments.Payments.as_view(), name="payments"),
    path("payments/<int:pk>/refunds/", payments.refund, name="refunds"),
    path("payments/<int:pk>/move/", payments.move, name="move_payment"),
    path("bank-statements/", bank.Statements.as_view(), name="bank_statements"),
    path("bank-statements/<int:pk>/", bank.one_statement, name="bank_statement"),
    path("bank-lines/", bank.Lines.as_view(), name="bank_lines"),
    path("bank-lines/<int:pk>/match/", bank.match, name="bank_line_match"),
    path("bank-lines/<int:pk>/split/", bank.split, name="bank_line_split"),
    path("bank-lines/<int:pk>/ignore/", bank.ignore, name="bank_line_ignore"),
    path("bank-lines/<int:pk>/restore/", bank.restore, name="bank_line_restore"),
    path("bank-lines/<int:pk>/refund/", bank.give_back, name="bank_line_refund"),
]
