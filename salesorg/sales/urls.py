"""Pages of this app, like a site map."""

from django.urls import path

from salesorg.sales.views import bank_queue, bank_statements, payment_moves, payments

app_name = "sales"

urlpatterns = [
    path("", payments.payments, name="payments"),
    path("new/", payments.choose_sale, name="choose_sale"),
    path("new/<int:sale_id>/", payments.new_payment, name="new_payment"),
    path("<int:pk>/refund/", payments.refund, name="refund"),
    path("<int:pk>/move/", payment_moves.move, name="move_payment"),
    path("bank/", bank_queue.bank, name="bank"),
    path("bank/lines/", bank_statements.lines, name="bank_lines"),
    path("bank/lines/export/", bank_statements.lines_export, name="bank_lines_export"),
    path("bank/<int:pk>/find/", bank_queue.find, name="bank_find"),
    path("bank/<int:pk>/match/", bank_queue.match, name="bank_match"),
    path("bank/<int:pk>/split/", bank_queue.split, name="bank_split"),
    path("bank/<int:pk>/ignore/", bank_queue.ignore, name="bank_ignore"),
    path("bank/<int:pk>/restore/", bank_queue.restore, name="bank_restore"),
    path("bank/<int:pk>/refund/", bank_queue.give_back, name="bank_refund"),
    path("statements/", bank_statements.statements, name="statements"),
    path("statements/upload/", bank_statements.upload, name="statement_upload"),
    path("statements/<int:pk>/", bank_statements.statement, name="statement"),
    path("statements/<int:pk>/discard/", bank_statements.discard, name="statement_discard"),
]
