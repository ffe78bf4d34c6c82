import { brokers, flag, oneOf, plainText, wholeNumber } from './parsers.js';
import { certificates, privateKey } from './pem.js';
import type { SettingOf } from './setting.js';
import { SASL_MECHANISMS } from './settings.js';

type Key =
  | 'kafkaBrokers'
  | `kafkaSasl${'Mechanism' | 'Username' | 'Password'}`
  | `kafkaTls${'' | 'Ca' | 'Cert' | 'Key'}`
  | `topic${'Partitions' | 'Replicas' | 'Retention'}`;

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
  kafkaSaslMechanism: {
    name: 'KAFKA_SASL_MECHANISM',
    parse: oneOf(...SASL_MECHANISMS),
    defaultShown: 'none: brokers ask for no password',
    meaning:
      'how to sign in to the brokers: plain (only with TLS: it hands the password over), scram-sha-256 or scram-sha-512',
  },
  kafkaSaslUsername: {
    name: 'KAFKA_SASL_USERNAME',
    parse: plainText,
    meaning: 'as whom to sign in to the brokers',
    fromFile: true,
  },
  kafkaSaslPassword: {
    name: 'KAFKA_SASL_PASSWORD',
    parse: plainText,
    meaning: 'the password for it',
    fromFile: true,
  },
  kafkaTls: {
    name: 'KAFKA_TLS',
    parse: flag,
    default: false,
    meaning: 'true: speak TLS to the brokers, and believe certificates of the authorities that Node knows',
  },
  kafkaTlsCa: {
    name: 'KAFKA_TLS_CA',
    parse: certificates,
    defaultShown: 'the authorities that Node knows',
    unit: 'PEM',
    meaning: 'the certificates by which those of the brokers are believed',
    fromFile: true,
  },
  kafkaTlsCert: {
    name: 'KAFKA_TLS_CERT',
    parse: certificates,
    unit: 'PEM',
    meaning: 'certificate to show to brokers that ask for one, with those between it and its authority',
    fromFile: true,
  },
  kafkaTlsKey: {
    name: 'KAFKA_TLS_KEY',
    parse: privateKey,
    unit: 'PEM',
    meaning: 'its private key, not encrypted',
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
