from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "salesorg.lib.ui"
    label = "ui"
    verbose_name = "Design system"
