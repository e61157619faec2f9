"""Pages of this app, like a site map."""

from django.urls import path

from farmers.views import account, deeds, desk, heads, panel, portfolios

app_name = "farmers"

urlpatterns = [
    path("", desk.desk, name="desk"),
    path("figures/", desk.figures, name="figures"),
    path("farmers/", portfolios.portfolios, name="portfolios"),
    path("panel/<int:company_id>/", panel.panel, name="panel"),
    path("<int:pk>/", account.account, name="account"),
    path("<int:pk>/row/", desk.row, name="row"),
    path("<int:pk>/contacts/", account.contacts, name="contacts"),
    path("<int:pk>/touch/", deeds.touch, name="touch"),
    path("<int:pk>/promise/", deeds.promise, name="promise"),
    path("<int:pk>/request/", deeds.request_, name="request"),
    path("<int:pk>/sale/", deeds.sale, name="sale"),
    path("<int:pk>/reassign/", heads.reassign, name="reassign"),
    path("<int:pk>/level/", heads.level, name="level"),
    path("promises/<int:pk>/settle/", deeds.settle, name="settle"),
    path("requests/<int:pk>/answer/", deeds.answer, name="answer"),
]
