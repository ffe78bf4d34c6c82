import { kafkaAccess, readSettings, SettingsError, type Environment, type KafkaAccess } from '@noroshi/settings';
import type { S3Options } from './s3-object-store.js';

export interface ArchiveConfig {
  readonly opsPort: number | undefined;
  readonly kafka: KafkaAccess;
  /** Where it tells that it lives; undefined: nobody is told. */
  readonly natsUrl: string | undefined;
  readonly s3: S3Options;
  /** Seconds. */
  readonly lateness: number;
}

/** @throws SettingsError */
export function readConfig(env: Environment): ArchiveConfig {
  const { archiveBucket: bucket, archiveEndpoint, archiveRegion: region, ...rest } = readSettings(env);
  const kafka = kafkaAccess(rest);
  const problems = [
    ...(kafka === undefined ? ['KAFKA_BROKERS is required: host:port of the brokers.'] : []),
    ...(bucket === undefined ? ['NOROSHI_ARCHIVE_BUCKET is required: the bucket that keeps the archive.'] : []),
  ];
  if (kafka === undefined || bucket === undefined) throw new SettingsError(problems);
  const endpoint = archiveEndpoint === undefined ? {} : { endpoint: archiveEndpoint };
  const { opsPort, natsUrl, archiveLateness: lateness } = rest;
  return { opsPort, kafka, natsUrl, s3: { bucket, region, ...endpoint }, lateness };
}
