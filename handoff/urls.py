"""Pages of this app, like a site map."""

from django.urls import path

import handoff.statement_keys  # noqa: F401 - registers <statement:key>
from handoff.views import (
    agreements,
    commissions,
    forecast,
    handoffs,
    letter_templates,
    letters,
    moves,
    panels,
    plans,
    rates,
    statements,
)

app_name = "handoff"

urlpatterns = [
    path("handoffs/", handoffs.desk, name="desk"),
    path("handoffs/moves/", moves.moves, name="moves"),
    path("handoffs/<int:pk>/", handoffs.case, name="case"),
    path("handoffs/<int:pk>/introduce/", handoffs.introduce, name="introduce"),
    path("handoffs/<int:pk>/accept/", handoffs.accept, name="accept"),
    path("handoffs/<int:pk>/return/", handoffs.give_back, name="return"),
    path("handoffs/<int:pk>/assign/", handoffs.assign, name="assign"),
    path("handoffs/<int:pk>/language/", handoffs.language, name="language"),
    path("handoffs/<int:pk>/letter/", letters.letter, name="letter"),
    path("handoffs/letters/", letter_templates.templates, name="letters"),
    path("handoffs/letters/<str:language>/", letter_templates.template, name="letter_template"),
    path("handoffs/late/", panels.late, name="late"),
    path("handoffs/panel/<int:company_id>/", panels.panel, name="panel"),
    path("commissions/", commissions.desk, name="commissions"),
    path("commissions/clients/", commissions.clients, name="commission_clients"),
    path("commissions/agreements/", agreements.overview, name="agreements"),
    path("commissions/agreements/<int:pk>/", agreements.agreement, name="agreement"),
    path("commissions/forecast/", forecast.forecast, name="forecast"),
    path("commissions/forecast/deal/<int:company_id>/", forecast.deal, name="deal_forecast"),
    path("commissions/plans/", plans.overview, name="plans"),
    path("commissions/plans/new/", plans.new, name="new_plan"),
    path("commissions/plans/compare/", plans.compare, name="compare_plan"),
    path("commissions/plans/<int:pk>/", plans.plan, name="plan"),
    path("commissions/plans/<int:pk>/withdraw/", plans.withdraw, name="withdraw_plan"),
    path("commissions/rates/", rates.overview, name="rates"),
    path("commissions/rates/record/", rates.record, name="record_rate"),
    path("commissions/statements/", statements.overview, name="statements"),
    path("commissions/statements/<statement:key>/", statements.statement, name="statement"),
    path("commissions/statements/<statement:key>/close/", statements.close, name="close_statement"),
    path("commissions/statements/<statement:key>/pay/", statements.pay, name="pay_statement"),
]
