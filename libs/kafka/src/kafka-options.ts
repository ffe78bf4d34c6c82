import type { Logger } from '@noroshi/telemetry';

export interface KafkaOptions {
  /** `host:port` each; the others of their cluster are found through them. */
  readonly brokers: readonly string[];
  /** As the brokers' own logs name who asks. */
  readonly clientId: string;
  readonly log: Pick<Logger, 'warn' | 'info' | 'debug'>;
}
