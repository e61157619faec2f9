"""What the call centre's people open, page by page. Run as a program it fills a database, as `_pages_data` does."""

import io
from typing import Any

from benchmarks._pages_data import BUSY, CENTRE, HEAD, Page, main, of_call_centre, person


def pages() -> list[Page]:
    """Every page of the call centre that the product has."""
    return [*of_call_centre(), *narrowed_leads(), *of_lists(), *of_quality(), *of_reports()]


def page(
    what: str,
    login: str,
    name: str,
    *args: object,
    text: str = "<h1",
    query: str = "",
    budget: int | None = None,
) -> list[Page]:
    """The page of a URL's name; none where the product has no such URL."""
    from django.urls import NoReverseMatch, reverse

    try:
        path = reverse(f"callcenter:{name}", args=args)
    except NoReverseMatch:
        return []
    return [Page(what, login, path + query, text, budget)]


def narrowed_leads() -> list[Page]:
    """The leads, by everything one can narrow them by."""
    from callcenter.models import CallList

    of = CallList.objects.order_by("pk")[1].pk
    ways = {
        "waiting": "state=waiting", "callbacks": "state=callback", "closed": "state=closed", "of a list": f"call_list={of}",
        "of a list, waiting": f"call_list={of}&state=waiting", "third page": "page=3",
        "of a city": "city=new", "last result": "result=busy", "last result of a list": f"call_list={of}&result=busy",
    }  # fmt: skip
    return [
        one
        for what, way in ways.items()
        for one in page(f"leads: {what}", CENTRE, "leads", query=f"?{way}", budget=25)
    ]


def of_lists() -> list[Page]:
    """Lists, imports, twins, scripts."""
    from callcenter.models import CallList, Script

    of, script, job = CallList.objects.order_by("pk")[0], Script.objects.order_by("pk")[0], imported()
    named = assigned()
    return [
        *page("lists: one", CENTRE, "list", of.pk),
        *page("lists: one, people and teams", CENTRE, "list", named),
        *page("lists: edit, people and teams", CENTRE, "list_edit", named),
        *page("lists: recycle", CENTRE, "list_recycle", of.pk),
        *page("lists: new", CENTRE, "list_new"),
        *page("lists: edit", CENTRE, "list_edit", of.pk),
        *page("imports: a report", CENTRE, "import_job", job, text="twins.csv"),
        *page("do not call: a number", CENTRE, "do_not_call", query="?phone=%2B12122000005"),
        *page("duplicates", CENTRE, "duplicates", budget=25),
        *page("duplicates: kept", CENTRE, "duplicates", query="?state=kept", budget=25),
        *page("scripts: one", CENTRE, "script", script.pk),
        *page("scripts: edit", CENTRE, "script_edit", script.pk),
        *page("scripts: draft", CENTRE, "script_draft", script.pk),
        *page("scripts: figures", CENTRE, "script_figures", script.pk),
        *page("scripts: notes", CENTRE, "script_notes", script.pk, budget=25),
    ]  # fmt: skip


def assigned() -> int:
    """A list with many people, teams and rules of its own named."""
    from callcenter.actions import update_call_list
    from callcenter.list_settings import AttemptWish
    from callcenter.models import CallList
    from salesorg.people.models import Role, Team, User
    from salesorg.people.queries import database_now

    teams = [Team.objects.get_or_create(name=f"Bench team {n}")[0] for n in range(10)]
    callers = User.objects.filter(role=Role.CALL_MANAGER, is_active=True)[:50]
    rules = [AttemptWish("busy", 60, 2), AttemptWish("no_answer", 120, 4)]
    of = CallList.objects.order_by("pk")[1]
    update_call_list(
        actor=person(CENTRE),
        call_list=of,
        at=database_now(),
        people=callers,
        teams=teams,
        attempt_rules=rules,
    )
    return of.pk


def imported() -> int:
    """A small import with rows of every kind, so that there is a report to look at."""
    from callcenter.actions import confirm_import, run_import, upload_import
    from callcenter.models import CallList, ImportJob
    from salesorg.people.queries import database_now

    if known := ImportJob.objects.filter(file_name="twins.csv").first():
        return known.pk
    rows = [f"Newcomer {n},+1212{7_000_000 + n // 2}" for n in range(400)]
    file, at, actor = (
        io.BytesIO("\n".join(["Company,Phone", *rows, "Nobody,12"]).encode()),
        database_now(),
        person(CENTRE),
    )
    of = CallList.objects.order_by("pk")[0]
    job = upload_import(actor=actor, call_list=of, file=file, file_name="twins.csv", at=at)
    return run_import(job=confirm_import(actor=actor, job=job, mapping=job.mapping, at=at), at=at).pk


def of_quality() -> list[Page]:
    """Reviews, scorecards and audits."""
    from callcenter.models import Review

    review: Any = Review.objects.filter(reviewed_at__isnull=False).order_by("-pk")[0]
    return [
        *page("reviews", CENTRE, "reviews", budget=25),
        *page("reviews: one", CENTRE, "review", review.pk),
        *page("reviews: calls to choose from", CENTRE, "review_calls", budget=25),
        *page("reviews: people", CENTRE, "review_people", budget=25),
        *page("reviews: a person", CENTRE, "review_person", review.manager_id),
        *page("reviews: scorecards", CENTRE, "scorecards"),
        *page("my reviews", review.manager.username, "my_reviews", budget=25),
        *page("my reviews: one", review.manager.username, "my_review", review.pk),
        *page("audits", CENTRE, "audits", budget=25),
    ]  # fmt: skip


def of_reports() -> list[Page]:
    """Reports and the log of all calls."""
    return [
        *page("reports", CENTRE, "reports"),
        *page("reports: head of sales", HEAD, "reports"),
        *page("reports: 90 days by hour", CENTRE, "reports", query="?by=hour&period=days"),
        *page("call log", CENTRE, "call_log", budget=25),
        *page("call log: booked", CENTRE, "call_log", query="?disposition=meeting_booked", budget=25),
        *page("call log: one person", CENTRE, "call_log", query=f"?manager={person(BUSY).pk}", budget=25),
        *page("exports", CENTRE, "exports", budget=25),
    ]  # fmt: skip


if __name__ == "__main__":
    main(pages)
