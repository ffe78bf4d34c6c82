// What is evaluated in the page knows what pages know.
/// <reference lib="dom" />
import { eventually } from '@noroshi/testing';
import { whyNoBrowser } from '@noroshi/testing/in-browser';
import type { BrowserContextOptions } from 'playwright-core';
import { ask } from './api.js';
import type { Visitor } from './browser.js';
import { setScene } from './scene.js';
import { setVisitors } from './visitors.js';

(whyNoBrowser === undefined ? describe : describe.skip)('the page', () => {
  const scene = setScene();
  const visitors = setVisitors();

  const visit = (name: string, room: string): Promise<Visitor> => visitors.comeInto(scene.stack.url, { name, room });
  /** Somebody who speaks another language, by a token from elsewhere. */
  const visitWithToken = async (userId: string, path: string, options: BrowserContextOptions): Promise<Visitor> => {
    const visitor = await visitors.come(scene.stack.url, options);
    await visitor.hold(scene.stack.token(userId, { name: userId }));
    await visitor.page.goto(`${scene.stack.url}${path}`);
    return visitor;
  };

  it('leads to a message by its link, and says so where there is none', async () => {
    const room = scene.newRoom();
    const ann = await visit('Ann', room);
    await ann.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await ann.say('the one');
    await ann.content('the one').hover();
    await ann.page.getByRole('button', { name: 'Copy the link to this message' }).click();
    await ann.page.getByText('Copied').waitFor();
    const link = await ann.page.evaluate<string>('navigator.clipboard.readText()');
    await ann.page.goto(link);
    await ann.page.locator('[data-target=true]').filter({ hasText: 'the one' }).waitFor();
    expect(ann.complaints).toEqual([]);
    await ann.page.goto(`${scene.stack.url}/?room=${room}&message=none`);
    await ann.page.getByTestId('notices').getByText('There is no such message.').waitFor();
  });

  it('tells whoever is muted or banned of it in their language, and the moderator that it is done', async () => {
    const room = scene.newRoom();
    const ann = await visit('Ann', room);
    const ben = await visitWithToken('ben', `/?room=${room}`, { locale: 'ja-JP' });
    const menu = ann.page.getByRole('button', { name: 'What to do about ben' });
    await menu.click();
    await ann.page.getByRole('button', { name: 'Mute for an hour' }).click();
    await ann.page.getByTestId('notices').getByText('ben is muted for an hour.').waitFor();
    const box = ben.page.getByRole('textbox', { name: 'メッセージ', exact: true });
    await box.fill('may I?');
    await box.press('Enter');
    await ben.page.getByRole('alert').filter({ hasText: 'このルームでの発言を止められています。' }).waitFor();

    await menu.click();
    await ann.page.getByRole('button', { name: 'Ban from the room' }).click();
    await ann.page.getByRole('button', { name: 'Click again to do it' }).click();
    await ben.page.getByRole('alert').filter({ hasText: 'このルームから締め出されています。' }).waitFor();
    // Nothing of the room is left to look at.
    expect(await ben.page.getByRole('complementary').count()).toBe(0);
    expect([...ann.complaints, ...ben.complaints]).toEqual([]);
  });

  it('closes what is open by Escape, and asks by keyboard too before it deletes', async () => {
    const ann = await visit('Ann', scene.newRoom());
    const { page } = ann;
    const emoji = page.getByRole('button', { name: 'Emoji', exact: true });
    await emoji.click();
    const open = page.locator('[aria-expanded=true]');
    await open.waitFor();
    await page.keyboard.press('Escape');
    await open.waitFor({ state: 'detached' });

    await ann.say('to be deleted');
    await ann.sees('to be deleted');
    await ann.log.focus();
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Delete');
    await page.getByRole('button', { name: 'Really delete message' }).waitFor();
    expect(await ann.transcript()).toEqual(['to be deleted']);
    await page.keyboard.press('Enter');
    await ann.log.getByText('This message was deleted.').waitFor();
    expect(ann.complaints).toEqual([]);
  });

  it('offers to mention who is away, and to do nothing to what was said in an archived room', async () => {
    const room = scene.newRoom();
    const ann = await visit('Ann', room);
    const ben = await scene.connect('ben');
    await ben.join(room);
    await ben.say(room, 'I have to go');
    await ann.sees('I have to go');
    await ben.close();
    await ann.page.getByTestId('members').getByText('ben').waitFor();
    const box = ann.page.getByRole('textbox', { name: 'Message' });
    await box.fill('see you @b');
    await ann.page.getByRole('option', { name: '@ben' }).click();
    expect(await box.inputValue()).toBe('see you @ben ');
    await box.press('Enter');

    await ann.sees('see you');
    await ann.content('see you').hover();
    const edit = ann.page.getByRole('button', { name: 'Edit message' });
    await edit.waitFor();
    const address = `/rooms/${room}`;
    await ask(scene.stack, { method: 'DELETE', path: address, bearer: scene.stack.token('ann') });
    await ann.page.getByText('This room is archived.').waitFor();
    await edit.waitFor({ state: 'detached' });
    expect(ann.complaints).toEqual([]);
  });

  it('tells of what was found where it is and which words it has, and the tab how much is unread', async () => {
    const [room, elsewhere] = [scene.newRoom(), scene.newRoom()];
    const ann = await visit('Ann', room);
    await ann.enter(elsewhere);
    const ben = await scene.connect('ben');
    await ben.join(room);
    await ben.say(room, 'smoke in the *west*');
    const title = `(1) ${elsewhere} · Noroshi`;
    await eventually(async () => (await ann.page.title()) === title, { reason: 'the tab says that one is unread' });
    await ann.page.getByRole('button', { name: 'Search' }).click();
    await ann.page.getByRole('checkbox').check();
    await ann.page.getByRole('searchbox').fill('west');
    await ann.page.getByRole('searchbox').press('Enter');
    const found = ann.page.getByTestId('results').getByRole('button');
    await found.filter({ hasText: room }).waitFor();
    expect(await found.locator('mark').allTextContents()).toEqual(['west']);
  });
});
