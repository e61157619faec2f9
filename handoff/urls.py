"""Pages of this app, like a site map."""

from django.urls import path

import handoff.statement_keys  # noqa: F401 - registers <statement:key>
from handoff.views import (
    closings,
    commissions,
    disputes,
    handoffs,
    pay_files,
    pay_lines,
    pay_overview,
    statements,
)

app_name = "handoff"

urlpatterns = [
    path("handoffs/", handoffs.desk, name="desk"),
    path("handoffs/<int:pk>/", handoffs.case, name="case"),
    path("handoffs/<int:pk>/introduce/", handoffs.introduce, name="introduce"),
    path("handoffs/<int:pk>/accept/", handoffs.accept, name="accept"),
    path("handoffs/<int:pk>/return/", handoffs.give_back, name="return"),
    path("handoffs/<int:pk>/assign/", handoffs.assign, name="assign"),
    path("handoffs/panel/<int:company_id>/", handoffs.panel, name="panel"),
    path("commissions/", commissions.desk, name="commissions"),
    path("commissions/clients/", commissions.clients, name="commission_clients"),
    path("commissions/statements/", statements.overview, name="statements"),
    path("commissions/statements/<statement:key>/", statements.statement, name="statement"),
    path("commissions/statements/<statement:key>/left-out/", statements.left_out, name="left_out"),
    path("commissions/statements/<statement:key>/pdf/", pay_files.pdf, name="statement_pdf"),
    path("commissions/statements/<statement:key>/xlsx/", pay_files.xlsx, name="statement_xlsx"),
    path("commissions/statements/<statement:key>/close/", statements.close, name="close_statement"),
    path("commissions/statements/<statement:key>/pay/", statements.pay, name="pay_statement"),
    path("commissions/statements/close-month/", closings.close_month, name="close_month"),
    path("commissions/closings/<int:pk>/", closings.closing, name="closing"),
    path("commissions/lines/<int:pk>/", pay_lines.line, name="line"),
    path("commissions/lines/<int:pk>/correct/", pay_lines.correct, name="correct_line"),
    path("commissions/lines/<int:pk>/dispute/", pay_lines.dispute, name="dispute_line"),
    path("commissions/people/<int:person_id>/correct/", pay_lines.correct_person, name="correct_person"),
    path("commissions/disputes/", disputes.disputes, name="disputes"),
    path("commissions/disputes/<int:pk>/", disputes.dispute, name="dispute"),
    path("commissions/disputes/<int:pk>/refuse/", disputes.refuse, name="refuse_dispute"),
    path("commissions/disputes/<int:pk>/grant/", disputes.grant, name="grant_dispute"),
    path("commissions/overview/", pay_overview.overview, name="commission_overview"),
]
