import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePorts } from '@noroshi/testing';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser, whyNoBrowser } from '@noroshi/testing/in-browser';
import { adapted } from './adapted.js';
import { ExampleFolder, type Program } from './example-program.js';
import { pack } from './packed.js';
import { Stack } from './stack.js';

const WEBHOOK_SECRET = 'whsec_bm9yb3NoaSBleGFtcGxlIHNlY3JldA==';

/** The examples as people copy them: each in a folder of its own, run as its README says. */
describe('an example', () => {
  const folders: ExampleFolder[] = [];
  const programs: Program[] = [];
  let stack: Stack;
  let installed: Readonly<Record<'html' | 'bot' | 'react', ExampleFolder>>;
  let browser: Browser | undefined;
  let [noroshiPort, webhookPort, pagePort] = ['', '', ''];

  const copyOf = (name: string): ExampleFolder => {
    const folder = ExampleFolder.copyOf(name);
    folders.push(folder);
    return folder;
  };
  const runs = (program: Program): Program => {
    programs.push(program);
    return program;
  };

  /** Copies of the examples, with the packages from here in place of those from the registry, and what is to be built built. */
  const install = async (): Promise<void> => {
    const packages = ExampleFolder.empty();
    folders.push(packages);
    const { client, react } = await pack(packages.path);
    const npm = ['npm', 'install', '--no-audit', '--no-fund', '--prefer-offline'] as const;
    installed = { html: copyOf('html'), bot: copyOf('bot'), react: copyOf('react') };
    // One after the other: what npm stores for one is at hand for the next.
    await installed.html.run([...npm, client]).endsWell();
    await installed.bot.run([...npm, client]).endsWell();
    await installed.react.run([...npm, client, react]).endsWell();
    await installed.react.run(['npm', 'run', 'build']).endsWell();
  };

  beforeAll(async () => {
    [noroshiPort = '', webhookPort = '', pagePort = ''] = (await freePorts(3)).map(String);
    const routes = join(copyOf('webhook').path, 'routes.json');
    replaceIn(routes, ':4000', `:${webhookPort}`);
    const NOROSHI_ALLOWED_ORIGINS = `http://127.0.0.1:${noroshiPort},http://localhost:${pagePort}`;
    const settings = { PORT: noroshiPort, NOROSHI_ALLOWED_ORIGINS, NOROSHI_ROUTES: routes, WEBHOOK_SECRET };
    [stack, browser] = await Promise.all([
      Stack.start({ env: settings }),
      whyNoBrowser === undefined ? launchBrowser() : undefined,
      install(),
    ]);
  }, 180_000);
  afterEach(async () => {
    await Promise.all(programs.splice(0).map((program) => program.stop()));
    await Promise.all(browser?.contexts().map((context) => context.close()) ?? []);
  });
  afterAll(async () => {
    await browser?.close();
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

  it('that is a bot answers in its room, and goes on after the gateway was away', async () => {
    const bot = runs(installed.bot.run(['npm', 'start'], { NOROSHI_URL: stack.url, ROOM: 'cellar' }));
    await bot.says(/listening in cellar/);
    const dora = chatter(copyOf('python'), 'Dora');
    await dora.says(/listening/);
    dora.type('!echo are you there?');
    await dora.says(/^bot: are you there\?$/);
    await stack.isBack('gateway-1', stack.kill('gateway-1'));
    dora.type('!echo and now?');
    await dora.says(/^bot: and now\?$/);
    expect(dora.said.filter((line) => line.startsWith('bot:'))).toHaveLength(2);
  });

  const inBrowser = whyNoBrowser === undefined ? it : it.skip;

  const visit = async (address: string, name: string): Promise<Page> => {
    const page = await browser?.newContext().then((context) => context.newPage());
    if (!page) throw new Error('No browser');
    page.on('pageerror', (error) => complaints.push(error.message));
    await page.goto(address);
    await page.getByLabel('Your name').fill(name);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('status').filter({ hasText: 'Connected' }).waitFor();
    return page;
  };
  const complaints: string[] = [];
  const say = async (page: Page, text: string): Promise<void> => {
    await page.getByRole('textbox', { name: 'Message' }).fill(text);
    await page.getByRole('button', { name: 'Send' }).click();
  };
  const log = (page: Page) => page.getByRole('log', { name: 'Messages' });

  const twoChat = async (where: string, address: string): Promise<Page> => {
    const [ann, ben] = await Promise.all([visit(address, 'Ann'), visit(address, 'Ben')]);
    await ann.getByText('2 here').waitFor();
    await ann.getByRole('textbox', { name: 'Message' }).pressSequentially('half');
    await ben.getByText('Ann is typing …').waitFor();
    await say(ann, `Hello & <b>${where}</b>`);
    await log(ben).getByText(`Ann: Hello & <b>${where}</b>`).waitFor();
    await say(ben, `Hello from ${where}`);
    await log(ann).getByText(`Ben: Hello from ${where}`).waitFor();
    expect(complaints).toEqual([]);
    return ann;
  };

  inBrowser('in plain HTML lets two people chat, in a page of another origin', async () => {
    replaceIn(join(installed.html.path, 'chat.js'), 'http://127.0.0.1:8080', stack.url);
    const server = runs(installed.html.run(['npm', 'start'], { NOROSHI_URL: stack.url, PORT: pagePort }));
    await twoChat('HTML', await server.says(/open (http:\S+)/));
  });

  inBrowser('in React compiles, and lets two people chat in rooms', async () => {
    const preview = ['npm', 'run', 'preview', '--', '--port', pagePort, '--strictPort'] as const;
    const server = runs(installed.react.run(preview, { NOROSHI_URL: stack.url }));
    const ann = await twoChat('React', await server.says(/Local:\s+(http:\S+)/));
    await ann.getByRole('textbox', { name: 'Room' }).fill('attic');
    await ann.getByRole('button', { name: 'Join' }).click();
    await ann.getByRole('heading', { name: 'attic' }).waitFor();
    await ann.getByRole('navigation', { name: 'Rooms' }).getByRole('button', { name: 'attic' }).waitFor();
  });
});

function replaceIn(file: string, from: string, to: string): void {
  writeFileSync(file, adapted(readFileSync(file, 'utf8'), { [from]: to }));
}
