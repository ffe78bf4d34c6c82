import { Outage } from '@noroshi/event-sourcing';
import type { TopicRecord } from '@noroshi/domain';

/** No broker answers, or not as it is to: nothing is known of what was to be written. */
export class KafkaUnavailable extends Outage {
  override readonly name: string = 'KafkaUnavailable';
}

/**
 * One of both does not let the other in: a wrong password, a certificate that nobody vouches for, a right that is missing. Tried
 * again as well, since it may be put right on either side; but somebody has to.
 */
export class KafkaRefused extends KafkaUnavailable {
  override readonly name = 'KafkaRefused';
}

/** The brokers take no record of this kind, whoever tries again. */
export class RecordRefused extends Error {
  override readonly name: string = 'RecordRefused';
}

/** It is larger than the topic takes. */
export class RecordTooLarge extends RecordRefused {
  override readonly name = 'RecordTooLarge';

  constructor(readonly record: TopicRecord) {
    super(`a record of ${Buffer.byteLength(record.value)} bytes is larger than the topic takes`);
  }
}

/** What brokers say of a record that is wrong by itself; all else may be better later. */
const REFUSALS = ['INVALID_TIMESTAMP', 'INVALID_RECORD'];
const TOO_LARGE = ['MESSAGE_TOO_LARGE', 'RECORD_LIST_TOO_LARGE'];
/** The library wraps also what is wrong with a program. */
const BUGS = ['TypeError', 'RangeError', 'ReferenceError', 'SyntaxError'];

export const isTooLarge = (cause: unknown): boolean => TOO_LARGE.includes(kindOf(cause));

/** What is behind an error of the library: its kind as the protocol, the network or JavaScript names it. */
function kindOf(cause: unknown): string {
  const { type, code, name, cause: behind, errors } = cause as Partial<Record<string, unknown>>;
  if (typeof type === 'string') return type;
  if (BUGS.includes(String(name))) return String(name);
  const inner = behind instanceof Error ? behind : (errors as readonly unknown[] | undefined)?.[0];
  if (inner instanceof Error && inner !== cause) return kindOf(inner);
  return typeof code === 'string' ? code : String(name);
}

/** An error of the library in our terms; one that is nobody's outage as it is. */
export function translated(cause: unknown, doing: string): unknown {
  const kind = kindOf(cause);
  if (cause instanceof Outage || !(cause instanceof Error) || BUGS.includes(kind)) return cause;
  if (REFUSALS.includes(kind)) return new RecordRefused(`${doing}: ${cause.message}`, { cause });
  const remedy = remedyOf(kind);
  return remedy === undefined
    ? new KafkaUnavailable(`${doing}: ${messageOf(cause)}`, { cause })
    : new KafkaRefused(`${doing}: ${messageOf(cause)} (${remedy})`, { cause });
}

/** What is to be looked at where one does not let the other in, by the kind of the error. */
const REMEDIES: readonly (readonly [RegExp, string])[] = [
  [
    /^KafkaJSSASLAuthenticationError$|^SASL_AUTHENTICATION_FAILED$/,
    'the brokers do not take the user or the password: KAFKA_SASL_MECHANISM, KAFKA_SASL_USERNAME, KAFKA_SASL_PASSWORD',
  ],
  [/_AUTHORIZATION_FAILED$/, 'the user has not the right to it: see the ACLs of the brokers'],
  [/^ERR_TLS_CERT_ALTNAME_INVALID$/, 'the certificate of a broker is for another name than that in KAFKA_BROKERS'],
  [/^CERT_(HAS_EXPIRED|NOT_YET_VALID)$/, 'the certificate of a broker is not valid at this time'],
  [
    /CERT|ISSUER|UNABLE_TO_VERIFY/,
    'nobody who is believed vouches for the certificate of a broker: KAFKA_TLS_CA_FILE names the authority',
  ],
  [/^ERR_SSL_WRONG_VERSION_NUMBER$|^EPROTO$/, 'a broker does not speak TLS on that port: KAFKA_BROKERS, KAFKA_TLS'],
];

const OF_OUR_CERTIFICATE = /^ERR_SSL_\w*ALERT\w*$/;

function remedyOf(kind: string): string | undefined {
  // An alert is what the broker says of what it was shown.
  if (OF_OUR_CERTIFICATE.test(kind)) return 'the brokers do not take our certificate: KAFKA_TLS_CERT, KAFKA_TLS_KEY';
  return REMEDIES.find(([pattern]) => pattern.test(kind))?.[1];
}

/** Of several errors at once, what they say. */
function messageOf(cause: Error): string {
  const { errors } = cause as { errors?: readonly Error[] };
  return errors?.map(({ message }) => message).join(' ') ?? cause.message;
}
