from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HuntersConfig(AppConfig):
    name = "hunters"
    label = "hunters"
    verbose_name = _("Active sales")
