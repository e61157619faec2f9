"""API endpoints of this app (contract.md)."""

from django.urls import path

import handoff.statement_keys  # noqa: F401 - registers <statement:key>
from handoff.api import handoffs, letters, money, moves, pay, plans, statements

app_name = "handoff"

urlpatterns = [
    path("handoffs/", handoffs.Handoffs.as_view(), name="handoffs"),
    path("handoffs/<int:pk>/", handoffs.OneHandoff.as_view(), name="handoff"),
    path("handoffs/<int:pk>/introduce/", handoffs.introduce, name="introduce"),
    path("handoffs/<int:pk>/accept/", handoffs.accept, name="accept"),
    path("handoffs/<int:pk>/return/", handoffs.give_back, name="return"),
    path("handoffs/<int:pk>/assign/", handoffs.assign, name="assign"),
    path("handoffs/<int:pk>/letters/", letters.letters, name="letters"),
    path("letter-templates/", letters.LetterTemplates.as_view(), name="letter_templates"),
    path("letter-templates/<str:language>/", letters.letter_template, name="letter_template"),
    path("moves/preview/", moves.propose, name="propose_moves"),
    path("moves/", moves.move, name="moves"),
    path("agreements/", money.Agreements.as_view(), name="agreements"),
    path("accruals/", money.Accruals.as_view(), name="accruals"),
    path("plans/", plans.versions, name="plans"),
    path("plans/compare/", plans.compare, name="compare_plan"),
    path("plans/<int:pk>/withdraw/", plans.withdraw, name="withdraw_plan"),
    path("exchange-rates/", plans.rates, name="rates"),
    path("forecast/", plans.forecast, name="forecast"),
    path("statements/", statements.statements, name="statements"),
    path("statements/<statement:key>/", statements.statement, name="statement"),
    path("statements/close-month/", statements.close_month, name="close_month"),
    path("statements/pay-month/", statements.pay_month, name="pay_month"),
    path("closings/<int:pk>/", statements.closing, name="closing"),
    path("statements/<statement:key>/left-out/", statements.left_out, name="left_out"),
    path("statements/<statement:key>/pdf/", statements.pdf, name="statement_pdf"),
    path("statements/<statement:key>/xlsx/", statements.xlsx, name="statement_xlsx"),
    path("statements/<statement:key>/close/", statements.close, name="close_statement"),
    path("statements/<statement:key>/pay/", statements.pay, name="pay_statement"),
    path("accruals/<int:pk>/", pay.line, name="line"),
    path("accruals/<int:pk>/correct/", pay.correct_line, name="correct_line"),
    path("accruals/<int:pk>/dispute/", pay.dispute_line, name="dispute_line"),
    path("corrections/", pay.corrections, name="corrections"),
    path("disputes/", pay.Disputes.as_view(), name="disputes"),
    path("disputes/<int:pk>/", pay.dispute, name="dispute"),
    path("disputes/<int:pk>/refuse/", pay.refuse_dispute, name="refuse_dispute"),
    path("disputes/<int:pk>/grant/", pay.grant_dispute, name="grant_dispute"),
    path("overview/", pay.overview, name="overview"),
    path("preview/", money.preview, name="preview"),
]
