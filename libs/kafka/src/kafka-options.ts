import type { Logger } from '@noroshi/telemetry';

/** Where the brokers are, and how they let a client in. */
export interface KafkaAccess {
  /** `host:port` each; the others of their cluster are found through them. */
  readonly brokers: readonly string[];
  /** Undefined: brokers ask for no password. */
  readonly sasl?: KafkaLogin;
  /** Undefined: nothing is encrypted. */
  readonly tls?: KafkaTls;
}

export interface KafkaLogin {
  /** `plain` hands the password over as it is; the others prove that it is known. */
  readonly mechanism: 'plain' | 'scram-sha-256' | 'scram-sha-512';
  readonly username: string;
  readonly password: string;
}

/** PEM each. */
export interface KafkaTls {
  /** Who vouches for the brokers; those that Node knows unless given. */
  readonly ca?: string;
  /** To be shown, with its key, to brokers that ask for it. */
  readonly cert?: string;
  readonly key?: string;
}

export interface KafkaOptions extends KafkaAccess {
  /** As the brokers' own logs name who asks. */
  readonly clientId: string;
  readonly log: Pick<Logger, 'warn' | 'info' | 'debug'>;
}
