import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Client, type Frame } from './client.js';
import { noroshi } from './noroshi.js';
import { Stack, temporaryDir } from './stack.js';

const STARTS_MS = 300_000;
const roomId = 'the room with a backup';
const dataDir = temporaryDir();
const [log, copy] = [join(dataDir, 'nats'), join(dataDir, 'copy-of-nats')];

let stack: Stack | undefined;
afterAll(async () => {
  await stack?.stop();
  rmSync(dataDir, { recursive: true, force: true });
}, STARTS_MS);

async function inside(of: Stack): Promise<Client> {
  const ann = await Client.connect(of.socketUrl, { token: of.token('ann') });
  await ann.join(roomId);
  return ann;
}

/** One life of the stack, in which something is said. */
async function saying(content: string): Promise<Frame> {
  stack = await Stack.start({ dataDir });
  const ann = await inside(stack);
  const said = await ann.say(roomId, content);
  await ann.close();
  await stack.stop();
  return said;
}

it(
  'after a backup was put back, offsets from after it are told from those of now',
  async () => {
    await saying('before the backup');
    cpSync(log, copy, { recursive: true });
    const lost = await saying('lost with the disk');
    rmSync(log, { recursive: true });
    cpSync(copy, log, { recursive: true });

    stack = await Stack.start({ dataDir });
    const former = Object.entries(stack.pids()).filter(([name]) => name !== 'nats');
    expect(await noroshi(stack, ['new-epoch'])).toMatchObject({ code: 0, err: '' });
    for (const [name, pid] of former) await stack.isBack(name, pid);
    const ann = await inside(stack);
    // As many as it takes for the lost offset's position to be given once more.
    for (let line = 1; line <= 5; line += 1) await ann.say(roomId, `said anew ${line}`);
    ann.send({ action: 'resume', rooms: [{ roomId, offset: lost['offset'] }] });
    expect(await ann.next('resumed')).toMatchObject({ complete: false, code: 'other_log', from: lost['offset'] });
    ann.send({ action: 'history', roomId });
    const { items } = (await ann.next('history')) as unknown as { items: Frame[] };
    expect(items.map(({ content }) => content).slice(0, 2)).toEqual(['before the backup', 'said anew 1']);
    await ann.close();
  },
  STARTS_MS,
);

it('only an operator can begin a new epoch', async () => {
  const running = stack as Stack;
  const token = running.token('somebody');
  const answer = await fetch(`${running.url}/api/v1/log/epoch`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}` },
  });
  expect(answer.status).toBe(403);
});
