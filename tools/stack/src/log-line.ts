/** Pino's levels, which it writes as numbers unless told to write their names. */
const SHOWN: Readonly<Record<string, string>> = {
  warn: 'warning',
  error: 'error',
  fatal: 'fatal',
  40: 'warning',
  50: 'error',
  60: 'fatal',
};

interface Entry {
  readonly level?: string | number;
  readonly msg?: unknown;
  readonly err?: { readonly message?: unknown };
}

/**
 * What the terminal shows of a line in a child's log: warnings and worse in words, and whatever is not a log entry
 * (a stack trace of the runtime); undefined for the rest.
 */
export const noteworthy = (line: string): string | undefined => {
  const nats = /^\[\d+\] \S+ \S+ \[(\w+)\] (.*)$/.exec(line);
  if (nats) return natsWords(nats[1] ?? '', nats[2] ?? '');
  const entry = parse(line);
  if (!entry) return line.trim() === '' ? undefined : line;
  const level = SHOWN[String(entry.level)];
  return level && `${level}: ${words(entry)}`;
};

/** Any line of a log as a person reads it. */
export const readable = (line: string): string => {
  const entry = parse(line);
  return entry ? words(entry) : line;
};

const natsWords = (level: string, text: string): string | undefined => {
  const word = { WRN: 'warning', ERR: 'error', FTL: 'fatal' }[level];
  return word && `${word}: ${text}`;
};

const words = ({ msg, err }: Entry): string =>
  [msg, err?.message].filter((part) => typeof part === 'string' && part !== '').join(': ');

const parse = (line: string): Entry | undefined => {
  if (!line.startsWith('{')) return undefined;
  try {
    return JSON.parse(line) as Entry;
  } catch {
    return undefined;
  }
};
