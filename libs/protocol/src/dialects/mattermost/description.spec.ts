import { readFileSync } from 'node:fs';
import { Compile } from 'typebox/compile';
import { textOf } from '../../numbered-text.js';
import type { ServerFrame } from '../../server-frame.js';
import { mattermostDescription } from './description.js';
import { mattermostDialect } from './mattermost-dialect.js';

describe('the page that tells this language', () => {
  const page = readFileSync(new URL('./README.md', import.meta.url), 'utf8');
  const column = (index: number): string =>
    page
      .split('\n')
      .filter((line) => line.startsWith('|'))
      .map((line) => line.split('|')[index] ?? '')
      .join('\n');
  const names = (text: string): Set<string> =>
    new Set([...text.matchAll(/`([A-Za-z_]+)(?: \{[^`]*\})?`/g)].map(([, name = '']) => name));

  it('names every request and every answer', () => {
    expect([...names(column(1))].sort()).toEqual(Object.keys(mattermostDescription.clientFrames).sort());
    const told = names(column(5));
    for (const name of Object.keys(mattermostDescription.serverFrames)) expect([...told]).toContain(name);
  });

  it('is right about what is said', () => {
    const memory = mattermostDialect.begin(new URLSearchParams());
    const user = { id: 'ann', name: 'Ann', guest: false };
    const said: readonly ServerFrame[] = [
      { kind: 'connected', connectionId: 'c'.repeat(26), user, at: 1 },
      { kind: 'typing', roomId: 'lobby', user, isTyping: true, at: 1 },
      { kind: 'read', roomId: 'lobby', position: 1, unreadCount: 0, epoch: 'e' },
      { kind: 'status', userId: 'ann', status: 'away' },
      { kind: 'unfollowed', roomId: 'lobby', why: 'banned', at: 1 },
      { kind: 'error', code: 'internal', ref: 1 },
      { kind: 'done', ref: 1, action: 'presence' },
    ];
    for (const frame of said) {
      const own = mattermostDialect.address?.(mattermostDialect.encode(frame) ?? '', frame)(memory);
      const told = JSON.parse(own === undefined ? '{}' : textOf(own)) as { event?: string; status?: string };
      const schema = mattermostDescription.serverFrames[told.event ?? told.status ?? ''];
      expect(schema && Compile(schema).Errors(told)).toEqual([]);
    }
  });
});
