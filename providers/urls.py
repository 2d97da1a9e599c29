from django.urls import path

from providers.views import models, playground, records, routes

urlpatterns = [
    path("", models.overview, name="providers"),
    path("models/<int:pk>/", models.model, name="provider-model"),
    path("models/<int:pk>/test/", models.test, name="provider-test"),
    path("models/<int:pk>/enable/", models.enable, name="provider-enable"),
    path("models/<int:pk>/disable/", models.disable, name="provider-disable"),
    path("models/<int:pk>/reset/", models.reset, name="provider-reset"),
    path("routes/", routes.routes, name="provider-routes"),
    path("routes/<slug:name>/enable/", routes.enable, name="provider-route-enable"),
    path("routes/<slug:name>/disable/", routes.disable, name="provider-route-disable"),
    path("routes/<slug:name>/hedge/", routes.hedge, name="provider-route-hedge"),
    path("routes/<slug:name>/entries/", routes.add, name="provider-entry-add"),
    path("routes/entries/<int:pk>/move/", routes.move, name="provider-entry-move"),
    path("routes/entries/<int:pk>/remove/", routes.remove, name="provider-entry-remove"),
    path("switches/", records.switches, name="provider-switches"),
    path("usage/", records.usage, name="provider-usage"),
    path("playground/", playground.playground, name="provider-playground"),
]
