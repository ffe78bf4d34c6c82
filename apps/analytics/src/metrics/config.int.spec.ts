import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defaultAlertRules } from '@noroshi/domain';
import { readConfig } from './config.js';

const NATS_URL = 'nats://127.0.0.1:4222';
let folder: string;
let file: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'noroshi-rules-'));
  file = join(folder, 'rules.json');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const problemsWith = async (text: string): Promise<unknown> => {
  await writeFile(file, text);
  const config = readConfig({ NATS_URL, NOROSHI_ALERT_RULES: file });
  return config.catch((cause: unknown) => (cause as { problems: unknown }).problems);
};

describe('the rules of alerts', () => {
  it('are those of the docs when none are given', async () => {
    expect((await readConfig({ NATS_URL })).rules).toBe(defaultAlertRules);
  });

  it('are those of the file that is named', async () => {
    const rule = {
      ...{ id: 'crowded', metric: 'activeUsers', comparison: 'above', threshold: 10, for: 5 },
      ...{ severity: 'info', title: 'Many people' },
    };
    await writeFile(file, JSON.stringify([rule]));
    expect((await readConfig({ NATS_URL, NOROSHI_ALERT_RULES: file })).rules).toEqual([rule]);
  });

  it('are refused with everything that is wrong', async () => {
    expect(await problemsWith('[{"id":"a"}, 7]')).toContain(
      `NOROSHI_ALERT_RULES (${file}): rule 2: a rule is an object.`,
    );
    expect(await problemsWith('{')).toEqual([`NOROSHI_ALERT_RULES: ${file} is not JSON.`]);
    const missing = readConfig({ NATS_URL, NOROSHI_ALERT_RULES: join(folder, 'none') });
    await expect(missing).rejects.toMatchObject({ problems: [expect.stringContaining('can not be read (ENOENT')] });
  });
});
