import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePorts } from '@noroshi/testing';
import { ExampleFolder, type Program } from './example-program.js';
import { Stack } from './stack.js';

const WEBHOOK_SECRET = 'whsec_bm9yb3NoaSBleGFtcGxlIHNlY3JldA==';

/** The examples as people copy them: each in a folder of its own, run as its README says. */
describe('an example', () => {
  const folders: ExampleFolder[] = [];
  const programs: Program[] = [];
  let stack: Stack;
  let webhookPort: string;

  const copyOf = (name: string): ExampleFolder => {
    const folder = ExampleFolder.copyOf(name);
    folders.push(folder);
    return folder;
  };
  const runs = (program: Program): Program => {
    programs.push(program);
    return program;
  };

  beforeAll(async () => {
    const [port = 0] = await freePorts(1);
    webhookPort = String(port);
    const routes = join(copyOf('webhook').path, 'routes.json');
    writeFileSync(routes, readFileSync(routes, 'utf8').replace(':4000', `:${webhookPort}`));
    stack = await Stack.start({ env: { NOROSHI_ROUTES: routes, WEBHOOK_SECRET } });
  }, 180_000);
  afterEach(async () => {
    await Promise.all(programs.splice(0).map((program) => program.stop()));
  });
  afterAll(async () => {
    await stack.discard();
    for (const folder of folders) folder.remove();
  });

  const chatter = (folder: ExampleFolder, name: string): Program =>
    runs(folder.run(['python3', 'chat.py', '--url', stack.url, '--room', 'cellar', '--name', name]));

  it('in Python chats, and misses nothing while the gateway is away', async () => {
    const folder = copyOf('python');
    const [ann, ben] = [chatter(folder, 'Ann'), chatter(folder, 'Ben')];
    await Promise.all([ann.says(/listening to cellar/), ben.says(/listening to cellar/)]);
    ann.type('Is the fire lit?');
    await ben.says(/^Ann: Is the fire lit\?$/);
    const former = stack.kill('gateway-1');
    ben.type('狼煙 while it was away');
    await stack.isBack('gateway-1', former);
    await ann.says(/^Ben: 狼煙 while it was away$/);
    ann.type('after');
    await ben.says(/^Ann: after$/);
    const heard = ann.said.filter((line) => /^(Ann|Ben): /.test(line));
    expect(heard).toEqual(['Ann: Is the fire lit?', 'Ben: 狼煙 while it was away', 'Ann: after']);
  });

  it('that receives webhooks is told what is said, and refuses what another key has signed', async () => {
    const [folder] = folders;
    if (!folder) throw new Error('No folder');
    const receiver = runs(folder.run(['npm', 'start'], { WEBHOOK_SECRET, PORT: webhookPort }));
    const address = await receiver.says(/(http:\S+)/);
    const cleo = chatter(copyOf('python'), 'Cleo');
    await cleo.says(/listening/);
    cleo.type('told to others');
    await receiver.says(/MessagePosted Cleo in cellar: told to others/);

    const headers = { 'webhook-id': 'e1', 'webhook-timestamp': String(Math.floor(Date.now() / 1000)) };
    const forged = { ...headers, 'webhook-signature': `v1,${Buffer.alloc(32).toString('base64')}` };
    const statuses = await Promise.all(
      [{}, { ...forged, 'webhook-timestamp': '1' }, forged].map(async (given) => {
        const answer = await fetch(address, { method: 'POST', headers: given, body: '{"type":"MessagePosted"}' });
        return answer.status;
      }),
    );
    expect(statuses).toEqual([401, 401, 401]);
    expect(receiver.said.filter((line) => line.includes('told to others'))).toHaveLength(1);
  });
});
