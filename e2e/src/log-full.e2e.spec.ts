import { rmSync } from 'node:fs';
import { Client, type Frame } from './client.js';
import { Stack, temporaryDir } from './stack.js';

const START_MS = 180_000;
const roomId = 'the room that fills';
const dataDir = temporaryDir();
const LONG = 'x'.repeat(8_000);

const start = (maxBytes: number): Promise<Stack> =>
  Stack.start({ dataDir, env: { NOROSHI_LOG_MAX_BYTES: String(maxBytes) } });

let stack: Stack | undefined;
afterAll(async () => {
  await stack?.stop();
  rmSync(dataDir, { recursive: true, force: true });
}, START_MS);

const readyz = async (url: string) => {
  const answer = await fetch(`${url}/readyz`);
  return { code: answer.status, ...((await answer.json()) as object) };
};

it(
  'a full log refuses what is to be stored, goes on serving what is, and takes more when there is room',
  async () => {
    stack = await start(200_000);
    const alice = await Client.connect(stack.socketUrl, { token: stack.token('alice') });
    await alice.join(roomId);
    let refusal: Frame | undefined;
    let stored = 0;
    for (let n = 0; !refusal && n < 100; n += 1) {
      const clientMessageId = `m-${n}`;
      alice.send({ action: 'message', roomId, content: LONG, clientMessageId });
      const answer = await alice.next(
        (frame) => frame['clientMessageId'] === clientMessageId && frame.type !== 'message',
      );
      if (answer.type === 'error') refusal = answer;
      else stored += 1;
    }
    expect(refusal).toMatchObject({ code: 'log_full', retryAfter: 10, roomId });
    expect(await readyz(stack.url)).toMatchObject({ code: 503, dependencies: { nats: 'full' } });
    expect((await fetch(`${stack.url}/healthz`)).status).toBe(200);
    alice.send({ action: 'history', roomId, limit: 100 });
    expect((await alice.next('history'))['items']).toHaveLength(stored);
    await alice.close();
    await stack.stop();

    stack = await start(2_000_000);
    const again = await Client.connect(stack.socketUrl, { token: stack.token('alice') });
    await again.join(roomId);
    again.send({ action: 'message', roomId, content: LONG, clientMessageId: refusal?.['clientMessageId'] });
    await again.next('accepted');
    again.send({ action: 'history', roomId, limit: 100 });
    expect((await again.next('history'))['items']).toHaveLength(stored + 1);
    expect(await readyz(stack.url)).toMatchObject({ code: 200 });
    await again.close();
  },
  2 * START_MS,
);
