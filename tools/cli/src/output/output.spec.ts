import { frameLine } from './frame-line.js';
import { plain } from './plain.js';
import { barOf, createProgress } from './progress.js';
import { tableOf, widthOf } from './table.js';

describe('what people wrote', () => {
  it('can not work on the terminal of whoever reads it', () => {
    const shown = plain('\u001b[2J\u001b]52;c;cm0gLXJm\u0007gone\u009b1m \u202egnp.exe');
    expect(shown).toBe('\\u001b[2J\\u001b]52;c;cm0gLXJm\\u0007gone\\u009b1m \\u202egnp.exe');
  });

  it('stays on one line', () => {
    expect(plain('one\r\ntwo\nthree')).toBe('one ⏎ two ⏎ three');
  });
});

describe('a table', () => {
  it('has columns as wide as what is in them, also where letters are wide or take no place', () => {
    expect(widthOf('狼煙 👍 é')).toBe(9);
    expect(widthOf('e\u0301')).toBe(1);
    expect(
      tableOf(
        ['ROOM', 'NAME'],
        [
          ['a', '狼煙'],
          ['longer', 'b'],
        ],
      ),
    ).toEqual(['ROOM    NAME', 'a       狼煙', 'longer  b']);
  });
});

describe('a frame as a line', () => {
  const at = { timestamp: new Date(2026, 0, 2, 3, 4, 5).toISOString(), username: 'Ann', userId: 'ann' };

  it.each([
    [{ type: 'message', content: 'hello' }, 'Ann: hello'],
    [{ type: 'message', content: '', deleted: true }, 'Ann: (deleted)'],
    [{ type: 'messageEdited', messageId: 'm1', content: 'better' }, '* Ann changed m1: better'],
    [{ type: 'reaction', messageId: 'm1', emoji: '👍' }, '* Ann reacted with 👍 on m1'],
    [{ type: 'reaction', messageId: 'm1', emoji: '👍', removed: true }, '* Ann took back 👍 on m1'],
    [{ type: 'memberJoined' }, '* Ann is here'],
    [{ type: 'resumed', complete: false, code: 'log_truncated' }, '* something is missing here (log_truncated)'],
  ])('%j', (frame, said) => {
    expect(frameLine({ ...at, ...frame })).toBe(`03:04:05  ${said}`);
  });

  it('is none where people need not know of it', () => {
    for (const type of ['typing', 'connection', 'joinedRoom']) expect(frameLine({ ...at, type })).toBeUndefined();
    expect(frameLine({ ...at, type: 'resumed', complete: true })).toBeUndefined();
  });
});

describe('a bar', () => {
  it('shows how far it is, within the width of the terminal', () => {
    expect(barOf('rooms', 0.5, 80)).toBe(`rooms ${'█'.repeat(15)}${'░'.repeat(15)}  50 %`);
    expect(barOf('rooms', 7, 24)).toMatch(/^rooms █+ 100 %$/);
    expect(widthOf(barOf('rooms', 0.2, 40))).toBeLessThan(40);
  });

  it('is drawn at a terminal and taken away again; where the output is piped there is nothing', () => {
    const written: string[] = [];
    const write = (text: string) => void written.push(text);
    const silent = createProgress({ isTTY: false, columns: 80, write });
    silent.show('rooms', 0.5);
    silent.end();
    expect(written).toEqual([]);
    const bar = createProgress({ isTTY: true, columns: 80, write });
    for (const done of [0.5, 0.501, 1]) bar.show('rooms', done);
    bar.end();
    expect(written).toHaveLength(3);
    expect(written.at(-1)).toBe('\r\u001b[K');
  });
});
