import {
  roomCategory,
  roomEventProblem,
  sessionCategory,
  sessionEventProblem,
  userCategory,
  userEventProblem,
} from '@noroshi/domain';
import { undecodable, type Event, type Lane } from '@noroshi/event-sourcing';
import { parseLaneSubject } from './subjects.js';

/** What keeps an event of a category from being what its type says. */
const problems: Readonly<Record<string, (event: Event) => string | undefined>> = {
  [roomCategory]: roomEventProblem,
  [userCategory]: userEventProblem,
  [sessionCategory]: sessionEventProblem,
};

/** The event in a stored message. Bytes that are none become what stands for that: nobody stops at them. */
export function readStoredEvent(data: Uint8Array, { category }: Lane): Event {
  const stored = parse(data);
  if (stored === undefined) return undecodable('the message is not JSON');
  if (!isEvent(stored)) return undecodable('the message is no event: it has no type');
  const problem = problems[category]?.(stored);
  return problem === undefined ? stored : undecodable(`the message is ${problem}`);
}

const isEvent = (value: unknown): value is Event =>
  typeof value === 'object' && value !== null && typeof (value as { type?: unknown }).type === 'string';

function parse(data: Uint8Array): unknown {
  try {
    return JSON.parse(utf8.decode(data)) as unknown;
  } catch {
    return undefined;
  }
}

const utf8 = new TextDecoder();

/**
 * Where a stored message is, also when nobody of ours can have stored it there: then the entity is one that no room or
 * user is called, because it begins with a control character, and the event is `undecodable`.
 */
export function readStored(data: Uint8Array, subject: string): { readonly lane: Lane; readonly event: Event } {
  const lane = laneOf(subject);
  if (lane) return { lane, event: readStoredEvent(data, lane) };
  const [category = '', entity = '', ...name] = subject.split('.');
  return {
    lane: { category, entity: `\u0000${entity}`, name: name.join('.') },
    event: undecodable(`no lane has the subject ${subject}`),
  };
}

function laneOf(subject: string): Lane | undefined {
  try {
    return parseLaneSubject(subject);
  } catch {
    return undefined;
  }
}
