from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Role(models.TextChoices):
    """The nine roles; the codes are the API's (contract.md)."""

    CALL_MANAGER = "call_manager", _("Call manager")
    CALL_CENTER_ADMIN = "call_center_admin", _("Call-centre administrator")
    HUNTER = "hunter", _("Hunter")
    HUNTERS_HEAD = "hunters_head", _("Head of hunters")
    FARMER = "farmer", pgettext_lazy("role", "Farmer")
    FARMERS_HEAD = "farmers_head", _("Head of client department")
    FINANCE = "finance", _("Finance")
    SALES_HEAD = "sales_head", _("Head of sales")
    ADMIN = "admin", _("Administrator")
