"""Pages of the call manager."""

from django.urls import URLPattern, path

from callcenter.views import mine, my_reviews, queue

urlpatterns: list[URLPattern] = [
    path("", queue.desk, name="desk"),
    path("next/", queue.next_lead, name="next"),
    path("claims/<int:claim>/log/", queue.log, name="log"),
    path("claims/<int:claim>/renew/", queue.renew, name="renew"),
    path("claims/<int:claim>/release/", queue.release, name="release"),
    path("claims/<int:claim>/results/<slug:code>/", queue.panel, name="result"),
    path("callbacks/", mine.callbacks, name="callbacks"),
    path("mine/", mine.my_calls, name="my_calls"),
    path("companies/<int:company>/panel/", mine.company_panel, name="panel"),
    path("my-reviews/", my_reviews.my_reviews, name="my_reviews"),
    path("my-reviews/<int:pk>/", my_reviews.my_review, name="my_review"),
    path("my-reviews/<int:pk>/answer/", my_reviews.answer, name="my_review_answer"),
]
