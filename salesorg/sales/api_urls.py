"""API endpoints of this app (contract.md)."""

from django.urls import path

from salesorg.sales import api

app_name = "sales"

urlpatterns = [
    path("products/", api.Products.as_view(), name="products"),
    path("payments/", api.Payments.as_view(), name="payments"),
    path("payments/<int:pk>/refunds/", api.refund, name="refunds"),
]
