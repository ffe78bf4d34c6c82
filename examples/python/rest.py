"""The REST API, as far as a chat needs it."""

import json
import time
import urllib.error
import urllib.parse
import urllib.request
import uuid

TRIES = 8


class Refused(Exception):
    """The server said no, and would say so again. `code` is from the catalogue (docs/errors.md)."""

    def __init__(self, status, problem):
        super().__init__(problem.get("detail") or problem.get("title") or f"status {status}")
        self.status = status
        self.code = problem.get("code", "")


def development_token(url, name):
    """For servers that give tokens to whoever asks; yours come from where your users sign in."""
    return Rest(url, lambda: None).request("POST", "/dev/tokens", {"userId": name.lower(), "name": name})["token"]


class Rest:
    def __init__(self, url, fresh_token):
        """`fresh_token` is asked again when the server refuses the last one, as it may have run out."""
        self.url = url.rstrip("/")
        self.fresh_token = fresh_token
        self.token = fresh_token()

    def open_room(self, room):
        """The room is there afterwards, and one is a member of it."""
        try:
            self.request("POST", "/rooms", {"id": room, "name": room})
        except Refused as refused:
            if refused.code != "room_exists":
                raise
            self.request("POST", f"/rooms/{urllib.parse.quote(room, safe='')}/members", {})

    def post(self, room, content):
        """Stored once, however often it has to be tried."""
        path = f"/rooms/{urllib.parse.quote(room, safe='')}/messages"
        return self.request("POST", path, {"content": content}, {"Idempotency-Key": str(uuid.uuid4())})

    def request(self, method, path, body, headers=None):
        for tried in range(1, TRIES + 1):
            try:
                return self._once(method, path, body, headers or {})
            except urllib.error.HTTPError as error:
                problem = json.loads(error.read() or b"{}")
                if error.code == 401 and tried == 1:
                    self.token = self.fresh_token()
                    continue
                if error.code not in (429, 502, 503, 504) or tried == TRIES:
                    raise Refused(error.code, problem) from error
                time.sleep(float(error.headers.get("Retry-After") or pause(tried)))
            except OSError:
                # No answer: it may have been stored or not, and the key makes trying again safe.
                if tried == TRIES:
                    raise
                time.sleep(pause(tried))

    def _once(self, method, path, body, headers):
        request = urllib.request.Request(
            f"{self.url}/api/v1{path}",
            method=method,
            data=json.dumps(body).encode(),
            headers={"Content-Type": "application/json", **self._authorization(), **headers},
        )
        with urllib.request.urlopen(request, timeout=10) as answer:
            return json.loads(answer.read() or b"null")

    def _authorization(self):
        return {"Authorization": f"Bearer {self.token}"} if self.token else {}


def pause(tried):
    """Seconds before the next try: doubled each time, up to five."""
    return min(0.25 * 2**tried, 5)
