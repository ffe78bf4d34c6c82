import type { ServerFrame } from '../../server-frame.js';
import { SentEvents, type SentEventsDump } from './sent-events.js';

/** Of the people whose names a client was told, as many are remembered. */
const REMEMBERED_NAMES = 500;

/** What one connection's conversation remembers; it may outlive the connection. */
export interface Conversation {
  readonly events: SentEvents;
  /** Undefined: not greeted yet. */
  userId: string | undefined;
  /** A token was shown: what is shown later is ignored. */
  challenged: boolean;
  /** Of the event that the client expected when it came. */
  readonly expects: number;
  /** Channel ids to the rooms that they are. */
  readonly channels: Map<string, string>;
  /** The data of the reply that comes next. */
  answer: string | undefined;
  /** Display names, by user, as the client was told them. */
  readonly names: Map<string, string>;
}

const begun = (events: SentEvents, expects: number): Conversation => ({
  events,
  expects,
  userId: undefined,
  challenged: false,
  channels: new Map(),
  answer: undefined,
  names: new Map(),
});

const wholeNumber = /^\d{1,15}$/;
const connectionIdShape = /^[a-z0-9]{26}$/;

/** What the address of a connection says of the one before it. */
export interface Wanted {
  /** Empty: none. */
  readonly connectionId: string;
  /** Of the event that the client expects next. */
  readonly next: number;
}

/** Undefined: it makes no sense. */
export function wantedBy(query: URLSearchParams): Wanted | undefined {
  const connectionId = query.get('connection_id') ?? '';
  const next = query.get('sequence_number') ?? (connectionId === '' ? '0' : '');
  if (connectionId !== '' && !connectionIdShape.test(connectionId)) return undefined;
  return wholeNumber.test(next) ? { connectionId, next: Number(next) } : undefined;
}

/**
 * A client that comes back without the id of its former connection goes on counting all the same (mattermost#30388): it is
 * told from the number that it expects. With an id that can't be taken up it begins at 0 again.
 */
export function beginConversation(query: URLSearchParams): Conversation {
  const { connectionId = '', next = 0 } = wantedBy(query) ?? {};
  return begun(new SentEvents({ next: connectionId === '' ? next : 0, kept: [] }), next);
}

export interface ConversationDump extends SentEventsDump {
  readonly userId: string;
}

export const dumpConversation = ({ events, userId = '' }: Conversation): ConversationDump => ({
  ...events.dump(),
  userId,
});

export function restoreConversation({ userId, ...events }: ConversationDump): Conversation {
  return { ...begun(new SentEvents(events), events.next), userId, challenged: true };
}

/** What the client expects as it comes back, and has not got; undefined when that is not all known. */
export const missedBy = ({ events }: Conversation, { expects }: Conversation): readonly string[] | undefined =>
  events.since(expects);

/** Whether somebody's name is news to the client. */
export function isNewName({ names }: Conversation, { change }: Extract<ServerFrame, { kind: 'presence' }>): boolean {
  const { id, name } = change.user;
  if (names.get(id) === name) return false;
  if (names.size >= REMEMBERED_NAMES) names.clear();
  names.set(id, name);
  return true;
}
