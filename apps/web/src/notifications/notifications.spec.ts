import type { Notification } from '@noroshi/client';
import { actionOf } from './action.js';
import { remainingMs, remainingShare } from './remaining.js';
import { afterMs, stillThere, withoutToast, withToast, type Toast } from './toasts.js';
import { wordsOf } from './words-of.js';

const PAGE = 'https://chat.example.com/dashboard';
const note = (more: Partial<Notification> = {}): Notification => ({
  ...{ id: 'n1', title: 'Hello', message: 'there', type: 'info', at: 1_000, isRead: false, ...more },
});

describe('where a notification leads', () => {
  it.each([
    ['/operator?tab=log#x', { href: '/operator?tab=log#x', isHere: true, label: 'Look' }],
    ['https://chat.example.com/a', { href: '/a', isHere: true, label: 'Look' }],
    ['https://elsewhere.example/a', { href: 'https://elsewhere.example/a', isHere: false, label: 'Look' }],
  ])('%s is a link', (actionUrl, action) => {
    expect(actionOf(note({ actionUrl, actionLabel: 'Look' }), PAGE)).toEqual(action);
  });

  it.each(['javascript:alert(1)', 'data:text/html,x', 'JAVASCRIPT:alert(1)', 'blob:https://chat.example.com/1'])(
    '%s is none',
    (actionUrl) => {
      expect(actionOf(note({ actionUrl }), PAGE)).toBeUndefined();
    },
  );

  it('is its message, or its room, unless it says something else', () => {
    expect(actionOf(note({ roomId: 'a b' }), PAGE)).toEqual({ href: '/?room=a+b', isHere: true });
    expect(actionOf(note({ roomId: 'a', messageId: 'm' }), PAGE)).toMatchObject({ href: '/?room=a&message=m' });
    expect(actionOf(note({ roomId: 'a', actionUrl: '/x' }), PAGE)).toMatchObject({ href: '/x', label: '/x' });
    expect(actionOf(note(), PAGE)).toBeUndefined();
  });
});

it('is in plain words, where they are those of a message', () => {
  expect(wordsOf(note({ message: '@ann **look**', messageId: 'm' }))).toBe('@ann look');
  expect(wordsOf(note({ message: '2 * 3 * 4 and `rm *`' }))).toBe('2 * 3 * 4 and `rm *`');
});

describe('one that goes away by itself', () => {
  const timed = note({ autoRemove: true, duration: 4_000 });

  it('does so after its time', () => {
    expect(remainingMs(timed, 2_000)).toBe(3_000);
    expect(remainingShare(timed, 2_000)).toBe(0.75);
    expect(remainingMs(timed, 9_000)).toBe(0);
  });

  it('is not kept for longer by a clock that is behind', () => {
    expect(remainingMs(timed, -60_000)).toBe(4_000);
  });

  it('is only one that says so', () => {
    expect(remainingMs(note({ duration: 4_000 }), 2_000)).toBeUndefined();
    expect(remainingShare(note(), 2_000)).toBeUndefined();
  });
});

describe('toasts', () => {
  const ids = (toasts: readonly Toast[]) => toasts.map(({ notification }) => notification.id);
  const all = (...each: readonly Notification[]) => each.reduce<readonly Toast[]>(withToast, []);

  it('are the last ones that came, newest first, each once', () => {
    const five = ['a', 'b', 'c', 'd', 'e'].map((id) => note({ id }));
    expect(ids(all(...five))).toEqual(['e', 'd', 'c', 'b']);
    expect(ids(all(...five.slice(0, 2), note({ id: 'a' })))).toEqual(['a', 'b']);
  });

  it('go after their time, errors later', () => {
    const toasts = all(
      note({ id: 'bad', type: 'error' }),
      note({ id: 'a' }),
      note({ id: 'b', autoRemove: true, duration: 900 }),
    );
    expect(ids(afterMs(toasts, 1_000))).toEqual(['a', 'bad']);
    expect(ids(afterMs(toasts, 8_000))).toEqual(['bad']);
    expect(afterMs(toasts, 20_000)).toEqual([]);
  });

  it('go when somebody closes them, here or on another screen', () => {
    const toasts = all(note({ id: 'a' }), note({ id: 'b' }), note({ id: 'c' }));
    expect(ids(withoutToast(toasts, 'b'))).toEqual(['c', 'a']);
    expect(ids(stillThere(toasts, [note({ id: 'a' }), note({ id: 'b', isRead: true })]))).toEqual(['a']);
    expect(
      stillThere(
        toasts,
        ['a', 'b', 'c'].map((id) => note({ id })),
      ),
    ).toBe(toasts);
  });
});
