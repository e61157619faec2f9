"""What the call-centre administrator does beside the daily calls: a file with companies that may be there twice, numbers
forbidden for a time, a list for a team."""

import csv
import io
from datetime import datetime, timedelta

from callcenter.actions import confirm_import, forbid_calls, run_import, update_call_list, upload_import
from callcenter.list_queries import call_lists
from callcenter.list_settings import AttemptWish
from salesorg.dashboards.demo.cast import company_row
from salesorg.dashboards.demo.stage import Stage
from salesorg.lib.phones import normalise_phone

# Companies of the first list that nobody has called for long, and free numbers of their towns.
AGAIN = (401, 407, 413, 419)


def tidy(stage: Stage, at: datetime) -> None:
    """One morning's work; it needs the first list."""
    adam = stage.person("adam")
    to = call_lists().get(name=stage.scenery.lists[0])
    file = io.BytesIO(again_csv(stage).encode())
    job = upload_import(actor=adam, call_list=to, file=file, file_name="fair.csv", at=at)
    run_import(job=confirm_import(actor=adam, job=job, mapping=job.mapping, at=at), at=at)
    until = (at + timedelta(days=90)).date()
    free = (normalise_phone(free_phone(stage, n), stage.scenery.country) for n in range(2))
    phones = [phone for phone in free if phone]
    forbid_calls(actor=adam, phones=phones, reason="law", expires_on=until, at=at)
    rules = [AttemptWish("busy", 60, None), AttemptWish("voicemail", None, 3)]
    update_call_list(actor=adam, call_list=to, at=at, calls_a_day=2, attempt_rules=rules)


def again_csv(stage: Stage) -> str:
    """The same companies by another spelling, with other numbers."""
    out = io.StringIO()
    rows = csv.writer(out)
    russian = stage.scenery.language == "ru"
    rows.writerow(["Название", "Телефон", "Город"] if russian else ["Company", "Phone", "City"])
    for n in AGAIN:
        name, _phone, _contact, _position, city, *_ = company_row(stage, n)
        bare = name.removeprefix("ООО ").strip("«»")
        rows.writerow([f"{bare}, ООО" if russian else f"{name} Inc.", free_phone(stage, n), city])
    return out.getvalue()


def free_phone(stage: Stage, n: int) -> str:
    """A number of the town of company `n` that no company of the play has."""
    code = stage.scenery.cities[n % len(stage.scenery.cities)][2]
    return stage.scenery.phone.format(code=code, n=90 + n % 10, m=99 - n % 10)
