import { brokers, wholeNumber } from './parsers.js';
import type { SettingOf } from './setting.js';

type Key = 'kafkaBrokers' | 'topicPartitions' | 'topicReplicas' | 'topicRetention';

/** The topics that other systems read what happens from. */
export const kafkaSettings: { readonly [K in Key]: SettingOf<K> } = {
  kafkaBrokers: {
    name: 'KAFKA_BROKERS',
    parse: brokers,
    defaultShown: 'none: nothing is told to Kafka',
    unit: '`host:port`, comma separated',
    meaning: 'brokers of the analytics topics (analytics.md); some of a cluster are enough',
    fromFile: true,
  },
  topicPartitions: {
    name: 'NOROSHI_TOPIC_PARTITIONS',
    parse: wholeNumber({ min: 1, max: 10_000 }),
    default: 6,
    unit: 'partitions',
    meaning:
      'of `noroshi.events.v1` when it is made: as many can read it side by side; one that is there is used as it is',
  },
  topicReplicas: {
    name: 'NOROSHI_TOPIC_REPLICAS',
    parse: wholeNumber({ min: 0, max: 100 }),
    default: 0,
    unit: 'copies',
    meaning:
      'of each topic when it is made; with fewer brokers it waits for them; 0: one on each broker, three at most',
  },
  topicRetention: {
    name: 'NOROSHI_TOPIC_RETENTION',
    parse: wholeNumber({ min: 1, max: 876_000 }),
    default: 168,
    unit: 'hours',
    meaning: 'how long topics keep a record, counted from when it happened; set when they are made',
  },
};
