"""Names, places and wares of the demo department, in the language of its people. All numbers are fictitious:
in the United States 555-01xx is set aside for fiction; in Russia no subscriber number begins with 000.
"""

from dataclasses import dataclass

from salesorg.people.models import Role

R = Role


@dataclass(frozen=True)
class Scenery:
    """One country's version of the same play."""

    language: str
    country: str
    currency: str
    time_zone: str
    vat: str
    organisation: str
    people: tuple[tuple[str, str, Role, str], ...]
    cities: tuple[tuple[str, str, str, str], ...]
    first_words: tuple[str, ...]
    second_words: tuple[str, ...]
    pattern: str
    trades: tuple[str, ...]
    contacts: tuple[str, ...]
    positions: tuple[str, ...]
    products: tuple[tuple[str, str, str], ...]
    lists: tuple[str, str]
    notes: dict[str, tuple[str, ...]]
    reasons: tuple[str, ...]
    phone: str


# (user name, name, role, team)
ENGLISH_PEOPLE = (
    ("cara", "Cara Bennett", R.CALL_MANAGER, "Call centre"),
    ("cody", "Cody Ramirez", R.CALL_MANAGER, "Call centre"),
    ("carol", "Carol Fisher", R.CALL_MANAGER, "Call centre"),
    ("adam", "Adam Whitfield", R.CALL_CENTER_ADMIN, "Call centre"),
    ("hal", "Hal Donovan", R.HUNTER, "Active sales"),
    ("holly", "Holly Prescott", R.HUNTER, "Active sales"),
    ("hugo", "Hugo Marsh", R.HUNTER, "Active sales"),
    ("hanna", "Hanna Lindqvist", R.HUNTER, "Active sales"),
    ("henry", "Henry Osei", R.HUNTER, "Active sales"),
    ("hera", "Hera Castellanos", R.HUNTERS_HEAD, "Active sales"),
    ("fay", "Fay Montgomery", R.FARMER, "Client department"),
    ("flo", "Flo Abernathy", R.FARMER, "Client department"),
    ("frank", "Frank Delgado", R.FARMER, "Client department"),
    ("faith", "Faith Nakamura", R.FARMER, "Client department"),
    ("fern", "Fern Callahan", R.FARMERS_HEAD, "Client department"),
    ("finn", "Finn Archer", R.FINANCE, ""),
    ("sue", "Sue Hargrove", R.SALES_HEAD, ""),
    ("root", "Robin Root", R.ADMIN, ""),
)

RUSSIAN_NAMES = {
    "cara": "Карина Белова", "cody": "Кирилл Ремизов", "carol": "Ксения Рыбакова", "adam": "Артём Виноградов",
    "hal": "Харитон Данилов", "holly": "Ольга Преснякова", "hugo": "Игорь Маршаков", "hanna": "Анна Линдберг",
    "henry": "Геннадий Осипов", "hera": "Вера Костылева", "fay": "Фаина Молчанова", "flo": "Флора Абрамова",
    "frank": "Филипп Делягин", "faith": "Вероника Накипова", "fern": "Фёдор Калганов", "finn": "Филипп Арсеньев",
    "sue": "Софья Гордеева", "root": "Роман Коренев",
}  # fmt: skip
RUSSIAN_TEAMS = {
    "Call centre": "Колл-центр",
    "Active sales": "Активные продажи",
    "Client department": "Клиентский отдел",
    "": "",
}

# (city, state or region, area code, IANA zone)
ENGLISH = Scenery(
    language="en", country="US", currency="USD", time_zone="America/New_York", vat="0.000",
    organisation="Meridian Equipment", people=ENGLISH_PEOPLE,
    cities=(
        ("New York", "NY", "212", "America/New_York"), ("Boston", "MA", "617", "America/New_York"),
        ("Philadelphia", "PA", "215", "America/New_York"), ("Atlanta", "GA", "404", "America/New_York"),
        ("Charlotte", "NC", "704", "America/New_York"), ("Pittsburgh", "PA", "412", "America/New_York"),
        ("Chicago", "IL", "312", "America/Chicago"), ("Dallas", "TX", "214", "America/Chicago"),
        ("Minneapolis", "MN", "612", "America/Chicago"), ("Nashville", "TN", "615", "America/Chicago"),
        ("Denver", "CO", "303", "America/Denver"), ("Salt Lake City", "UT", "801", "America/Denver"),
        ("Seattle", "WA", "206", "America/Los_Angeles"), ("Portland", "OR", "503", "America/Los_Angeles"),
        ("San Diego", "CA", "619", "America/Los_Angeles"),
    ),
    first_words=("Harbor", "Summit", "Cedar", "Liberty", "Granite", "Lakeside", "Pioneer", "Blue Ridge", "Sterling",
                 "Evergreen", "Keystone", "Prairie", "Beacon", "Redwood", "Ironwood", "Silver Creek", "Northgate",
                 "Oakmont", "Fairview", "Westbrook"),
    second_words=("Foods", "Logistics", "Packaging", "Plastics", "Dairy", "Printing", "Furniture", "Textiles",
                  "Machining", "Brewing", "Pharma", "Electronics", "Steel", "Paper", "Cold Storage", "Auto Parts",
                  "Building Supply", "Chemicals", "Bakery", "Distribution"),
    pattern="{a} {b}",
    trades=("Food", "Logistics", "Manufacturing", "Wholesale"),
    contacts=("Laura Mitchell", "James Carter", "Angela Brooks", "Michael Hughes", "Diane Foster", "Robert Kim",
              "Patricia Young", "Steven Price", "Monica Reyes", "Kevin Walsh"),
    positions=("Purchasing manager", "Plant manager", "Chief engineer", "Owner", "Operations director"),
    products=(("LINE-200", "Packing line PL-200", "18500.00"), ("SCALE-30", "Floor scale FS-30", "2400.00"),
              ("LABEL-9", "Labeller LB-9", "5900.00"), ("SERV-Y", "Service contract, one year", "3600.00"),
              ("PARTS-K", "Spare parts kit", "780.00"), ("FILM-50", "Stretch film, pallet", "640.00")),
    lists=("Manufacturers, autumn", "Trade fair visitors, call any time"),
    notes={
        "reached": ("Interested in the packing line, wants figures.", "Buys from a local dealer, contract ends soon.",
                    "Asked to send a person who knows the labellers.", "Budget is decided next quarter."),
        "touch": ("All running, asked about spare parts.", "Wants training for a second shift.",
                  "Happy with the delivery; next order in a month.", "Line stops at times, sent the service team."),
        "brief": ("Two old lines, wants to replace one this year.", "Compares us with their present dealer."),
        "promise": ("Send the maintenance plan", "Call about the delivery date", "Prepare a price for ten pallets"),
        "request": ("The label printer smears.", "Please send the certificate once more.", "When does the kit arrive?"),
    },
    reasons=("Has a supplier", "No need", "Too expensive", "Bad experience"),
    phone="({code}) 555-01{n:02d}",
)  # fmt: skip

