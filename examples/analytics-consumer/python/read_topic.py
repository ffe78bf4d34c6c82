import math
from collections.abc import Callable

from confluent_kafka import OFFSET_BEGINNING, Consumer, KafkaError, KafkaException, Message, TopicPartition

PATIENCE_SECONDS = 15
AT_ONCE = 500


def read_topic(
    *,
    brokers: str,
    topic: str,
    until_caught_up: bool,
    on_message: Callable[[Message], None],
    on_pause: Callable[[], None],
) -> None:
    """Reads the topic from its beginning, each time: the counts are in memory, so there is no place to go on from.

    A consumer that keeps what it makes of the events subscribes with a fixed group, and commits an offset when it has kept
    what is before it.
    """
    consumer = Consumer(
        {
            "bootstrap.servers": brokers,
            "client.id": "analytics-consumer",
            # Asked for by the library; nothing is committed, and partitions are assigned by hand.
            "group.id": "analytics-consumer",
            "enable.auto.commit": False,
            "log_level": 2,
        }
    )
    try:
        ends = _ends_of(consumer, topic)
        consumer.assign([TopicPartition(topic, partition, OFFSET_BEGINNING) for partition in ends])
        ahead = {partition: end for partition, (start, end) in ends.items() if start < end}
        while ahead or not until_caught_up:
            for message in consumer.consume(num_messages=AT_ONCE, timeout=0.5):
                if message.error() is not None:
                    _raise_if_final(message.error())
                    continue
                on_message(message)
                if message.offset() + 1 >= ahead.get(message.partition(), math.inf):
                    del ahead[message.partition()]
            on_pause()
    finally:
        consumer.close()


def _ends_of(consumer: Consumer, topic: str) -> dict[int, tuple[int, int]]:
    """Of each partition where it begins and where it ends now."""
    topics = consumer.list_topics(timeout=PATIENCE_SECONDS).topics
    if topic not in topics:
        raise LookupError(f"There is no topic {topic}.")
    return {
        partition: consumer.get_watermark_offsets(TopicPartition(topic, partition), timeout=PATIENCE_SECONDS)
        for partition in topics[topic].partitions
    }


def _raise_if_final(error: KafkaError) -> None:
    """The library goes on by itself after all others, such as a broker that is away."""
    if error.fatal() or error.code() in (KafkaError.UNKNOWN_TOPIC_OR_PART, KafkaError.TOPIC_AUTHORIZATION_FAILED):
        raise KafkaException(error)
