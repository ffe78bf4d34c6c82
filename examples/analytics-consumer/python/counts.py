from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from recent_ids import RecentIds
from topic_event import TopicEvent

#: Enough of each partition to notice whatever the relay writes again after a crash: see the README.
REMEMBERED_IDS = 50_000
MINUTES = 60

ROOM_EVENT = "noroshi.room."
MESSAGE_POSTED = "noroshi.room.MessagePosted.v1"


@dataclass
class Room:
    messages: int = 0
    people: set[str] = field(default_factory=set)


class Counts:
    def __init__(self) -> None:
        self.events = 0
        self.duplicates = 0
        self.skipped = 0
        self.messages = 0
        self._types: Counter[str] = Counter()
        self._rooms: dict[str, Room] = {}
        self._people: set[str] = set()
        self._minutes: Counter[str] = Counter()
        self._recent: dict[int, RecentIds] = {}

    def add(self, partition: int, event: TopicEvent | None) -> None:
        """None: the record is no event.

        A duplicate has the key of the first, so it is in the same partition: what others hold does not come between.
        """
        if event is None:
            self.skipped += 1
        elif self._recent.setdefault(partition, RecentIds(REMEMBERED_IDS)).is_new(event.id):
            self._count(event)
        else:
            self.duplicates += 1

    def summary(self) -> dict[str, Any]:
        """`people` have said something; `perMinute` has the messages of the last sixty minutes that had one."""
        rooms = {room_id: (room.messages, len(room.people)) for room_id, room in sorted(self._rooms.items())}
        return {
            "events": self.events,
            "duplicates": self.duplicates,
            "skipped": self.skipped,
            "rooms": len(rooms),
            "messages": self.messages,
            "people": len(self._people),
            "types": dict(sorted(self._types.items())),
            "perRoom": {room_id: {"messages": messages, "people": people} for room_id, (messages, people) in rooms.items()},
            "perMinute": dict(sorted(self._minutes.items())),
        }

    def _count(self, event: TopicEvent) -> None:
        self.events += 1
        self._types[event.type] += 1
        if not event.type.startswith(ROOM_EVENT):
            return
        room = self._rooms.setdefault(event.key, Room())
        if event.type != MESSAGE_POSTED:
            return
        self.messages += 1
        room.messages += 1
        author = _author_of(event.data)
        if author is not None:
            self._people.add(author)
            room.people.add(author)
        self._count_minute(f"{event.time[:16]}Z")

    def _count_minute(self, minute: str) -> None:
        """Keeps the last minutes, whatever the order in which partitions are read."""
        self._minutes[minute] += 1
        if len(self._minutes) > MINUTES:
            del self._minutes[min(self._minutes)]


def _author_of(data: dict[str, Any]) -> str | None:
    """A guest may claim the id of a user: they are not the same. None: the event does not say it."""
    by = data.get("by")
    if not isinstance(by, dict) or not isinstance(by.get("id"), str):
        return None
    return f"{'guest' if by.get('guest') is True else 'user'} {by['id']}"
