"""One file per thing."""

from salesorg.clients.models.activity import Activity
from salesorg.clients.models.company import Company
from salesorg.clients.models.contact_person import ContactPerson
from salesorg.clients.models.contact_point import ContactPoint
from salesorg.clients.models.do_not_call import DoNotCall
from salesorg.clients.models.ownership import Ownership
from salesorg.clients.models.reveal import Reveal

__all__ = ["Activity", "Company", "ContactPerson", "ContactPoint", "DoNotCall", "Ownership", "Reveal"]
