import { eventually } from '@noroshi/testing';
import { whyNoBrowser } from '@noroshi/testing/in-browser';
import type { Visitor } from './browser.js';
import { setScene } from './scene.js';
import { setVisitors } from './visitors.js';

if (whyNoBrowser !== undefined) process.stderr.write(`\nTHE PAGE IS NOT TESTED: ${whyNoBrowser}.\n\n`);

(whyNoBrowser === undefined ? describe : describe.skip)('the page', () => {
  const scene = setScene();
  const visitors = setVisitors();

  const visit = (name: string, room: string): Promise<Visitor> => visitors.comeInto(scene.stack.url, { name, room });

  it('lets two people chat both ways, and shows a third who reloads what was said', async () => {
    const room = scene.newRoom();
    const ann = await visit('Ann', room);
    const ben = await visit('Ben', room);
    await ann.say('Is the fire lit?');
    await ben.sees('Is the fire lit?');
    await ben.say('狼煙 is up <b>&amp; burning</b>');
    await ann.sees('狼煙 is up <b>&amp; burning</b>');
    const script = ['Is the fire lit?', '狼煙 is up <b>&amp; burning</b>'];

    const cleo = await visit('Cleo', room);
    await cleo.sees(script[1] ?? '');
    await cleo.page.reload();
    await cleo.isConnected();
    await cleo.sees(script[1] ?? '');
    for (const { transcript, complaints } of await all([ann, ben, cleo])) {
      expect(transcript).toEqual(script);
      expect(complaints).toEqual([]);
    }
    await cleo.say('I read it all.');
    await ann.sees('I read it all.');
  });

  it('shows who is here and who is typing, and when somebody has gone', async () => {
    const room = scene.newRoom();
    const ann = await visit('Ann', room);
    await ann.page.getByRole('button', { name: 'People here: 1' }).waitFor();
    const ben = await visit('Ben', room);
    await ann.page.getByRole('button', { name: 'People here: 2' }).waitFor();
    await ben.page.getByRole('textbox', { name: 'Message' }).pressSequentially('half a sent');
    await ann.page.getByRole('status').filter({ hasText: 'Ben is typing' }).waitFor();
    await ben.leave();
    await ann.page.getByRole('button', { name: 'People here: 1' }).waitFor();
    await ann.page.getByRole('status').filter({ hasText: 'Ben is typing' }).waitFor({ state: 'detached' });
    expect(ann.complaints).toEqual([]);
  });

  it('says when the connection is lost in the middle of typing, comes back by itself, and delivers once what was said meanwhile', async () => {
    const room = scene.newRoom();
    const ann = await visit('Ann', room);
    const ben = await visit('Ben', room);
    await ann.say('before');
    await ben.sees('before');
    const box = ben.page.getByRole('textbox', { name: 'Message' });
    await box.pressSequentially('af');
    const former = scene.stack.kill('gateway-1');
    await Promise.all([ann.isReconnecting(), ben.isReconnecting()]);
    await ann.say('while it was away');
    await ann.page.getByText('1 unsent').waitFor();
    await scene.stack.isBack('gateway-1', former);
    await Promise.all([ann.isConnected(), ben.isConnected()]);
    await ben.sees('while it was away');
    // What was being typed is still there, and goes on.
    await box.pressSequentially('ter');
    await box.press('Enter');
    await ann.sees('after');
    for (const { transcript } of await all([ann, ben])) {
      expect(transcript).toEqual(['before', 'while it was away', 'after']);
    }
    // The browser logs each attempt to connect to a gateway that is away; nothing else may be wrong.
    const others = [...ann.complaints, ...ben.complaints].filter((text) => !/ERR_CONNECTION|WebSocket/.test(text));
    expect(others).toEqual([]);
  });

  it('lets an author edit and delete, and others react', async () => {
    const room = scene.newRoom();
    const ann = await visit('Ann', room);
    const ben = await visit('Ben', room);
    await ann.say('frist');
    await ben.sees('frist');
    await ann.page.getByRole('textbox', { name: 'Message' }).press('ArrowUp');
    const editor = ann.page.getByRole('textbox', { name: 'Edit message' });
    await editor.fill('first');
    await editor.press('Enter');
    await ben.sees('first');
    await ben.content('first edited').waitFor();

    await ben.content('first').hover();
    await ben.page.getByRole('button', { name: 'React with fire' }).click();
    await ann.page.getByRole('button', { name: 'fire: 1' }).waitFor();
    expect(await ben.page.getByRole('button', { name: 'Edit message' }).count()).toBe(0);

    await ann.content('first').hover();
    await ann.page.getByRole('button', { name: 'Delete message' }).click();
    await ann.page.getByRole('button', { name: 'Really delete message' }).click();
    await ben.log.getByText('This message was deleted.').waitFor();
    expect(await ben.transcript()).toEqual([]);
    expect([...ann.complaints, ...ben.complaints]).toEqual([]);
  });

  it('tells whoever has asked for it of a mention outside of the page, while nobody looks at the page', async () => {
    const room = scene.newRoom();
    const ann = await visit('Ann', room);
    const ben = await visitors.come(scene.stack.url, { permissions: ['notifications'] });
    const { page } = ben;
    await ben.hold(scene.stack.token('ben', { name: 'Ben' }));
    await page.addInitScript(keepingWhatIsShown);
    await page.goto(`${scene.stack.url}/?room=${room}`);
    await ben.isConnected();
    await page.getByTestId('bell').click();
    await page.getByRole('button', { name: 'Tell me outside this tab too' }).click();
    await page.getByText('You are told outside this tab too').waitFor();
    await page.keyboard.press('Escape');
    // Whoever reads the room needs no telling.
    await ben.enter(scene.newRoom());

    await ann.say('@ben while you look');
    await page.getByTestId('toast').filter({ hasText: 'while you look' }).waitFor();
    await page.evaluate(`Object.defineProperty(document, 'hidden', { get: () => true })`);
    await ann.say('@ben while you **do not** look');
    await eventually(() => page.evaluate('shownOutside.length > 0'), { reason: 'it is shown outside of the page' });
    expect(await page.evaluate('shownOutside')).toEqual([expect.stringContaining('@ben while you do not look')]);
    expect(ben.complaints).toEqual([]);
  });

  const all = (shown: readonly Visitor[]): Promise<{ transcript: string[]; complaints: string[] }[]> =>
    Promise.all(
      shown.map(async (visitor) => ({ transcript: await visitor.transcript(), complaints: visitor.complaints })),
    );
});

/** Of the browser's own notifications, as they are shown. Pages under test are never hidden by themselves: nobody can look away. */
const keepingWhatIsShown = `
  globalThis.shownOutside = [];
  globalThis.Notification = class extends Notification {
    constructor(title, options) {
      super(title, options);
      this.addEventListener('show', () => shownOutside.push(options.body));
    }
  };
`;
