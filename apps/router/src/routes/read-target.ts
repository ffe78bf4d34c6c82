import type { Validator } from 'typebox/compile';
import { isForeignSubject } from '@noroshi/nats';
import type { Environment, KafkaAccess } from '@noroshi/settings';
import { isPrivateHost } from '@noroshi/webhooks';
import type { Complain } from './complain.js';
import type { KafkaRoute, NatsRoute, WebhookRoute } from './routes.js';
import { complaintsOf, schemas, type KafkaSpec, type NatsSpec, type WebhookSpec } from './routes-schema.js';

export type ReadTarget = Omit<WebhookRoute, 'rules'> | Omit<NatsRoute, 'rules'> | Omit<KafkaRoute, 'rules'>;

/** What a file of routes may refer to. */
export interface Surroundings {
  readonly env: Environment;
  /** The brokers of the settings; undefined: there are none. */
  readonly kafka: KafkaAccess | undefined;
}

interface Reading extends Surroundings {
  readonly complain: Complain;
}

const defaults = { from: 'now', maxTries: 8, retryMs: 1_000 } as const;
const TIMEOUT_MS = 10_000;
/** Half of what the signature has: shorter ones can be guessed. */
const MIN_SECRET_BYTES = 16;

/** Undefined when it can't be made, which was told. */
export function readTarget(name: string, spec: unknown, reading: Reading): ReadTarget | undefined {
  const place = `targets.${name}`;
  const { complain } = reading;
  if (!/^[a-z0-9-]{1,40}$/.test(name))
    complain(`${place}: a target is called by 1 to 40 lower-case letters, digits and hyphens.`);
  const type = String((spec as { type?: unknown } | null)?.type);
  const read = Object.hasOwn(readers, type) ? readers[type as keyof typeof readers] : undefined;
  if (!read) complain(`${place}.type must be "webhook", "nats" or "kafka".`);
  return read?.({ spec, name }, place, reading);
}

interface Named {
  readonly spec: unknown;
  readonly name: string;
}

type Schema<S> = Pick<Validator, 'Errors'> & { Check(value: unknown): value is S };
type Read<S> = (spec: S & { readonly name: string }, place: string, reading: Reading) => ReadTarget;

const whenValid =
  <S>(schema: Schema<S>, read: Read<S>) =>
  ({ spec, name }: Named, place: string, reading: Reading): ReadTarget | undefined => {
    if (schema.Check(spec)) return read({ ...spec, name }, place, reading);
    complaintsOf(schema, spec, place).forEach(reading.complain);
    return undefined;
  };

const readers = {
  webhook: whenValid<WebhookSpec>(schemas.webhook, webhook),
  nats: whenValid<NatsSpec>(schemas.nats, nats),
  kafka: whenValid<KafkaSpec>(schemas.kafka, kafka),
};

function nats(spec: NatsSpec & { readonly name: string }, place: string, { complain }: Reading): ReadTarget {
  const { stream = false, subject } = spec;
  if (!isForeignSubject(subject))
    complain(`${place}.subject must be a subject without wildcards that is not one of Noroshi's own.`);
  return { ...defaults, ...spec, stream };
}

/** Topics of this product are read as what they are: nothing else may be in them. Those of Kafka begin with two underscores. */
const OWN_TOPIC = /^(noroshi\.|__|\.{1,2}$)/;

function kafka(spec: KafkaSpec & { readonly name: string }, place: string, reading: Reading): ReadTarget {
  const { complain } = reading;
  const { brokers, ...rest } = spec;
  // A password goes to those alone for whom it is meant: not to brokers that the file names.
  const access = brokers === undefined ? reading.kafka : { brokers };
  if (!/^[\w.-]{1,249}$/.test(spec.topic) || OWN_TOPIC.test(spec.topic))
    complain(`${place}.topic must be a topic's name that is not one of Noroshi's own, or of Kafka's.`);
  if (!access) complain(`${place} needs brokers, or KAFKA_BROKERS in the environment.`);
  const wrong = brokers?.find((broker) => !/^[^\s,]+:\d{1,5}$/.test(broker));
  if (wrong !== undefined) complain(`${place}.brokers must be host:port each, not ${JSON.stringify(wrong)}.`);
  return { ...defaults, ...rest, kafka: access ?? { brokers: [] } };
}

function webhook(spec: WebhookSpec & { readonly name: string }, place: string, reading: Reading): ReadTarget {
  const { name, type, url, private: allowPrivate = false, timeoutMs = TIMEOUT_MS } = spec;
  const { from, maxTries, retryMs } = { ...defaults, ...spec };
  const problem = urlProblem(url, allowPrivate);
  if (problem !== undefined) reading.complain(`${place}.url ${problem}.`);
  const secret = secretOf(spec, place, reading);
  return { name, type, url, secret, timeoutMs, allowPrivate, from, maxTries, retryMs };
}

function urlProblem(text: string, allowPrivate: boolean): string | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !/^https?:$/.test(url.protocol)) return 'must be an http or https URL';
  // Whoever sees a log or an error would see them too.
  if (url.username !== '' || url.password !== '') return 'must not have a user or a password in it';
  if (!allowPrivate && isPrivateHost(url.hostname)) return 'is private: say "private": true if that is meant';
  return undefined;
}

/** Never told itself. */
function secretOf({ secret, secretEnv }: WebhookSpec, place: string, { env, complain }: Reading): string {
  if ((secret === undefined) === (secretEnv === undefined)) {
    complain(`${place} needs a secret, or in secretEnv the name of an environment variable that holds it.`);
    return '';
  }
  const value = secret ?? env[secretEnv ?? ''] ?? '';
  const source = secretEnv === undefined ? `${place}.secret` : `${place}.secretEnv: ${secretEnv}`;
  if (keyBytes(value) < MIN_SECRET_BYTES)
    complain(`${source} must be ${MIN_SECRET_BYTES} bytes or more, as text or as whsec_ and base64.`);
  return value;
}

const keyBytes = (secret: string): number =>
  secret.startsWith('whsec_') ? Buffer.from(secret.slice(6), 'base64').length : Buffer.byteLength(secret);
