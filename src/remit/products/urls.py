"""Addresses of products."""

from django.urls import path

from remit.products.views import products

app_name = "products"

urlpatterns = [
    path("products/", products.product_list, name="list"),
    path("products/new/", products.create, name="create"),
    path("products/<str:product_key>/", products.detail, name="detail"),
    path("products/<str:product_key>/edit/", products.edit, name="edit"),
    path("products/<str:product_key>/stage", products.stage, name="stage"),
]
