"""The scorecard a new department begins with: (criterion, weight, instant fail). The weights sum to 100."""

NAMES = {"en": "Cold call", "ru": "Холодный звонок"}

CRITERIA: dict[str, list[tuple[str, int, bool]]] = {
    "en": [
        ("Greeted, gave their own name and the company's", 10, False),
        ("Said why they call", 10, False),
        ("Asked questions before talking about us", 15, False),
        ("Met objections, did not argue", 15, False),
        ("Asked for the meeting", 20, False),
        ("Confirmed date, place and who takes part", 10, False),
        ("The note is of use to the hunter", 8, False),
        ("Polite from beginning to end", 4, True),
        ("No false promises", 4, True),
        ("A wish not to be called was respected", 4, True),
    ],
    "ru": [
        ("Приветствие, своё имя и компания", 10, False),
        ("Названа причина звонка", 10, False),
        ("Сначала вопросы, потом рассказ о нас", 15, False),
        ("Возражения отработаны без спора", 15, False),
        ("Предложена встреча", 20, False),
        ("Подтверждены дата, место и участники", 10, False),
        ("Заметка полезна хантеру", 8, False),
        ("Вежливость от начала до конца", 4, True),
        ("Нет ложных обещаний", 4, True),
        ("Просьба «не звонить» выполнена", 4, True),
    ],
}
