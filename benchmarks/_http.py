"""The smallest HTTP client that keeps its connection: the one who measures must not be what is measured."""

import asyncio
import json
from typing import Any


class Caller:
    """One person with one connection and one session."""

    def __init__(self, port: int, session: str) -> None:
        self.port, self.session = port, session
        self.reader: asyncio.StreamReader | None = None
        self.writer: asyncio.StreamWriter | None = None

    async def post(self, path: str, body: Any = None) -> tuple[int, Any]:
        """Send JSON and return (status, JSON or None); once more on a fresh connection if the old one was closed idle."""
        try:
            return await self._post(path, body)
        except (ConnectionError, asyncio.IncompleteReadError):
            self.close()
            return await self._post(path, body)

    async def _post(self, path: str, body: Any) -> tuple[int, Any]:
        if self.writer is None:
            self.reader, self.writer = await asyncio.open_connection("127.0.0.1", self.port)
        assert self.reader is not None
        sent = b"" if body is None else json.dumps(body).encode()
        token = "a" * 32
        self.writer.write(
            f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: {len(sent)}\r\n"
            f"Cookie: salesorg_session={self.session}; salesorg_csrf={token}\r\nX-CSRFToken: {token}\r\n\r\n".encode()
            + sent
        )
        head = (await self.reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        status = int(head[9:12])
        fields = dict(line.lower().split(": ", 1) for line in head.split("\r\n")[1:] if ": " in line)
        length = int(fields.get("content-length", 0))
        text = await self.reader.readexactly(length) if length else b""
        if fields.get("connection") == "close":
            self.close()
        return status, json.loads(text) if text[:1] in (b"{", b"[") else None

    def close(self) -> None:
        """Leave the connection; the next request opens another."""
        if self.writer is not None:
            self.writer.close()
        self.reader = self.writer = None
