"""The time zone of a place: by area code, else by state (US) or region (Russia). Half a state's width is accepted."""

from functools import lru_cache

from salesorg.lib.phones import time_zone_of

_US = {
    "America/New_York": "CT DE DC FL GA IN KY ME MD MA MI NH NJ NY NC OH PA RI SC VT VA WV",
    "America/Chicago": "AL AR IL IA KS LA MN MS MO NE ND OK SD TN TX WI",
    "America/Denver": "CO ID MT NM UT WY",
    "America/Phoenix": "AZ",
    "America/Los_Angeles": "CA NV OR WA",
    "America/Anchorage": "AK",
    "Pacific/Honolulu": "HI",
    "America/Puerto_Rico": "PR VI",
    "Pacific/Guam": "GU MP",
    "Pacific/Pago_Pago": "AS",
}
_US_NAMES = (
    "alabama AL,alaska AK,arizona AZ,arkansas AR,california CA,colorado CO,connecticut CT,delaware DE,"
    "district of columbia DC,florida FL,georgia GA,hawaii HI,idaho ID,illinois IL,indiana IN,iowa IA,kansas KS,"
    "kentucky KY,louisiana LA,maine ME,maryland MD,massachusetts MA,michigan MI,minnesota MN,mississippi MS,"
    "missouri MO,montana MT,nebraska NE,nevada NV,new hampshire NH,new jersey NJ,new mexico NM,new york NY,"
    "north carolina NC,north dakota ND,ohio OH,oklahoma OK,oregon OR,pennsylvania PA,rhode island RI,"
    "south carolina SC,south dakota SD,tennessee TN,texas TX,utah UT,vermont VT,virginia VA,washington WA,"
    "west virginia WV,wisconsin WI,wyoming WY,puerto rico PR,guam GU"
)
US_STATES = {state: zone for zone, states in _US.items() for state in states.split()}
US_STATES |= {
    pair.rpartition(" ")[0].upper(): US_STATES[pair.rpartition(" ")[2]] for pair in _US_NAMES.split(",")
}

# Stems, longest first where one holds another; whatever is not named here is Moscow's time.
_RU = {
    "Europe/Kaliningrad": "калинингр",
    "Europe/Samara": "самар удмурт",
    "Europe/Saratov": "саратов",
    "Europe/Astrakhan": "астрахан",
    "Europe/Ulyanovsk": "ульянов",
    "Asia/Yekaterinburg": "свердлов екатеринб пермск пермь челябин башк уфа оренбург тюмен хант югр ямал курган",
    "Asia/Omsk": "омск",
    "Asia/Novosibirsk": "новосиб",
    "Asia/Tomsk": "томск",
    "Asia/Barnaul": "алтай барнаул",
    "Asia/Novokuznetsk": "кемеров кузбас",
    "Asia/Krasnoyarsk": "краснояр хакас тыва",
    "Asia/Irkutsk": "иркут бурят",
    "Asia/Chita": "забайкал чита",
    "Asia/Yakutsk": "якут саха амурск благовещ",
    "Asia/Vladivostok": "примор владивост хабаров еврейск",
    "Asia/Magadan": "магадан",
    "Asia/Sakhalin": "сахалин",
    "Asia/Kamchatka": "камчат чукот",
}
_MOSCOW = (
    "москв моск петерб ленинград адыге белгород брянск владимир волгоград вологод воронеж дагест иванов ингуш кабард "
    "калмык калуж калуг карач карел коми костром краснодар крым курск липецк марий мордов мурман ненец нижегор нижний "
    "новгород орл орел осет пенз псков ростов рязан севастоп смолен ставроп тамбов татар казан твер тул чечен чуваш ярослав "
    "архангел киров"
)
RU_STEMS = [(stem, zone) for zone, stems in _RU.items() for stem in stems.split()]
RU_STEMS += [(stem, "Europe/Moscow") for stem in _MOSCOW.split()]
# «Омск» stands in «Томск», «Амурск» in nothing but itself: the longest stem that fits decides.
RU_STEMS.sort(key=lambda pair: -len(pair[0]))


def zone_of(phones: list[str], country: str, region: str, city: str, default: str) -> str:
    """Return the IANA zone of a company: of its first telling phone, else of its state or region, else `default`."""
    for phone in phones:
        if zone := _zone_of_phone(phone):
            return zone
    return _zone_of_place(country, region, city) or default


def _zone_of_phone(phone: str) -> str | None:
    # Area codes of +1 and +7 are told by the first seven digits: a list of one town asks the catalogue once.
    return _zone_of_code(phone[:8], phone) if phone.startswith(("+1", "+7")) else time_zone_of(phone)


_codes: dict[str, str | None] = {}


def _zone_of_code(code: str, phone: str) -> str | None:
    if code not in _codes:
        if len(_codes) > 50_000:
            _codes.clear()
        _codes[code] = time_zone_of(phone)
    return _codes[code]


@lru_cache(maxsize=4096)
def _zone_of_place(country: str, region: str, city: str) -> str | None:
    if country == "US":
        return US_STATES.get(region.strip(" .").upper())
    if country == "RU":
        words = f"{region} {city}".lower().replace("ё", "е").split()
        for stem, zone in RU_STEMS:
            if any(word.startswith(stem) for word in words):
                return zone
    return None
