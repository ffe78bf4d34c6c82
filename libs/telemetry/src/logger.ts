import { pino } from 'pino';
import type { Tracing } from './tracing.js';

/** Says what happened, as one line of JSON. `cause` is an error, told with its stack and its own causes. */
export interface Logger {
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
  /** The process can't go on. */
  fatal(message: string, fields?: LogFields): void;
  /** A logger that adds these fields to every line. */
  child(fields: LogFields): Logger;
}

export interface LogFields {
  readonly cause?: unknown;
  readonly [name: string]: unknown;
}

export type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'fatal' | 'silent';

export interface LoggerOptions {
  readonly name: string;
  /** `info` unless given. */
  readonly level?: LogLevel;
  /** Stdout unless given: each line, with its line break. */
  readonly destination?: { write(line: string): void };
  /** Each line within a trace tells which one: `trace_id` and `span_id`. */
  readonly tracing?: Pick<Tracing, 'ids'> | undefined;
}

const secrets = [
  ...['token', 'accessToken', 'authorization', 'Authorization', 'cookie', 'secret', 'jwtSecret', 'connectHookSecret'],
  ...['password', 'apiKey', 'apiKeys', 'secretAccessKey'],
];
/** The redaction knows exact depths only: a field itself, and objects one and two levels down. */
const secretPaths = ['', '*.', '*.*.'].flatMap((prefix) => secrets.map((secret) => prefix + secret));

/** Wherever one got into a text: an address, a header, the message of an error. */
const written: readonly (readonly [RegExp, string])[] = [
  [/\beyJ[\w-]+\.[\w-]+\.[\w-]*/g, '[redacted]'],
  [/([?&](?:access_)?token=)[^&\s"'\\]+/gi, '$1[redacted]'],
  [/(\bBearer\s+)[^\s"'\\]+/gi, '$1[redacted]'],
  // Deeper down than the redaction knows, and in the environment of a process.
  [new RegExp(`("(?:${secrets.join('|')})":")(?:[^"\\\\]|\\\\.)+`, 'gi'), '$1[redacted]'],
  [/(\b\w*(?:SECRET|PASSWORD|API_KEYS)=)[^\s"'\\]+/g, '$1[redacted]'],
  [/(-----BEGIN [A-Z ]*PRIVATE KEY-----)(?:(?!-----END).)+/g, '$1[redacted]'],
  [/(\bSignature=)[0-9a-f]+/gi, '$1[redacted]'],
  [/(:\/\/)[^\s/"'\\@]+@/g, '$1[redacted]@'],
];

const withoutSecrets = (line: string): string =>
  written.reduce((text, [secret, instead]) => text.replace(secret, instead), line);

/** Lines are written before the call returns, so the last words before an exit are not lost. */
export function createLogger({ name, level = 'info', destination, tracing }: LoggerOptions): Logger {
  const options: pino.LoggerOptions = {
    name,
    level,
    base: { pid: process.pid },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    serializers: { cause: told },
    redact: { paths: secretPaths, censor: '[redacted]' },
    ...(tracing && { mixin: () => ({ ...tracing.ids() }) }),
    hooks: { streamWrite: withoutSecrets },
  };
  return wrap(destination ? pino(options, destination) : pino(options));
}

/** What is thrown is not always an error, and an error's own message need not name what was behind it. */
const told = (cause: unknown): unknown => (cause instanceof Error ? pino.stdSerializers.errWithCause(cause) : cause);

const wrap = (inner: pino.Logger): Logger => ({
  debug: (message, fields) => inner.debug(fields ?? {}, message),
  info: (message, fields) => inner.info(fields ?? {}, message),
  warn: (message, fields) => inner.warn(fields ?? {}, message),
  error: (message, fields) => inner.error(fields ?? {}, message),
  fatal: (message, fields) => inner.fatal(fields ?? {}, message),
  child: (fields) => wrap(inner.child(fields)),
});
