import json
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class TopicEvent:
    """What of a record is looked at. `data` is described by docs/events/<category>.<Type>.v1.json."""

    #: Never the same for two events: a record with an id that was here before is a duplicate.
    id: str
    #: `noroshi.<category>.<Type>.v<version>`
    type: str
    #: RFC 3339, UTC.
    time: str
    #: Of a room's events the room, of a user's the user.
    key: str
    data: dict[str, Any]


def event_of(message) -> TopicEvent | None:
    """None: what came is none. A consumer passes it over, because it would come again after every restart."""
    headers = dict(message.headers() or [])
    try:
        event_id, event_type, time = (headers[name].decode() for name in ("ce_id", "ce_type", "ce_time"))
        key = message.key().decode()
        data = json.loads(message.value())
    except (AttributeError, KeyError, TypeError, ValueError):
        return None
    if not (event_id and event_type and time and key and isinstance(data, dict)):
        return None
    return TopicEvent(event_id, event_type, time, key, data)
