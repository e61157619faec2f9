"""The administrator listens to calls: twice a week the due ones are picked, some reviewed, and now and then one is answered."""

from datetime import date, datetime

from callcenter.actions import answer_review, pick_reviews, read_answer, save_review, see_review
from callcenter.review_queries import criteria_in_use, due_reviews, made_reviews
from callcenter.review_score import MET, NOT_MET, PARTLY, Marked, score_of
from salesorg.dashboards.demo.stage import Stage
from salesorg.people.models import Role

# Wednesday at noon and Friday in the evening, for the last weeks of the play only: reviews cost time.
HOURS = {2: 14.5, 4: 18.1}
WEEKS = 9
AT_ONCE = 9
# (a score, what is said below it), by language.
COMMENTS = {
    "en": (
        (60, "You talked for two minutes before the first question. Ask first, then the meeting comes by itself."),
        (80, "A good call. Say what the meeting is for before you ask for a day."),
        (101, "Just as it should be: calm, two questions, a clear offer of two days."),
    ),
    "ru": (
        (60, "До первого вопроса прошло две минуты. Сначала спросите, и встреча назначится сама."),
        (80, "Хороший звонок. Скажите, зачем встреча, и только потом предлагайте день."),
        (101, "Так и нужно: спокойно, два вопроса, на выбор два дня."),
    ),
}  # fmt: skip
ANSWERS = {
    "en": (
        (False, "The secretary asked me to be brief, I had no time for questions. Please listen from minute two."),
        (True, "Thank you, I shall try it tomorrow."),
    ),
    "ru": (
        (False, "Секретарь попросила говорить короче, на вопросы не было времени. Послушайте со второй минуты."),
        (True, "Спасибо, завтра попробую."),
    ),
}  # fmt: skip


def listen(stage: Stage, day: date) -> None:
    """What happens on this day about the quality of calls."""
    if day.weekday() not in HOURS or (stage.now.date() - day).days > 7 * WEEKS:
        return
    at = stage.moment(day, HOURS[day.weekday()])
    if at > stage.now:
        return
    pick_reviews(at=at)
    adam = stage.person("adam")
    for review in due_reviews(adam)[:AT_ONCE]:
        _review(stage, review.pk, review.manager_id, at)
    if day.weekday() == 4:
        _look(stage, at)
        _answer(stage, at)


def _look(stage: Stage, at: datetime) -> None:
    """On Fridays the call managers read what was said of the calls of the week; not yet what was said this evening."""
    for review in made_reviews(stage.person("adam")).filter(seen_at__isnull=True, reviewed_at__lt=at):
        see_review(actor=review.manager, review=review, at=at)


def _review(stage: Stage, review: int, manager: int, at: datetime) -> None:
    skill, marks, counted = _skill(stage, manager), {}, []
    for one in criteria_in_use():
        if one.instant_fail:
            met = MET if stage.happens(0.985) else NOT_MET
        else:
            met = stage.dice.choices([MET, PARTLY, NOT_MET], [skill, 0.25, 1 - skill])[0]
        marks[one.pk] = met
        counted.append(Marked(one.weight, met, one.instant_fail))
    score = score_of(counted).per_cent
    comment = next(text for below, text in COMMENTS[stage.scenery.language] if score < below)
    save_review(actor=stage.person("adam"), review=review, marks=marks, comment=comment, at=at)


def _skill(stage: Stage, manager: int) -> float:
    """Cara calls best, the others are learning."""
    order = [person.pk for person in stage.team(Role.CALL_MANAGER)]
    return 0.8 - 0.12 * order.index(manager)


def _answer(stage: Stage, at: datetime) -> None:
    """The latest review is answered; the answer of the week before has been read meanwhile."""
    adam = stage.person("adam")
    latest = made_reviews(adam).filter(answered_at__isnull=True).first()
    for answered in made_reviews(adam).filter(answered_at__isnull=False, answer_read_at__isnull=True):
        read_answer(actor=adam, review=answered, at=at)
    if latest:
        agrees, text = stage.dice.choice(ANSWERS[stage.scenery.language])
        answer_review(actor=latest.manager, review=latest, agrees=agrees, text=text, at=at)
