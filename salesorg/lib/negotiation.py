"""Which format the API reads and writes."""

from typing import Any

from rest_framework.negotiation import BaseContentNegotiation, DefaultContentNegotiation


class OnlyJson(BaseContentNegotiation):
    """The API speaks JSON and nothing else: weighing the Accept header at each call would only cost time."""

    def select_parser(self, request: Any, parsers: Any) -> Any:
        return DefaultContentNegotiation().select_parser(request, parsers)

    def select_renderer(self, request: Any, renderers: Any, format_suffix: str | None = None) -> Any:
        return renderers[0], renderers[0].media_type
