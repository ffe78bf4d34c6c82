"""Chats in a room from a terminal: server-sent events in, REST out, and nothing but the standard library."""

import argparse
import getpass
import os
import sys
import threading

from event_stream import Ended, EventStream
from rest import Refused, Rest, development_token


def arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--url", default=os.environ.get("NOROSHI_URL", "http://127.0.0.1:8080"))
    parser.add_argument("--room", default="lobby")
    parser.add_argument("--name", default=getpass.getuser())
    parser.add_argument("--token", default=os.environ.get("NOROSHI_TOKEN"))
    return parser.parse_args()


def listen(stream):
    """Prints what is said, until the server ends it."""
    try:
        for event, data in stream:
            if event == "joinedRoom":
                print(f"* listening to {data['roomId']}", flush=True)
            elif event == "resumed":
                missed = "" if data["complete"] else ", with a gap: the history has what is missing"
                print(f"* back in {data['roomId']}{missed}", flush=True)
            elif event == "message":
                print(f"{data['username']}: {data['content']}", flush=True)
    except (Ended, Refused) as ended:
        print(f"* the server ended this: {ended}", file=sys.stderr, flush=True)
        os._exit(1)


def main():
    options = arguments()

    def fresh_token():
        return options.token or development_token(options.url, options.name)

    rest = Rest(options.url, fresh_token)
    rest.open_room(options.room)
    stream = EventStream(options.url, [options.room], fresh_token)
    threading.Thread(target=listen, args=(stream,), daemon=True).start()
    for line in sys.stdin:
        if not line.strip():
            continue
        try:
            rest.post(options.room, line.strip())
        except Refused as refused:
            print(f"* not posted: {refused}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    try:
        main()
    except (KeyboardInterrupt, BrokenPipeError):
        pass
    except (Refused, OSError) as error:
        sys.exit(f"{error}")
