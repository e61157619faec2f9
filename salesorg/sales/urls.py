"""Pages of this app, like a site map."""

from django.urls import path

from salesorg.sales import views

app_name = "sales"

urlpatterns = [
    path("", views.payments, name="payments"),
    path("new/", views.choose_sale, name="choose_sale"),
    path("new/<int:sale_id>/", views.new_payment, name="new_payment"),
    path("<int:pk>/refund/", views.refund, name="refund"),
]
