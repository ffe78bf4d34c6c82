import argparse
import json
import os
import signal
import sys
import time

from confluent_kafka import KafkaException

from counts import Counts
from read_topic import read_topic
from table import table_of
from topic_event import event_of


def main() -> int:
    options = _options()
    counts = Counts()
    is_live = not options.json and sys.stdout.isatty()
    shown_at = 0.0

    def show() -> None:
        nonlocal shown_at
        if is_live and time.monotonic() - shown_at >= 1:
            shown_at = time.monotonic()
            print(f"\x1b[2J\x1b[H{table_of(counts.summary())}", end="", flush=True)

    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        read_topic(
            brokers=options.brokers,
            topic=options.topic,
            until_caught_up=options.until_caught_up,
            on_message=lambda message: counts.add(message.partition(), event_of(message)),
            on_pause=show,
        )
    except KeyboardInterrupt:
        pass
    except (KafkaException, LookupError) as error:
        print(error, file=sys.stderr)
        return 1
    summary = counts.summary()
    print(json.dumps(summary, ensure_ascii=False) if options.json else table_of(summary))
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Reads Noroshi's analytics topic.")
    parser.add_argument(
        "--brokers",
        default=os.environ.get("KAFKA_BROKERS", "127.0.0.1:9094"),
        help="of the Kafka cluster: HOST:PORT,… (KAFKA_BROKERS, else 127.0.0.1:9094)",
    )
    parser.add_argument("--topic", default="noroshi.events.v1", help="noroshi.events.v1")
    parser.add_argument("--until-caught-up", action="store_true", help="ends with what is in the topic now")
    parser.add_argument("--json", action="store_true", help="prints the counts as JSON, at the end only")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
