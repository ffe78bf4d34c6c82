export const SASL_MECHANISMS = ['plain', 'scram-sha-256', 'scram-sha-512'] as const;
export type SaslMechanism = (typeof SASL_MECHANISMS)[number];

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

/** What the environment asked for, checked. Times are seconds, sizes bytes; a limit of 0 means no limit. */
export interface Settings {
  readonly port: number;
  readonly host: string;
  readonly gateways: number;
  readonly dataDir: string;
  readonly logLevel: LogLevel;
  readonly natsUrl?: string;
  readonly logReplicas: number;
  readonly jwtSecret?: string;
  readonly jwtIssuer?: string;
  readonly jwtAudience?: string;
  readonly jwksUrl?: string;
  readonly apiKeys: readonly ApiKeyPair[];
  readonly devTokens: boolean;
  readonly anonymous: boolean;
  readonly roomsPaths: readonly string[];
  /** Empty: same origin only. */
  readonly allowedOrigins: readonly string[];
  /** Addresses and networks. */
  readonly trustedProxies: readonly string[];
  readonly maxFrameBytes: number;
  readonly messageRate: number;
  readonly guestMessageRate: number;
  /** Absent: by `messageRate`. */
  readonly userMessageRate?: number;
  readonly addressMessageRate?: number;
  readonly userRequestRate: number;
  readonly addressRequestRate: number;
  readonly maxConnectionsPerUser: number;
  readonly maxConnectionsPerAddress: number;
  readonly newSessionsPerSecond: number;
  readonly defaultMaxMembers: number;
  readonly idleTimeout: number;
  readonly maxConnectionAge: number;
  readonly visitorGrace: number;
  readonly awayAfter: number;
  readonly crowdSize: number;
  /** Path of a file. */
  readonly routes?: string;
  readonly connectHook?: string;
  readonly connectHookSecret?: string;
  /** Milliseconds. */
  readonly connectHookTime: number;
  /** 0: no limit. */
  readonly logMaxBytes: number;
  readonly slowBytes: number;
  readonly slowTime: number;
  readonly maxUnreadBytes: number;
  readonly replaysAtOnce: number;
  readonly drainTime: number;
  readonly mongoUrl?: string;
  /** One of them without a room. */
  readonly messageDays: readonly DaysKept[];
  /** A file. */
  readonly alertRules?: string;
  readonly opsPort?: number;
  /** `host:port` each. */
  readonly kafkaBrokers?: readonly string[];
  readonly kafkaSaslMechanism?: SaslMechanism;
  readonly kafkaSaslUsername?: string;
  readonly kafkaSaslPassword?: string;
  readonly kafkaTls: boolean;
  /** PEM. */
  readonly kafkaTlsCa?: string;
  readonly kafkaTlsCert?: string;
  readonly kafkaTlsKey?: string;
  readonly topicPartitions: number;
  /** 0: by the number of brokers. */
  readonly topicReplicas: number;
  /** Hours. */
  readonly topicRetention: number;
  readonly archiveBucket?: string;
  readonly archiveEndpoint?: string;
  readonly archiveRegion: string;
  /** Seconds. */
  readonly archiveLateness: number;
}

/** How long messages are kept: of one room, or of all that are not named. */
export interface DaysKept {
  readonly roomId?: string;
  /** 0: for good. */
  readonly days: number;
}

/** A back end's name and its proof. */
export interface ApiKeyPair {
  readonly id: string;
  readonly secret: string;
}

export type Environment = Readonly<Record<string, string | undefined>>;

/** Everything that is wrong with an environment, told at once: one sentence per problem. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';

  constructor(readonly problems: readonly string[]) {
    super(problems.join('\n'));
  }
}
