import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { codeBlocks } from '@noroshi/testing';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser, whyNoBrowser } from '@noroshi/testing/in-browser';
import { adapted } from './adapted.js';
import { ExampleFolder, Program } from './example-program.js';
import { Stack } from './stack.js';

const root = fileURLToPath(new URL('../../', import.meta.url));
const blocks = codeBlocks(readFileSync(join(root, 'docs/tutorial.md'), 'utf8'));

/** A block of the tutorial by the word after its language. */
const block = (note: string): string => {
  const found = blocks.find((each) => each.note === note);
  if (!found) throw new Error(`The tutorial has no block "${note}"`);
  return found.code;
};

const shell = (code: string, cwd: string): Program => new Program(['sh', '-e', '-c', code], { cwd });

(whyNoBrowser === undefined ? describe : describe.skip)('somebody who does what the tutorial says', () => {
  const folder = ExampleFolder.empty();
  const dataDir = join(folder.path, 'data');
  const page = join(folder.path, 'my-chat');
  let stack: Stack;
  let browser: Browser;
  let vite: Program | undefined;

  /** All that differs from what a reader does: where Noroshi answers, and where the package goes. */
  const makePage = async (): Promise<void> => {
    mkdirSync(join(folder.path, 'noroshi'));
    await shell(adapted(block('pack'), { 'pack-destination ..': `pack-destination ${folder.path}` }), root).endsWell();
    await shell(block('make'), join(folder.path, 'noroshi')).endsWell();
    for (const { note, code } of blocks.filter((each) => each.note.includes('.')))
      writeFileSync(
        join(page, note),
        note === 'vite.config.mjs' ? adapted(code, { 'http://127.0.0.1:8080': stack.url }) : code,
      );
  };

  beforeAll(async () => {
    expect(block('start')).toContain('npm start');
    [stack, browser] = await Promise.all([Stack.start({ dataDir }), launchBrowser()]);
    await makePage();
  }, 180_000);
  afterAll(async () => {
    await vite?.stop();
    await browser.close();
    await stack.discard();
    folder.remove();
  });

  const signIn = async (shown: Page, name: string): Promise<void> => {
    await shown.getByLabel('Your name').fill(name);
    await shown.getByRole('button', { name: 'Sign in' }).click();
    await shown.getByText('connected, ').waitFor();
  };
  const say = async (shown: Page, text: string): Promise<void> => {
    await shown.getByLabel('Message').fill(text);
    await shown.getByRole('button', { name: 'Send' }).click();
  };

  it('chats in a page of their own, also with what was sent while Noroshi was stopped', async () => {
    vite = shell(block('serve'), page);
    const address = await vite.says(/Local:\s+(http:\S+)/);
    // Two windows of one browser, as the tutorial says.
    const context = await browser.newContext();
    const [ann, ben] = [await context.newPage(), await context.newPage()];
    const complaints: string[] = [];
    for (const shown of [ann, ben]) shown.on('pageerror', (error) => complaints.push(error.message));
    await Promise.all([ann.goto(address), ben.goto(address)]);
    await signIn(ann, 'Ann');
    await signIn(ben, 'Ben');
    await ann.getByText('connected, 2 here').waitFor();
    await say(ann, 'Is the fire lit?');
    await ben.getByText('Ann: Is the fire lit?').waitFor();

    await stack.stop();
    await ben.getByText('waiting, ').waitFor();
    await say(ben, 'It is burning');
    await ben.getByText('Ben: It is burning …').waitFor();
    stack = await Stack.start({ dataDir, env: { PORT: String(stack.port) } });
    await ann.getByText('Ben: It is burning', { exact: true }).waitFor();
    await ben.getByText('Ben: It is burning', { exact: true }).waitFor();

    await ann.reload();
    await signIn(ann, 'Ann');
    await ann.getByText('Ben: It is burning', { exact: true }).waitFor();
    const lines = await ann.getByRole('listitem').allTextContents();
    expect(lines).toEqual(['Ann: Is the fire lit?', 'Ben: It is burning']);
    expect(complaints).toEqual([]);
  });
});
