import { mkdtempSync, rmSync } from 'node:fs';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { whyNoMongoStandin } from '@noroshi/testing';

import { findMongoStandin } from './find.js';
import { MongoStandinProcess } from './process.js';

const itRuns = whyNoMongoStandin === undefined ? it : it.skip;

let folder: string;
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'noroshi-standin-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('the stand-in for MongoDB', () => {
  it('is the given one before any other', async () => {
    const env = { PATH: process.env['PATH'], MONGO_STANDIN: '/opt/standin/*' };
    await expect(findMongoStandin({ toolsDir: folder, env, say: () => undefined })).resolves.toMatchObject({
      classPath: '/opt/standin/*',
    });
  });

  it('that is not to be had is told in one sentence that says what to do', async () => {
    const finding = findMongoStandin({ toolsDir: folder, env: { PATH: folder }, say: () => undefined });
    await expect(finding).rejects.toMatchObject({
      message: expect.stringMatching(/^No MongoDB is to be had here: set MONGO_URL .*\.$/) as string,
      details: ['there is no java on PATH'],
    });
  });

  itRuns('keeps its port over its death', async () => {
    const toolsDir = join(process.cwd(), '.noroshi');
    const standin = await findMongoStandin({ toolsDir, env: process.env, say: () => undefined });
    const files = { storeDir: join(folder, 'mongo-data'), logFile: join(folder, 'mongo.log'), takenPort: 0 };
    const server = new MongoStandinProcess({ standin, ...files });
    const urls: string[] = [];
    for (let lives = 0; lives < 2; lives += 1) {
      const child = await server.launch();
      await server.answers(new AbortController().signal);
      urls.push(server.url);
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
    expect(urls[1]).toBe(urls[0]);
  });
});
