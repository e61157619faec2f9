"""Pages of the call manager."""

from django.urls import URLPattern, path

from callcenter.views import breaks, corrections, lease, look_up, mine, my_reviews, pulse, queue, talk

urlpatterns: list[URLPattern] = [
    path("", queue.desk, name="desk"),
    path("next/", queue.next_lead, name="next"),
    path("claims/<int:claim>/log/", queue.log, name="log"),
    path("claims/<int:claim>/renew/", lease.renew, name="renew"),
    path("claims/<int:claim>/release/", lease.release, name="release"),
    path("claims/<int:claim>/results/<slug:code>/", queue.panel, name="result"),
    path("claims/<int:claim>/talk/", talk.talk, name="talk"),
    path("claims/<int:claim>/answered/", talk.answered, name="answered"),
    path("claims/<int:claim>/hung-up/", talk.hung_up, name="hung_up"),
    path("pulse/", pulse.pulse, name="pulse"),
    path("breaks/start/", breaks.start, name="break_start"),
    path("breaks/end/", breaks.end, name="break_end"),
    path("look-up/", look_up.look_up, name="look_up"),
    path("callbacks/", mine.callbacks, name="callbacks"),
    path("callbacks/<int:lead>/", mine.callback, name="callback"),
    path("callbacks/<int:lead>/move/", mine.move, name="callback_move"),
    path("callbacks/<int:lead>/give-up/", mine.give_up, name="callback_give_up"),
    path("mine/", mine.my_calls, name="my_calls"),
    path("corrections/<int:call>/", corrections.correct, name="correct"),
    path("corrections/<int:call>/results/<slug:code>/", corrections.panel, name="correct_result"),
    path("companies/<int:company>/panel/", mine.company_panel, name="panel"),
    path("my-reviews/", my_reviews.my_reviews, name="my_reviews"),
    path("my-reviews/<int:pk>/", my_reviews.my_review, name="my_review"),
    path("my-reviews/<int:pk>/answer/", my_reviews.answer, name="my_review_answer"),
]
