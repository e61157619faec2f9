"""API endpoints of the call manager (contract.md)."""

from django.urls import URLPattern, path

from callcenter.api import callbacks, calls, corrections, desk, queue

urlpatterns: list[URLPattern] = [
    path("queue/next/", queue.next_lead, name="next"),
    path("claims/<int:claim>/renew/", queue.renew, name="renew"),
    path("claims/<int:claim>/release/", queue.release, name="release"),
    path("claims/<int:claim>/answered/", desk.answered, name="answered"),
    path("claims/<int:claim>/hung-up/", desk.hung_up, name="hung_up"),
    path("callbacks/", callbacks.Callbacks.as_view(), name="callbacks"),
    path("callbacks/<int:lead>/move/", callbacks.move, name="callback_move"),
    path("callbacks/<int:lead>/give-up/", callbacks.give_up, name="callback_give_up"),
    path("look-ups/", desk.look_up, name="look_ups"),
    path("breaks/", desk.Breaks.as_view(), name="breaks"),
    path("breaks/end/", desk.end_break, name="break_end"),
    path("my-day/", desk.my_day, name="my_day"),
    path("calls/", calls.Calls.as_view(), name="calls"),
    path("calls/<int:call>/correct/", corrections.correct, name="call_correct"),
    path("dispositions/", calls.Dispositions.as_view(), name="dispositions"),
]
