import unicodedata
from typing import Any

ROOMS = 15
RECENT_MINUTES = 10


def table_of(summary: dict[str, Any]) -> str:
    """For people; as wide as a terminal."""
    top = sorted(summary["perRoom"].items(), key=lambda item: -item[1]["messages"])[:ROOMS]
    minutes = list(summary["perMinute"].items())[-RECENT_MINUTES:]
    return "\n".join(
        [
            f"{summary['events']} events ({summary['duplicates']} duplicates dropped, {summary['skipped']} skipped)",
            f"{summary['rooms']} rooms, {summary['messages']} messages, {summary['people']} people",
            "",
            _row("ROOM", "MESSAGES", "PEOPLE"),
            *(_row(room_id, room["messages"], room["people"]) for room_id, room in top),
            "",
            _row("MINUTE", "MESSAGES"),
            *(_row(minute, count) for minute, count in minutes),
            "",
        ]
    )


def _row(name: str, first: object, second: object = "") -> str:
    return f"{_visible(name)[:40]:<40} {first:>10} {second:>10}"


def _visible(text: str) -> str:
    """A room's id is chosen by people: nothing in it may steer the terminal."""
    return "".join("?" if unicodedata.category(character) == "Cc" else character for character in text)
