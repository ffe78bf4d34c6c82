import { eventually } from '@noroshi/testing';
import { ask } from './api.js';
import type { Client, Frame } from './client.js';
import { EventLog, type LoggedEvent } from './event-log.js';
import { setScene } from './scene.js';

const scene = setScene({ env: { NOROSHI_GATEWAYS: '2', NOROSHI_MESSAGE_RATE: '0' } });

let log: EventLog;
beforeAll(async () => void (log = await EventLog.of(scene.stack)));
afterAll(() => log.close());

const VICTIMS = ['vic', 'val', 'vera', 'vito'];
/** The kernel spreads connections over the gateways: of the 32 together, all on one is a chance of 1 in 2 billion. */
const TABS = 8;
const RETRY_MS = 5;
/** Of a mute. One that comes when it is over says nothing, and the machine may be busy. */
const SHORT_MS = 2_000;

/** Says one thing after the other, two at a time, and comes back at once whenever it is put out. */
class Writer {
  readonly accepted: string[] = [];
  readonly refused = new Set<string>();
  #stopped = false;
  #said = 0;

  constructor(
    private readonly client: Client,
    private readonly roomId: string,
  ) {
    client.onFrame = (frame) => this.#onFrame(frame);
    this.#say();
    this.#say();
  }

  stop(): Promise<void> {
    this.#stopped = true;
    return this.client.settled();
  }

  #onFrame(frame: Frame): void {
    if (this.#stopped) return;
    if (frame.type === 'accepted') {
      this.accepted.push(frame['offset'] as string);
      this.#say();
    } else if (frame.type === 'leftRoom') this.#join();
    else if (frame.type === 'error') this.#onError(frame);
  }

  #onError({ action, code }: Frame): void {
    this.refused.add(`${String(action)}: ${String(code)}`);
    setTimeout(() => (action === 'joinRoom' ? this.#join() : this.#say()), RETRY_MS);
  }

  #join(): void {
    if (!this.#stopped) this.client.send({ action: 'joinRoom', roomId: this.roomId });
  }

  #say(): void {
    if (this.#stopped) return;
    this.#said += 1;
    const id = `${this.client.connectionId}/${this.#said}`;
    this.client.send({ action: 'message', roomId: this.roomId, content: id, clientMessageId: id });
  }
}

async function moderate(method: 'PUT' | 'DELETE', roomId: string, what: string, body?: object): Promise<void> {
  const bearer = scene.stack.token('olga');
  const answer = await ask(scene.stack, { method, path: `/rooms/${roomId}/${what}`, bearer, ...(body && { body }) });
  if (!answer.ok) throw new Error(`${method} ${what}: ${answer.status} ${await answer.text()}`);
}

const hourFrom = (now: number): number => now + 3_600_000;

/** Everything that can be done to somebody, while their tabs write on. */
async function harass(roomId: string, victim: string, writers: readonly Writer[]): Promise<void> {
  const everyTab = (reason: string, holds: (writer: Writer) => boolean) =>
    eventually(() => writers.every(holds), { reason: `${victim}: ${reason}` });
  const goesOn = async (after: string) => {
    const before = new Map(writers.map((writer) => [writer, writer.accepted.length]));
    await everyTab(`writes on after ${after}`, (writer) => writer.accepted.length > (before.get(writer) ?? 0) + 3);
  };
  const isRefused = async (what: string) => {
    for (const writer of writers) writer.refused.delete(what);
    await everyTab(`is refused, ${what}`, ({ refused }) => refused.has(what));
  };
  await goesOn('joining');
  await moderate('PUT', roomId, `mutes/${victim}`, { until: hourFrom(Date.now()) });
  await isRefused('message: muted');
  await moderate('PUT', roomId, `mutes/${victim}`, { until: 1 });
  await goesOn('the end of a mute');
  await moderate('PUT', roomId, `mutes/${victim}`, { until: Date.now() + SHORT_MS });
  await goesOn('a short mute');
  for (let round = 0; round < 3; round += 1) {
    await moderate('DELETE', roomId, `members/${victim}`);
    await goesOn('coming back');
  }
  await moderate('PUT', roomId, `bans/${victim}`);
  await isRefused('joinRoom: banned');
  await moderate('DELETE', roomId, `bans/${victim}`);
  await goesOn('the end of a ban');
  await moderate('PUT', roomId, `bans/${victim}`);
  await isRefused('joinRoom: banned');
}

interface Rights {
  isMember: boolean;
  isBanned: boolean;
  mutedUntil: number;
}

/** What somebody said though they might not, by a reading of the log that knows nothing of the product's own. */
function saidWithoutRight(events: readonly LoggedEvent[], userId: string): LoggedEvent[] {
  const rights: Rights = { isMember: false, isBanned: false, mutedUntil: 0 };
  return events.filter((event) => {
    if (event.lane !== 'talk') change(rights, event, userId);
    else if ((event['by'] as { id: string }).id === userId)
      return !rights.isMember || rights.isBanned || event.at < rights.mutedUntil;
    return false;
  });
}

function change(rights: Rights, event: LoggedEvent, userId: string): void {
  if (event.type === 'MemberJoined') rights.isMember ||= (event['user'] as { id: string }).id === userId;
  if (event['userId'] !== userId) return;
  if (event.type === 'UserMuted') rights.mutedUntil = event['until'] as number;
  if (event.type === 'UserBanned') rights.isBanned = true;
  if (event.type === 'UserUnbanned') rights.isBanned = false;
  if (['UserBanned', 'UserRemoved', 'MemberLeft'].includes(event.type)) rights.isMember = false;
}

it('nothing is stored of somebody after a mute, a removal or a ban, however many tabs write on two gateways', async () => {
  const roomId = scene.newRoom();
  const olga = await scene.connect('olga');
  await olga.join(roomId);
  const writersOf = new Map<string, Writer[]>();
  for (const victim of VICTIMS) {
    const tabs = await Promise.all(Array.from({ length: TABS }, () => scene.connect(victim)));
    await Promise.all(tabs.map((tab) => tab.join(roomId)));
    writersOf.set(
      victim,
      tabs.map((tab) => new Writer(tab, roomId)),
    );
  }
  await Promise.all([...writersOf].map(([victim, writers]) => harass(roomId, victim, writers)));
  await Promise.all([...writersOf.values()].flat().map((writer) => writer.stop()));

  const events = await log.eventsOf(roomId);
  const count = (type: string) => events.filter((event) => event.type === type).length;
  const done = ['UserMuted', 'UserRemoved', 'UserBanned', 'UserUnbanned'].map(count);
  expect(done).toEqual([3, 3, 2, 1].map((each) => each * VICTIMS.length));
  for (const victim of VICTIMS) expect(saidWithoutRight(events, victim)).toEqual([]);
  const stored = new Set(events.map(({ position }) => position));
  const accepted = [...writersOf.values()].flat().flatMap((writer) => writer.accepted);
  expect(accepted.length).toBeGreaterThan(500);
  expect(new Set(accepted).size).toBe(accepted.length);
  for (const offset of accepted) expect(stored).toContain(Number.parseInt(offset.split('-')[1] ?? '', 36));
});
