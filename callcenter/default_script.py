"""The script a new department begins with: to the decision maker, to a meeting, past three objections."""

from typing import Any

NAMES = {"en": "Cold call: book a meeting", "ru": "Холодный звонок: назначить встречу"}

_EN: dict[str, Any] = {
    "start": "hello",
    "steps": {
        "hello": {
            "title": "Opening",
            "text": "Good day, this is {me} from {organisation}. Who at {company} decides about suppliers in our field?",
            "answers": [
                {"text": "That is me", "next": "why"},
                {"text": "I will put you through", "next": "why"},
                {"text": "What is it about?", "next": "gatekeeper"},
                {"text": "Not interested", "next": "not_interested"},
            ],
        },
        "gatekeeper": {
            "title": "The secretary",
            "text": "It is about how companies like {company} cut the costs of their supplies. Two minutes with the person "
            "responsible are enough. What is the name, please, and when is the best time to call?",
            "answers": [
                {"text": "I will put you through", "next": "why"},
                {"text": "Call back later", "next": "call_back"},
                {"text": "Send an e-mail", "next": "send_email"},
            ],
        },
        "why": {
            "title": "Why we call",
            "text": "We work with companies of your kind and I would like to see whether we can be of use to you. May I ask "
            "two questions? Who supplies you today? What would you change about it, if you could?",
            "answers": [
                {"text": "Answers the questions", "next": "meeting"},
                {"text": "All is fine as it is", "next": "all_fine"},
                {"text": "No time now", "next": "call_back"},
                {"text": "Send an e-mail", "next": "send_email"},
            ],
        },
        "meeting": {
            "title": "The meeting",
            "text": "Then a short meeting makes sense: our specialist comes to you and shows in half an hour what it would "
            "bring you. Would this week suit you, or the beginning of the next?",
            "answers": [
                {"text": "Yes", "next": "book"},
                {"text": "Send an e-mail", "next": "send_email"},
                {"text": "Too expensive anyway", "next": "too_expensive"},
                {"text": "No time now", "next": "call_back"},
            ],
        },
        "book": {
            "title": "Fix the time",
            "text": "Choose a free time together, repeat day, hour and address, ask who else will take part. Thank them.",
            "answers": [],
        },
        "all_fine": {
            "title": "«All is fine»",
            "text": "Good to hear: then there is nothing to change in a hurry. Those who compare once a year usually find one or two "
            "points to improve. Shall we compare in half an hour, with no obligation?",
            "answers": [{"text": "All right", "next": "book"}, {"text": "No", "next": "not_interested"}],
        },
        "too_expensive": {
            "title": "«Too expensive»",
            "text": "That is just what the meeting shows: what it costs and what it saves, with your own figures. If it does not pay, "
            "you will have lost half an hour. When would it suit you?",
            "answers": [{"text": "All right", "next": "book"}, {"text": "No", "next": "not_interested"}],
        },
        "send_email": {
            "title": "«Send an e-mail»",
            "text": "Gladly. So that I send what matters to you and not a catalogue: what is most important to you? And when may I call "
            "to hear what you think of it?",
            "answers": [{"text": "Names a day", "next": "call_back"}, {"text": "A meeting is better", "next": "book"}],
        },
        "call_back": {
            "title": "Call back",
            "text": "Agree on a day and an hour, say that you will call exactly then, and thank them.",
            "answers": [],
        },
        "not_interested": {
            "title": "A friendly end",
            "text": "I see. May I ask what the main reason is? Thank you for the time, and good luck with your work.",
            "answers": [],
        },
    },
    "objections": [
        {"title": "Where did you get my number?", "text": "From open sources. If you wish, I take it off the list at once."},
        {"title": "We have a contract", "text": "Of course. When does it end? A comparison before that does no harm."},
    ],
}  # fmt: skip