RUSSIAN = Scenery(
    language="ru", country="RU", currency="RUB", time_zone="Europe/Moscow", vat="0.200",
    organisation="Вектор Оборудование",
    people=tuple((login, RUSSIAN_NAMES[login], role, RUSSIAN_TEAMS[team]) for login, _, role, team in ENGLISH_PEOPLE),
    cities=(
        ("Москва", "Москва", "495", "Europe/Moscow"), ("Санкт-Петербург", "Санкт-Петербург", "812", "Europe/Moscow"),
        ("Казань", "Татарстан", "843", "Europe/Moscow"), ("Нижний Новгород", "Нижегородская область", "831", "Europe/Moscow"),
        ("Воронеж", "Воронежская область", "473", "Europe/Moscow"), ("Краснодар", "Краснодарский край", "861", "Europe/Moscow"),
        ("Самара", "Самарская область", "846", "Europe/Samara"), ("Екатеринбург", "Свердловская область", "343", "Asia/Yekaterinburg"),
        ("Челябинск", "Челябинская область", "351", "Asia/Yekaterinburg"), ("Пермь", "Пермский край", "342", "Asia/Yekaterinburg"),
        ("Омск", "Омская область", "381", "Asia/Omsk"), ("Новосибирск", "Новосибирская область", "383", "Asia/Novosibirsk"),
    ),
    first_words=("Урал", "Север", "Волга", "Сибирь", "Аврора", "Гранит", "Вектор", "Орион", "Заря", "Берег", "Кедр",
                 "Маяк", "Полюс", "Родник", "Рубин", "Меридиан", "Континент", "Янтарь", "Сокол", "Ёлка"),
    second_words=("Пак", "Пром", "Снаб", "Торг", "Пласт", "Молоко", "Хлеб", "Логистик", "Мебель", "Текстиль", "Сталь",
                  "Маш", "Фарм", "Электро", "Строй", "Агро", "Химия", "Бумага", "Холод", "Авто"),
    pattern="ООО «{a}{c}»",
    trades=("Пищевое производство", "Логистика", "Производство", "Оптовая торговля"),
    contacts=("Анна Ёлкина", "Сергей Кузнецов", "Елена Соколова", "Игорь Яковлев", "Ольга Морозова", "Фёдор Волков",
              "Юлия Зайцева", "Артём Павлов", "Наталья Орлова", "Дмитрий Щербаков"),
    positions=("Руководитель закупок", "Директор производства", "Главный инженер", "Собственник", "Коммерческий директор"),
    products=(("LINE-200", "Упаковочная линия ПЛ-200", "1480000.00"), ("SCALE-30", "Весы напольные ВН-30", "189000.00"),
              ("LABEL-9", "Этикетировщик ЭТ-9", "465000.00"), ("SERV-Y", "Сервисный договор на год", "290000.00"),
              ("PARTS-K", "Комплект запчастей", "62000.00"), ("FILM-50", "Стрейч-плёнка, паллета", "51000.00")),
    lists=("Производства, осень", "Посетители выставки, звонить в любое время"),
    notes={
        "reached": ("Интересна упаковочная линия, ждут цифры.", "Работают с местным дилером, договор скоро кончается.",
                    "Просят специалиста по этикетировщикам.", "Бюджет утверждают в следующем квартале."),
        "touch": ("Всё работает, спрашивали про запчасти.", "Просят обучить вторую смену.",
                  "Поставкой довольны, следующий заказ через месяц.", "Линия иногда встаёт, отправили сервис."),
        "brief": ("Две старые линии, одну хотят заменить в этом году.", "Сравнивают нас с нынешним поставщиком."),
        "promise": ("Прислать план обслуживания", "Позвонить о сроке поставки", "Подготовить цену на десять паллет"),
        "request": ("Принтер этикеток мажет.", "Пришлите, пожалуйста, сертификат ещё раз.", "Когда придёт комплект?"),
    },
    reasons=("Есть поставщик", "Нет потребности", "Дорого", "Плохой опыт"),
    phone="8 ({code}) 000-{n:02d}-{m:02d}",
)  # fmt: skip

SCENERIES = {"en": ENGLISH, "ru": RUSSIAN}
