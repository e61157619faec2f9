"""API endpoints of this app (contract.md)."""

from django.urls import path

from hunters.api import deals, invitations, meetings

app_name = "hunters"

urlpatterns = [
    path("slots/", meetings.Slots.as_view(), name="slots"),
    path("meetings/", meetings.Meetings.as_view(), name="meetings"),
    path("meetings/<int:pk>/", meetings.OneMeeting.as_view(), name="meeting"),
    path("meetings/<int:pk>/outcome/", meetings.Outcome.as_view(), name="outcome"),
    path("meetings/<int:pk>/reschedule/", meetings.Reschedule.as_view(), name="reschedule"),
    path("meetings/<int:pk>/invite/", invitations.Invite.as_view(), name="invite"),
    path("stages/", deals.Stages.as_view(), name="stages"),
    path("deals/", deals.Deals.as_view(), name="deals"),
    path("deals/<int:pk>/", deals.OneDeal.as_view(), name="deal"),
    path("deals/<int:pk>/move/", deals.Move.as_view(), name="move"),
    path("deals/<int:pk>/lose/", deals.Lose.as_view(), name="lose"),
    path("deals/<int:pk>/win/", deals.Win.as_view(), name="win"),
]
