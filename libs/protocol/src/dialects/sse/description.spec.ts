import { readFileSync } from 'node:fs';
import { roomsDescription } from '../rooms/description.js';
import { sseDescription } from './description.js';

const page = readFileSync(new URL('README.md', import.meta.url), 'utf8');

/** The frames that a row names: with ticks in its last cell, before whatever they carry. */
const told = [...page.matchAll(/^\| [^|]+\| ([^|]+)\|$/gm)]
  .flatMap(([, cell = '']) => [...cell.matchAll(/`(\w+)(?: \{[^`]*\})?`/g)])
  .map(([, name = '']) => name);

describe('the table of the sse dialect', () => {
  it('has every event that clients get, and no other', () => {
    expect([...told].sort()).toEqual(Object.keys(sseDescription.serverFrames).sort());
  });

  it('has every frame of the rooms dialect, as one that is said or as one that is not', () => {
    const unsaid = /^\| (.*) \| nothing:/m.exec(page)?.[1] ?? '';
    const named = [...told, ...[...unsaid.matchAll(/`(\w+)`/g)].map(([, name = '']) => name)];
    expect(named).toEqual(expect.arrayContaining(Object.keys(roomsDescription.serverFrames)));
  });
});
