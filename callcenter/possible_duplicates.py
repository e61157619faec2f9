"""Which of an import's new companies may be one with an older one: same site, or the same name in the same city."""

from datetime import datetime

from django.db import connection

from callcenter.models import ImportJob

# So many companies with one site or one name in one city may be one; more are a holding, a portal or a common word.
HANDFUL = 5
# Mail, social networks, directories and site builders: whose address stands there says nothing about who it is.
PUBLIC_DOMAINS = sorted({
    "gmail.com", "googlemail.com", "yahoo.com", "hotmail.com", "outlook.com", "live.com", "msn.com", "aol.com", "icloud.com",
    "mail.com", "gmx.de", "gmx.net", "web.de", "proton.me", "protonmail.com", "mail.ru", "bk.ru", "inbox.ru", "list.ru",
    "internet.ru", "ya.ru", "yandex.ru", "yandex.com", "yandex.by", "yandex.kz", "rambler.ru", "lenta.ru", "ukr.net", "tut.by",
    "facebook.com", "m.facebook.com", "fb.com", "instagram.com", "twitter.com", "x.com", "linkedin.com", "youtube.com",
    "tiktok.com", "pinterest.com", "t.me", "telegram.me", "wa.me", "whatsapp.com", "vk.com", "m.vk.com", "vk.ru", "ok.ru",
    "m.ok.ru", "my.mail.ru", "dzen.ru", "taplink.cc", "linktr.ee", "hh.ru", "2gis.ru", "2gis.com", "go.2gis.com", "zoon.ru",
    "avito.ru", "ozon.ru", "wildberries.ru", "yell.ru", "flamp.ru", "prodoctorov.ru", "rusprofile.ru", "list-org.com",
    "google.com", "maps.google.com", "goo.gl", "g.page", "sites.google.com", "maps.app.goo.gl", "bit.ly", "clck.ru",
    "yelp.com", "tripadvisor.com", "etsy.com", "ebay.com", "amazon.com", "wikipedia.org", "github.io", "github.com",
    "wordpress.com", "blogspot.com", "wixsite.com", "wix.com", "squarespace.com", "weebly.com", "tilda.ws", "tilda.cc",
    "narod.ru", "ucoz.ru", "jimdo.com", "nethouse.ru", "umi.ru", "tiu.ru", "pulscen.ru", "satom.ru", "blizko.ru",
})  # fmt: skip

# Each domain and each name is looked up once, by its index; from the first six that it has the oldest is taken.
_FIND = """
WITH new AS MATERIALIZED (
    SELECT company.id, company.site_domain, company.name_key, upper(company.city) AS city, upper(company.region) AS region
    FROM callcenter_lead lead JOIN clients_company company ON company.id = lead.company_id
    WHERE lead.import_job_id = %(job)s AND company.merged_into_id IS NULL
), by_domain AS MATERIALIZED (
    SELECT wanted.site_domain, known.oldest
    FROM (SELECT DISTINCT site_domain FROM new WHERE site_domain <> '' AND site_domain <> ALL (%(public)s)) wanted
    CROSS JOIN LATERAL (
        SELECT min(id) AS oldest, count(*) AS n FROM (
            SELECT id FROM clients_company
            WHERE site_domain = wanted.site_domain AND site_domain <> '' AND merged_into_id IS NULL LIMIT %(handful)s + 1
        ) AS few
    ) known
    WHERE known.n BETWEEN 2 AND %(handful)s
), by_name AS MATERIALIZED (
    SELECT wanted.name_key, wanted.city, wanted.region, known.oldest
    FROM (SELECT DISTINCT name_key, city, region FROM new WHERE length(name_key) > 2 AND city <> '') wanted
    CROSS JOIN LATERAL (
        SELECT min(id) AS oldest, count(*) AS n FROM (
            SELECT id FROM clients_company
            WHERE name_key = wanted.name_key AND name_key <> '' AND upper(city) = wanted.city AND merged_into_id IS NULL
                -- Carrollton is in Kentucky and in Missouri.
                AND (upper(region) = wanted.region OR region = '' OR wanted.region = '')
            LIMIT %(handful)s + 1
        ) AS few
    ) known
    WHERE known.n BETWEEN 2 AND %(handful)s
), found AS (
    SELECT new.id AS company, by_domain.oldest, 'domain' AS reason, 1 AS rank
    FROM new JOIN by_domain ON by_domain.site_domain = new.site_domain
    UNION ALL
    SELECT new.id, by_name.oldest, 'name', 2
    FROM new JOIN by_name ON by_name.name_key = new.name_key AND by_name.city = new.city AND by_name.region = new.region
)
INSERT INTO callcenter_possibleduplicate (first_id, second_id, import_job_id, reason, state, found_at, moved)
SELECT DISTINCT ON (company) oldest, company, %(job)s, reason, 'open', %(at)s, '{}'
FROM found WHERE oldest < company ORDER BY company, oldest, rank
ON CONFLICT DO NOTHING
"""


def find_possible_duplicates(job: ImportJob, at: datetime) -> int:
    """Write down, for each company that this import made, the oldest other one that it may be; return how many.

    One statement; a pair that is known already stays as it was decided.
    """
    with connection.cursor() as cursor:
        cursor.execute(_FIND, {"job": job.pk, "at": at, "public": PUBLIC_DOMAINS, "handful": HANDFUL})
        return int(cursor.rowcount)
