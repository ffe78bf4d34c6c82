import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventually } from '@noroshi/testing';
import { PersistentClient } from './persistent-client.js';
import { setScene } from './scene.js';

const scene = setScene({ env: { NOROSHI_GATEWAYS: '2', NOROSHI_MESSAGE_RATE: '0' } });

const here: PersistentClient[] = [];
afterEach(() => Promise.all(here.splice(0).map((person) => person.leave())));

const PEOPLE = 16;
const PATIENCE_MS = 120_000;

/** SIGTERM, as an orchestrator sends it; resolves when the supervisor has another in its place. */
async function roll(name: string): Promise<void> {
  const former = scene.stack.pids()[name] ?? 0;
  process.kill(former, 'SIGTERM');
  await scene.stack.isBack(name, former);
}

const logOf = (name: string): string => readFileSync(join(scene.stack.dataDir, 'logs', `${name}.log`), 'utf8');

it(
  'stopping one gateway after the other under load loses nothing and repeats nothing, and everybody is told before',
  async () => {
    const roomId = scene.newRoom();
    const people = Array.from(
      { length: PEOPLE },
      (_, index) =>
        new PersistentClient({
          ...{ socketUrl: scene.stack.socketUrl, token: scene.stack.token(`roller-${index}`), roomId },
          resumes: true,
        }),
    );
    here.push(...people);
    await Promise.all(people.map((person, index) => person.say(`${index} is here`)));
    const said = people.map((_, index) => [`${index} is here`]);
    let isOver = false;
    const chatting = people.map(async (person, index) => {
      for (let count = 0; !isOver; count += 1) {
        const content = `${index} says ${count}`;
        said[index]?.push(content);
        await person.say(content);
      }
    });
    await roll('gateway-1');
    await roll('gateway-2');
    isOver = true;
    await Promise.all(chatting);
    await people[0]?.say('the end');
    await Promise.all(people.map((person) => person.hears('the end')));

    const heard = people.map((person) => person.heard.map(({ content }) => content as string));
    const order = heard.reduce((longest, other) => (other.length > longest.length ? other : longest));
    expect([...order].sort()).toEqual([...said.flat(), 'the end'].sort());
    // Who came first heard what the others said while they came.
    for (const other of heard) expect(other).toEqual(order.slice(order.length - other.length));
    expect(people.every(({ askedToReconnect }) => askedToReconnect > 0)).toBe(true);
    for (const name of ['gateway-1', 'gateway-2']) expect(logOf(name)).toContain('drained');
    expect(scene.stack.loggedErrors()).toEqual([]);
  },
  PATIENCE_MS,
);

it('a gateway that is told to stop is not ready, and closes with "come back" whoever does not go by itself', async () => {
  const clients = await Promise.all(Array.from({ length: 16 }, (_, index) => scene.connect(`stayer-${index}`)));
  const former = ['gateway-1', 'gateway-2'].map((name) => [name, scene.stack.pids()[name] ?? 0] as const);
  for (const [, pid] of former) process.kill(pid, 'SIGTERM');
  const closings = await Promise.all(clients.map(({ closed }) => closed));
  for (const closing of closings) expect(closing).toEqual({ code: 1001, reason: 'going away' });
  for (const client of clients)
    expect(client.of('reconnect')).toEqual([{ type: 'reconnect', retryAfter: expect.any(Number) as number }]);
  await Promise.all(former.map(([name, pid]) => scene.stack.isBack(name, pid)));
  await eventually(async () => (await fetch(`${scene.stack.url}/readyz`)).ok, { reason: 'it is ready again' });
});
