"""API endpoints of this app (contract.md)."""

from django.urls import path

from farmers.api import deeds, reads

app_name = "farmers"

urlpatterns = [
    path("accounts/", reads.Accounts.as_view(), name="accounts"),
    path("accounts/<int:pk>/", reads.OneAccount.as_view(), name="account"),
    path("accounts/<int:pk>/touches/", deeds.Touches.as_view(), name="touches"),
    path("accounts/<int:pk>/promises/", deeds.Promises.as_view(), name="promises"),
    path("accounts/<int:pk>/requests/", deeds.Requests.as_view(), name="requests"),
    path("accounts/<int:pk>/sales/", deeds.sales, name="sales"),
    path("accounts/<int:pk>/reassign/", deeds.reassign, name="reassign"),
    path("promises/<int:pk>/settle/", deeds.settle, name="settle"),
    path("requests/<int:pk>/answer/", deeds.answer, name="answer"),
    path("portfolios/", reads.portfolios, name="portfolios"),
]
