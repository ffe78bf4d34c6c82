import { belongTogether } from './pem.js';
import type { SaslMechanism, Settings } from './settings.js';
import { kafkaSettings } from './kafka-settings.js';

/** Where the brokers are, and how they let a client in. */
export interface KafkaAccess {
  /** `host:port` each. */
  readonly brokers: readonly string[];
  readonly sasl?: { readonly mechanism: SaslMechanism; readonly username: string; readonly password: string };
  /** PEM each; empty: what Node believes is believed, and no certificate is shown. */
  readonly tls?: { readonly ca?: string; readonly cert?: string; readonly key?: string };
}

type KafkaSettings = Pick<Settings, Extract<keyof Settings, `kafka${string}`>>;

/** Undefined where there are no brokers. */
export function kafkaAccess(settings: KafkaSettings): KafkaAccess | undefined {
  const { kafkaBrokers: brokers, kafkaTls, kafkaTlsCa: ca, kafkaTlsCert: cert, kafkaTlsKey: key } = settings;
  if (brokers === undefined) return undefined;
  const tls = kafkaTls ? { tls: { ...(ca && { ca }), ...(cert && { cert }), ...(key && { key }) } } : {};
  return { brokers, ...saslOf(settings), ...tls };
}

function saslOf(settings: KafkaSettings): Pick<KafkaAccess, 'sasl'> {
  const { kafkaSaslMechanism: mechanism, kafkaSaslUsername: username, kafkaSaslPassword: password } = settings;
  if (mechanism === undefined || username === undefined || password === undefined) return {};
  return { sasl: { mechanism, username, password } };
}

const SASL = ['kafkaSaslMechanism', 'kafkaSaslUsername', 'kafkaSaslPassword'] as const;
const FILES = ['kafkaTlsCa', 'kafkaTlsCert', 'kafkaTlsKey'] as const;

/** What is wrong with settings that are right each by itself, one sentence each. */
export const kafkaContradictions = (settings: KafkaSettings): string[] => [
  ...strayOnes(settings),
  ...saslProblems(settings),
  ...tlsProblems(settings),
];

const nameOf = (key: (typeof SASL | typeof FILES)[number]): string => kafkaSettings[key].name;

function strayOnes(settings: KafkaSettings): string[] {
  const given = [...SASL, ...FILES].filter((key) => settings[key] !== undefined).map(nameOf);
  if (settings.kafkaBrokers !== undefined || (given.length === 0 && !settings.kafkaTls)) return [];
  return [`${given[0] ?? 'KAFKA_TLS'} is about brokers, and there are none: set KAFKA_BROKERS, or leave it out.`];
}

function saslProblems(settings: KafkaSettings): string[] {
  const missing = SASL.filter((key) => settings[key] === undefined);
  if (missing.length === 0 || missing.length === SASL.length) return [];
  const [first, second, third] = SASL.map(nameOf);
  return [`${first}, ${second} and ${third} go together; missing: ${missing.map(nameOf).join(', ')}.`];
}

function tlsProblems({ kafkaTls, kafkaTlsCa, kafkaTlsCert, kafkaTlsKey }: KafkaSettings): string[] {
  const given = [kafkaTlsCa, kafkaTlsCert, kafkaTlsKey].some((file) => file !== undefined);
  if (given && !kafkaTls) return ['KAFKA_TLS_CA, KAFKA_TLS_CERT and KAFKA_TLS_KEY need KAFKA_TLS=true.'];
  if ((kafkaTlsCert === undefined) !== (kafkaTlsKey === undefined))
    return ['KAFKA_TLS_CERT and KAFKA_TLS_KEY go together: give both, or neither.'];
  return kafkaTlsCert !== undefined && kafkaTlsKey !== undefined && !belongTogether(kafkaTlsCert, kafkaTlsKey)
    ? ['KAFKA_TLS_KEY is not the key of KAFKA_TLS_CERT.']
    : [];
}
