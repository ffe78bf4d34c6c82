import { kafkaAccess, readSettings, SettingsError, type Environment, type KafkaAccess } from '@noroshi/settings';

export interface RelayConfig {
  readonly natsUrl: string;
  readonly logReplicas: number;
  /** Of each stream; 0: no limit. */
  readonly logMaxBytes: number;
  readonly opsPort: number | undefined;
  readonly kafka: KafkaAccess;
  readonly topicPartitions: number;
  /** 0: by the number of brokers. */
  readonly topicReplicas: number;
  /** Hours. */
  readonly topicRetention: number;
}

/** @throws SettingsError */
export function readConfig(env: Environment): RelayConfig {
  const { natsUrl, ...settings } = readSettings(env);
  const kafka = kafkaAccess(settings);
  if (natsUrl === undefined) throw new SettingsError(['NATS_URL is required: nats://host:port of the event log.']);
  if (kafka === undefined) throw new SettingsError(['KAFKA_BROKERS is required: host:port of the brokers.']);
  const { logReplicas, logMaxBytes, opsPort, topicPartitions, topicReplicas, topicRetention } = settings;
  return { natsUrl, logReplicas, logMaxBytes, opsPort, kafka, topicPartitions, topicReplicas, topicRetention };
}