_RU: dict[str, Any] = {
    "start": "hello",
    "steps": {
        "hello": {
            "title": "Начало",
            "text": "Добрый день, меня зовут {me}, компания {organisation}. Кто в {company} принимает решения по поставщикам "
            "в нашей области?",
            "answers": [
                {"text": "Это я", "next": "why"},
                {"text": "Соединяю", "next": "why"},
                {"text": "По какому вопросу?", "next": "gatekeeper"},
                {"text": "Неинтересно", "next": "not_interested"},
            ],
        },
        "gatekeeper": {
            "title": "Секретарь",
            "text": "Это о том, как такие компании, как {company}, снижают расходы на поставки. С ответственным человеком "
            "мне нужно две минуты. Подскажите, как его зовут и когда лучше позвонить?",
            "answers": [
                {"text": "Соединяю", "next": "why"},
                {"text": "Перезвоните позже", "next": "call_back"},
                {"text": "Пришлите на почту", "next": "send_email"},
            ],
        },
        "why": {
            "title": "Зачем звоним",
            "text": "Мы работаем с такими компаниями, как ваша, и я хочу понять, будем ли мы вам полезны. Можно два вопроса? "
            "С кем вы работаете сейчас? Что бы вы изменили, если бы могли?",
            "answers": [
                {"text": "Отвечает на вопросы", "next": "meeting"},
                {"text": "Нас всё устраивает", "next": "all_fine"},
                {"text": "Сейчас нет времени", "next": "call_back"},
                {"text": "Пришлите на почту", "next": "send_email"},
            ],
        },
        "meeting": {
            "title": "Встреча",
            "text": "Тогда имеет смысл коротко встретиться: наш специалист приедет к вам и за полчаса покажет, что это вам даст. "
            "Вам удобнее на этой неделе или в начале следующей?",
            "answers": [
                {"text": "Да", "next": "book"},
                {"text": "Пришлите на почту", "next": "send_email"},
                {"text": "Всё равно дорого", "next": "too_expensive"},
                {"text": "Сейчас нет времени", "next": "call_back"},
            ],
        },
        "book": {
            "title": "Назначить время",
            "text": "Выберите вместе свободное время, повторите день, час и адрес, спросите, кто ещё будет на встрече. Поблагодарите.",
            "answers": [],
        },
        "all_fine": {
            "title": "«Нас всё устраивает»",
            "text": "Рад слышать: значит, спешить некуда. Кто раз в год сравнивает, обычно находит одну-две вещи, которые можно "
            "улучшить. Давайте сравним за полчаса, это ни к чему не обязывает?",
            "answers": [{"text": "Хорошо", "next": "book"}, {"text": "Нет", "next": "not_interested"}],
        },
        "too_expensive": {
            "title": "«Дорого»",
            "text": "Именно это и покажет встреча: сколько это стоит и сколько сберегает, на ваших цифрах. Если не выгодно, вы "
            "потеряете полчаса. Когда вам удобно?",
            "answers": [{"text": "Хорошо", "next": "book"}, {"text": "Нет", "next": "not_interested"}],
        },
        "send_email": {
            "title": "«Пришлите на почту»",
            "text": "С удовольствием. Чтобы прислать нужное, а не каталог: что для вас важнее всего? И когда позвонить, чтобы "
            "узнать ваше мнение?",
            "answers": [{"text": "Называет день", "next": "call_back"}, {"text": "Лучше встретиться", "next": "book"}],
        },
        "call_back": {
            "title": "Перезвонить",
            "text": "Договоритесь о дне и часе, скажите, что позвоните точно в это время, поблагодарите.",
            "answers": [],
        },
        "not_interested": {
            "title": "Вежливо закончить",
            "text": "Понимаю. Скажите, пожалуйста, какая главная причина? Спасибо за время, успехов в работе.",
            "answers": [],
        },
    },
    "objections": [
        {"title": "Откуда у вас мой номер?", "text": "Из открытых источников. Если хотите, я сразу вычеркну его из списка."},
        {"title": "У нас договор", "text": "Конечно. Когда он заканчивается? Сравнить до этого никогда не помешает."},
    ],
}  # fmt: skip

TREES = {"en": _EN, "ru": _RU}
