"""Before the curtain: settings, people, wares, lists."""

import csv
import io
from datetime import datetime, time
from decimal import Decimal

from callcenter.actions import confirm_import, create_call_list, run_import, upload_import
from salesorg.dashboards.demo.scenery import Scenery
from salesorg.dashboards.demo.stage import Stage
from salesorg.people.actions import hire_person
from salesorg.people.models import Organisation, Team
from salesorg.people.queries import organisation
from salesorg.sales.models import Product

PASSWORD = "salesorg-demo"  # noqa: S105 - the demo department's, printed on its login page
# Everybody has a telephone; heads and finance take tables out as files.
FIRST_EXTENSION = 101
MAY_EXPORT = {"adam", "sue", "finn", "hera", "fern"}
# Small portfolios fill up within the months of the play, so that the hiring signal can be seen at work.
CAPACITIES = {"fay": Decimal(17), "flo": Decimal(17), "frank": Decimal(20), "faith": Decimal(15)}


def furnish(scenery: Scenery) -> Organisation:
    """Write the organisation's settings and what it sells."""
    settings = organisation()
    settings.name, settings.country, settings.language = (
        scenery.organisation,
        scenery.country,
        scenery.language,
    )
    settings.currency, settings.time_zone, settings.vat_rate = (
        scenery.currency,
        scenery.time_zone,
        Decimal(scenery.vat),
    )
    settings.calls_per_day_norm = 40
    settings.save()
    Product.objects.bulk_create(Product(sku=s, name=n, price=Decimal(p)) for s, n, p in scenery.products)
    return settings


def hire_everybody(stage: Stage, at: datetime) -> None:
    """Employ the cast. Their addresses end in `demo.example`, by which the login page knows a demo department."""
    for place, (username, name, role, team_name) in enumerate(stage.scenery.people):
        team = Team.objects.get_or_create(name=team_name)[0] if team_name else None
        stage.people[username] = hire_person(
            actor=None, at=at, username=username, name=name, role=role, password=PASSWORD,
            language=stage.scenery.language, time_zone=stage.scenery.time_zone, team=team,
            email=f"{username}@demo.example", capacity=CAPACITIES.get(username),
            extension=str(FIRST_EXTENSION + place), may_export=username in MAY_EXPORT,
        )  # fmt: skip


def import_list(
    stage: Stage, *, name: str, first: int, count: int, priority: int, at: datetime, any_time: bool = False
) -> None:
    """Import companies number `first` to `first + count` through the administrator's own import.

    `any_time`: these may be called at any hour, so that a newcomer finds work in the queue at night, too.
    """
    adam = stage.person("adam")
    made = create_call_list(
        actor=adam, name=name, region=stage.scenery.country, priority=priority, at=at,
        calling_from=time(0) if any_time else time(9), calling_to=time(23, 59) if any_time else time(18),
        calling_days=range(1, 8) if any_time else range(1, 6),
    )  # fmt: skip
    file = io.BytesIO(companies_csv(stage, first, count))
    job = upload_import(actor=adam, call_list=made, file=file, file_name="companies.csv", at=at)
    run_import(job=confirm_import(actor=adam, job=job, mapping=job.mapping, at=at), at=at)


def companies_csv(stage: Stage, first: int, count: int) -> bytes:
    """A list as one buys it: headers in the language of the country, phones as people write them."""
    russian = stage.scenery.language == "ru"
    headers = (
        ["Название", "Телефон", "Контактное лицо", "Должность", "Город", "Регион", "Отрасль", "E-mail"]
        if russian
        else ["Company", "Phone", "Contact person", "Position", "City", "State", "Segment", "E-mail"]
    )
    out = io.StringIO()
    rows = csv.writer(out, delimiter=";" if russian else ",")
    rows.writerow(headers)
    for n in range(first, first + count):
        rows.writerow(company_row(stage, n))
    return out.getvalue().encode("cp1251" if russian else "utf-8", errors="replace")


def company_row(stage: Stage, n: int) -> list[str]:
    """Company number `n`: the same every time."""
    scenery = stage.scenery
    city, region, code, _ = scenery.cities[n % len(scenery.cities)]
    a = scenery.first_words[n % len(scenery.first_words)]
    b = scenery.second_words[(n // len(scenery.first_words)) % len(scenery.second_words)]
    # After 400 names the place tells the companies apart, as it does in life.
    place = "" if n < 400 else f" {city}"
    name = scenery.pattern.format(a=a, b=b, c=b.lower()) + place
    phone = scenery.phone.format(code=code, n=n // len(scenery.cities) % 100, m=n % 100)
    contact = scenery.contacts[n % len(scenery.contacts)]
    position = scenery.positions[n // 3 % len(scenery.positions)]
    trade = scenery.trades[n % len(scenery.trades)]
    return [name, phone, contact, position, city, region, trade, f"office{n}@example.com"]
