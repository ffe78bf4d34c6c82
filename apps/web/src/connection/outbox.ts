import { flag, list, parseFields, asFields, texts } from '../protocol/fields.js';

/** A message this person wrote that the server has not been heard to keep. `queuedAt`, `sentAt`: epoch ms. */
export interface Outgoing {
  readonly clientMessageId: string;
  readonly content: string;
  readonly queuedAt: number;
  /** Of the last try on any connection; undefined: not tried since the connection was lost. */
  readonly sentAt?: number;
  /** Why the server refused it. A refused message stays until the person sends it again or lets it go. */
  readonly refusal?: string;
}

/** In the order written. Sending twice is harmless: the server stores a client message id once. */
export type Outbox = readonly Outgoing[];

/** An answer takes milliseconds; without one for this long the message or the answer was lost. */
export const resendAfterMs = 8_000;

const change = (outbox: Outbox, id: string, to: (entry: Outgoing) => Outgoing): Outbox =>
  outbox.map((entry) => (entry.clientMessageId === id ? to(entry) : entry));

const untried = ({ clientMessageId, content, queuedAt }: Outgoing): Outgoing => ({
  clientMessageId,
  content,
  queuedAt,
});

export const enqueue = (outbox: Outbox, entry: Outgoing): Outbox => [...outbox, entry];

export const settle = (outbox: Outbox, clientMessageId: string): Outbox =>
  outbox.some((entry) => entry.clientMessageId === clientMessageId)
    ? outbox.filter((entry) => entry.clientMessageId !== clientMessageId)
    : outbox;

export const refuse = (outbox: Outbox, clientMessageId: string, refusal: string): Outbox =>
  change(outbox, clientMessageId, (entry) => ({ ...untried(entry), refusal }));

export const retry = (outbox: Outbox, clientMessageId: string): Outbox => change(outbox, clientMessageId, untried);

export const markSent = (outbox: Outbox, clientMessageId: string, at: number): Outbox =>
  change(outbox, clientMessageId, (entry) => ({ ...entry, sentAt: at }));

/** What was sent on a lost connection may or may not have arrived: all of it is due again. */
export const connectionLost = (outbox: Outbox): Outbox =>
  outbox.some(({ sentAt }) => sentAt !== undefined)
    ? outbox.map((entry) => (entry.refusal === undefined ? untried(entry) : entry))
    : outbox;

/** What to send now, in order. */
export const due = (outbox: Outbox, now: number): Outbox =>
  outbox.filter(({ refusal, sentAt }) => refusal === undefined && (sentAt ?? -Infinity) + resendAfterMs <= now);

export const hasUnanswered = (outbox: Outbox): boolean => outbox.some(({ refusal }) => refusal === undefined);

const keyOf = (owner: string): string => `noroshi.outbox.${owner}`;

/** Survives a reload of the tab. `owner` names the person and the room. */
export function saveOutbox(storage: Storage, owner: string, outbox: Outbox): void {
  if (outbox.length === 0) {
    storage.removeItem(keyOf(owner));
    return;
  }
  const entries = outbox.map(({ clientMessageId, content, refusal }) => ({
    clientMessageId,
    content,
    refused: refusal !== undefined,
  }));
  storage.setItem(keyOf(owner), JSON.stringify({ entries }));
}

export function loadOutbox(storage: Storage, owner: string, now: number): Outbox {
  const stored = parseFields(storage.getItem(keyOf(owner)) ?? '');
  return list(stored ?? {}, 'entries').flatMap((item) => {
    const fields = asFields(item) ?? {};
    const known = texts(fields, ['clientMessageId', 'content']);
    if (!known) return [];
    return [{ ...known, queuedAt: now, ...(flag(fields, 'refused') && { refusal: 'It was not sent.' }) }];
  });
}
