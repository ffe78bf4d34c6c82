import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { OutboxStore } from '../ports/outbox-store.js';
import { outboxStoreContract, outgoing } from '../testing/outbox-store.contract.js';
import { fileOutbox, type FileOutbox } from './file-outbox.js';
import { memoryOutbox } from './memory-outbox.js';

let folder: string;
const opened: FileOutbox[] = [];

const open = (): FileOutbox => {
  const outbox = fileOutbox(file());
  opened.push(outbox);
  return outbox;
};

const file = (): string => join(folder, 'bot', 'outbox.jsonl');

const ids = async (store: OutboxStore): Promise<string[]> =>
  (await store.all('ann')).map(({ clientMessageId }) => clientMessageId);

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'noroshi-outbox-'));
});

afterEach(async () => {
  await Promise.all(opened.splice(0).map((outbox) => outbox.close()));
  await rm(folder, { recursive: true });
});

describe.each([
  { kind: 'in memory', make: memoryOutbox },
  { kind: 'in a file', make: open },
])('an outbox $kind', ({ make }) => {
  it.each(Object.entries(outboxStoreContract))('%s', async (_fact, holds) => {
    await holds(make());
  });
});

describe('an outbox in a file', () => {
  it('goes on after a restart, in order', async () => {
    const first = open();
    for (const id of ['a', 'b', 'c']) await first.put(outgoing(id));
    await first.remove('ann', 'b');
    await first.put(outgoing('a', { content: 'changed' }));
    await first.close();
    const second = open();
    expect(await ids(second)).toEqual(['a', 'c']);
    expect((await second.all('ann'))[0]?.content).toBe('changed');
  });

  it('has on the disk what put resolved for, however the process ends', async () => {
    await open().put(outgoing('a'));
    expect(await ids(open())).toEqual(['a']);
  });

  it('forgets a last line that was cut off, and goes on in a line of its own', async () => {
    const first = open();
    await first.put(outgoing('a'));
    await first.close();
    await writeFile(file(), `${await readFile(file(), 'utf8')}{"put":{"userId":"an`);
    const second = open();
    await second.put(outgoing('b'));
    await second.close();
    expect(await ids(open())).toEqual(['a', 'b']);
    expect(await readdir(join(folder, 'bot'))).toEqual(['outbox.jsonl']);
  });

  it.each(['not JSON at all', '{"put":{"userId":7}}', '["?"]'])(
    'sets a file with %s aside and keeps the rest',
    async (line) => {
      const first = open();
      await first.put(outgoing('a'));
      await first.close();
      const corrupt = `${line}\n${await readFile(file(), 'utf8')}`;
      await writeFile(file(), corrupt);
      expect(await ids(open())).toEqual(['a']);
      expect(await readFile(`${file()}.corrupt`, 'utf8')).toBe(corrupt);
      expect(await ids(open())).toEqual(['a']);
    },
  );

  it('does not grow with what is gone', async () => {
    const outbox = open();
    await outbox.put(outgoing('stays'));
    const passing = Array.from({ length: 1_200 }, (_, index) => `c${index}`);
    await Promise.all(passing.map((id) => outbox.put(outgoing(id))));
    await Promise.all(passing.map((id) => outbox.remove('ann', id)));
    await outbox.put(outgoing('last'));
    await outbox.close();
    expect((await readFile(file(), 'utf8')).split('\n').length).toBeLessThan(1_500);
    expect(await ids(open())).toEqual(['stays', 'last']);
  });

  it('says so when the file can not be written', async () => {
    await writeFile(join(folder, 'bot'), 'a file where a folder should be');
    await expect(open().put(outgoing('a'))).rejects.toThrow(/EEXIST|ENOTDIR/);
  });
});
