class RecentIds:
    """Remembers at least the last `most` ids that were new, and at most twice as many.

    When the newer half is full, the older half is forgotten as a whole.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._newer: set[str] = set()
        self._older: set[str] = set()

    def is_new(self, event_id: str) -> bool:
        """False: it was here before."""
        if event_id in self._newer or event_id in self._older:
            return False
        if len(self._newer) >= self._most:
            self._older, self._newer = self._newer, set()
        self._newer.add(event_id)
        return True
