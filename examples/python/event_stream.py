"""Server-sent events that come back by themselves."""

import http.client
import json
import time
import urllib.error
import urllib.parse
import urllib.request

# The server says something every quarter of a minute, be it only a comment.
SILENCE_SECONDS = 45


class Ended(Exception):
    """The server ended the stream for good, or did not admit to it."""


class EventStream:
    """Iterate over it: pairs of an event's type and its data."""

    def __init__(self, url, rooms, fresh_token):
        """`fresh_token` is asked for each connection, as the last one may have run out."""
        rooms = ",".join(urllib.parse.quote(room, safe="") for room in rooms)
        self.address = f"{url.rstrip('/')}/sse?rooms={rooms}"
        self.fresh_token = fresh_token
        self.last_id = None
        self.retry_seconds = 1.0

    def __iter__(self):
        while True:
            try:
                yield from self._connection()
            except urllib.error.HTTPError as error:
                if error.code in (400, 401, 403, 404, 410):
                    raise Ended(f"not admitted: {error.read().decode()}") from error
            except (OSError, http.client.HTTPException):
                pass  # Not reachable, or cut: the last id tells where to go on.
            time.sleep(self.retry_seconds)

    def _connection(self):
        headers = {"Accept": "text/event-stream", "Authorization": f"Bearer {self.fresh_token()}"}
        if self.last_id:
            headers["Last-Event-ID"] = self.last_id
        request = urllib.request.Request(self.address, headers=headers)
        with urllib.request.urlopen(request, timeout=SILENCE_SECONDS) as answer:
            for event, data in self._events(answer):
                if event == "closed":
                    if not data["reconnect"] and data["code"] != 4401:
                        raise Ended(data["reason"])
                    return
                yield event, data

    def _events(self, lines):
        event, data, event_id = "message", [], None
        for line in lines:
            line = line.decode().rstrip("\r\n")
            if line == "":
                # Not before the event is whole: of one that was cut, the former id tells where to go on.
                self.last_id = event_id or self.last_id
                if data:
                    yield event, json.loads("\n".join(data))
                event, data, event_id = "message", [], None
                continue
            field, _, value = line.partition(":")
            value = value.removeprefix(" ")
            if field == "event":
                event = value
            elif field == "data":
                data.append(value)
            elif field == "id":
                event_id = value
            elif field == "retry":
                self.retry_seconds = int(value) / 1000
