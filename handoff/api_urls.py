"""API endpoints of this app (contract.md)."""

from django.urls import path

import handoff.statement_keys  # noqa: F401 - registers <statement:key>
from handoff.api import handoffs, letters, money, moves, plans

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
    path("statements/", money.statements, name="statements"),
    path("statements/<statement:key>/", money.statement, name="statement"),
    path("statements/<statement:key>/close/", money.close, name="close_statement"),
    path("statements/<statement:key>/pay/", money.pay, name="pay_statement"),
    path("plans/", plans.versions, name="plans"),
    path("plans/compare/", plans.compare, name="compare_plan"),
    path("plans/<int:pk>/withdraw/", plans.withdraw, name="withdraw_plan"),
    path("exchange-rates/", plans.rates, name="rates"),
    path("forecast/", plans.forecast, name="forecast"),
    path("preview/", money.preview, name="preview"),
]
