import { readSettings, SettingsError, type Environment } from '@noroshi/settings';
import type { S3Options } from './s3-object-store.js';

export interface ArchiveConfig {
  readonly opsPort: number | undefined;
  readonly kafkaBrokers: readonly string[];
  readonly s3: S3Options;
  /** Seconds. */
  readonly lateness: number;
}

/** @throws SettingsError */
export function readConfig(env: Environment): ArchiveConfig {
  const { kafkaBrokers, archiveBucket: bucket, archiveEndpoint, archiveRegion: region, ...rest } = readSettings(env);
  const problems = [
    ...(kafkaBrokers === undefined ? ['KAFKA_BROKERS is required: host:port of the brokers.'] : []),
    ...(bucket === undefined ? ['NOROSHI_ARCHIVE_BUCKET is required: the bucket that keeps the archive.'] : []),
  ];
  if (kafkaBrokers === undefined || bucket === undefined) throw new SettingsError(problems);
  const endpoint = archiveEndpoint === undefined ? {} : { endpoint: archiveEndpoint };
  const { opsPort, archiveLateness: lateness } = rest;
  return { opsPort, kafkaBrokers, s3: { bucket, region, ...endpoint }, lateness };
}
