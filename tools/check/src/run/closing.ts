import { Auditor } from '../closing/auditor.js';
import { readHistory } from '../closing/history.js';
import { positionOf } from '../client/ledger.js';
import type { Story } from '../story.js';
import type { Target } from '../target/target.js';
import { until } from '../until.js';
import type { RoomEvidence, Violation } from '../verdict/evidence.js';
import type { Load } from './load.js';

export interface ClosingOptions {
  readonly load: Load;
  readonly rooms: readonly string[];
  readonly target: Target;
  readonly story: Story;
  readonly signal: AbortSignal;
}

export interface Closing {
  readonly evidence: readonly RoomEvidence[];
  readonly violations: readonly Violation[];
  /** Until nobody was seen any more, in milliseconds. */
  readonly emptyAfterMs: number | undefined;
}

const HEAL_MS = 30_000;
const DRAIN_MS = 20_000;
const CATCH_UP_MS = 10_000;
/** The contract's bound on a leave that nobody announced. */
const PRESENCE_MS = 6_000;
/** The auditor's frames are counted like everybody's: it asks for each room this often. */
const LOOK_MS = 250;

/** Waits until nothing can change any more, and takes down what is. */
export async function close(options: ClosingOptions): Promise<Closing> {
  const { load, rooms, target, story, signal } = options;
  const violations = await settle(options);
  const { user, token } = await target.tokenOf('auditor');
  const url = new URL('/ws?rooms=many', target.url).href.replace(/^http/, 'ws');
  const auditor = await Auditor.connect({ url, token });
  try {
    const evidence: RoomEvidence[] = [];
    for (const roomId of rooms) {
      const ledgers = load.clients.map(({ ledger }) => ledger);
      const bases = ledgers
        .flatMap(({ stays }) => stays.filter((stay) => stay.roomId === roomId))
        .map(({ base }) => base);
      const base = bases.reduce((first, offset) => (positionOf(offset) < positionOf(first) ? offset : first));
      const replay = await auditor.replay(roomId, base);
      evidence.push({ roomId, ledgers, replay, history: await readHistory(target.url, roomId, token) });
    }
    const presence = { auditor, auditorId: user, ...options };
    violations.push(...(await seeOnly(presence, expectedIn(load), 'of those who are there')));
    story.tell('everybody leaves');
    const leftAt = story.now();
    await load.end();
    const ghosts = await seeOnly(presence, () => new Set(), 'after everybody left');
    const emptyAfterMs = ghosts.length > 0 || signal.aborted ? undefined : Math.round(story.now() - leftAt);
    return { evidence, violations: [...violations, ...ghosts], emptyAfterMs };
  } finally {
    auditor.close();
  }
}

/** All is up, all is sent, and everybody has heard the last word of each room. */
async function settle({ load, rooms, story, signal }: ClosingOptions): Promise<Violation[]> {
  const violations: Violation[] = [];
  const complain = (kind: Violation['kind'], text: string) => {
    story.tell(text);
    violations.push({ kind, text, at: story.now() });
  };
  let ailment: string | undefined;
  const isHealed = async () => (ailment = await load.ailment()) === undefined;
  if (!(await until(isHealed, { withinMs: HEAL_MS, signal })))
    complain('not healed', `not healed within ${HEAL_MS / 1000} s: ${ailment}`);
  for (const client of load.clients) {
    for (const roomId of client.seats.rooms) client.say(roomId, `last words of ${client.ledger.client}`);
  }
  const isDrained = () => load.clients.every(({ outbox }) => outbox.size === 0);
  if (!(await until(isDrained, { withinMs: DRAIN_MS, signal }))) {
    const left = load.clients.flatMap(({ outbox }) => outbox.ids());
    complain('not drained', `not accepted within ${DRAIN_MS / 1000} s: ${left.join(', ')}`);
  }
  // Whoever has not is told of by the verdict, with what is missing.
  await until(() => rooms.every((roomId) => haveHeardAll(load, roomId)), { withinMs: CATCH_UP_MS, signal });
  for (const open of load.recovery.open) complain('not healed', `not served again after ${open}`);
  story.tell('everything is said');
  return violations;
}

function haveHeardAll({ clients }: Load, roomId: string): boolean {
  const accepted = clients.flatMap(({ ledger }) =>
    [...ledger.posts.values()].filter((post) => post.roomId === roomId).flatMap((post) => post.accepted),
  );
  const last = Math.max(0, ...accepted.map(({ offset }) => positionOf(offset)));
  const listeners = clients.filter(({ seats }) => seats.rooms.includes(roomId));
  return listeners.every(({ seats }) => (seats.stay(roomId)?.heard.at(-1)?.position ?? 0) >= last);
}

const expectedIn =
  ({ clients }: Load) =>
  (roomId: string): Set<string> =>
    new Set(clients.filter(({ seats }) => seats.rooms.includes(roomId)).map(({ ledger }) => ledger.user));

interface Presence extends ClosingOptions {
  readonly auditor: Auditor;
  readonly auditorId: string;
}

/** Within the bound nobody but these is seen, and all of these. */
async function seeOnly(
  { auditor, auditorId, rooms, signal, story }: Presence,
  whom: (roomId: string) => Set<string>,
  when: string,
): Promise<Violation[]> {
  const differences = async (): Promise<string[]> => {
    const found: string[] = [];
    for (const roomId of rooms) {
      const [seen, expected] = [await auditor.present(roomId), whom(roomId)];
      const ghosts = [...seen].filter((user) => user !== auditorId && !expected.has(user));
      const unseen = [...expected].filter((user) => !seen.has(user));
      if (ghosts.length + unseen.length > 0)
        found.push(`${roomId}: ghosts ${ghosts.join(' ')}; unseen ${unseen.join(' ')}`);
    }
    return found;
  };
  let last: string[] = [];
  const isRight = async () => (last = await differences()).length === 0;
  if ((await until(isRight, { withinMs: PRESENCE_MS, signal, everyMs: LOOK_MS })) || signal.aborted) return [];
  return last.map((text) => ({
    kind: 'ghost',
    at: story.now(),
    text: `presence ${when}, within ${PRESENCE_MS} ms: ${text}`,
  }));
}
