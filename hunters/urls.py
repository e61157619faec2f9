"""Pages of this app, like a site map."""

from django.urls import path

from hunters.views import contacts, deal_steps, deals, desk, feed, invitations, meetings, panel, week, winning

app_name = "hunters"

urlpatterns = [
    path("", desk.desk, name="desk"),
    path("week/", week.week, name="week"),
    path("calendar/<str:token>.ics", feed.feed, name="feed"),
    path("meetings/", desk.meetings, name="meetings"),
    path("meetings/<int:pk>/", meetings.meeting, name="meeting"),
    path("meetings/<int:pk>.ics", feed.invitation, name="invitation"),
    path("meetings/<int:pk>/invite/", invitations.invite, name="invite"),
    path("meetings/<int:pk>/client.ics", invitations.file, name="client_file"),
    path("meetings/<int:pk>/outcome/", meetings.outcome, name="outcome"),
    path("meetings/<int:pk>/reschedule/", meetings.reschedule, name="reschedule"),
    path("pipeline/", deals.pipeline, name="pipeline"),
    path("deals/<int:pk>/", deals.deal, name="deal"),
    path("deals/<int:pk>/move/", deal_steps.move, name="move"),
    path("deals/<int:pk>/plan/", deal_steps.plan, name="plan"),
    path("deals/<int:pk>/contact/", deal_steps.contact, name="contact"),
    path("deals/<int:pk>/lose/", deal_steps.lose, name="lose"),
    path("deals/<int:pk>/cross-sell/", deal_steps.go_on, name="go_on"),
    path("deals/<int:pk>/win/", winning.win, name="win"),
    path("deals/<int:pk>/win/preview/", winning.preview, name="preview"),
    path("deals/<int:pk>/won/", winning.won, name="won"),
    path("companies/<int:company_id>/contacts/", contacts.reveal, name="reveal"),
    path("companies/<int:company_id>/meet/", meetings.meet_again, name="meet_again"),
    path("companies/<int:company_id>/deal/", deal_steps.open_deal, name="open_deal"),
    path("companies/<int:company_id>/reassign/", deal_steps.reassign, name="reassign"),
    path("companies/<int:company_id>/panel/", panel.panel, name="panel"),
]
