import fc from 'fast-check';
import { Compile } from 'typebox/compile';
import type { ServerFrame } from '../../../server-frame.js';
import { tellsItsFrames } from '../../../testing/readme-table.js';
import { notificationsDescription } from './description.js';
import { notificationsDialect } from './notifications-dialect.js';

const at = 1_767_323_045_678;
const memory = notificationsDialect.begin(new URLSearchParams());
const decoded = (frame: unknown) =>
  notificationsDialect.decode(typeof frame === 'string' ? frame : JSON.stringify(frame), memory);
const said = (frame: ServerFrame): unknown => {
  const text = notificationsDialect.encode(frame);
  return text === undefined ? undefined : JSON.parse(text);
};

describe('the page of the notifications envelope', () =>
  tellsItsFrames(new URL('README.md', import.meta.url), notificationsDescription));

describe('what is done with notifications', () => {
  it.each([
    ['mark_read', { id: 'n1' }, { kind: 'notifications', change: 'read', id: 'n1' }],
    ['mark_all_read', {}, { kind: 'notifications', change: 'readAll' }],
    ['remove', { id: 'n1' }, { kind: 'notifications', change: 'remove', id: 'n1' }],
    ['clear_all', {}, { kind: 'notifications', change: 'clear' }],
    ['authenticate', { token: 't' }, { kind: 'authenticate', token: 't' }],
    ['ping', {}, { kind: 'ping' }],
  ])('%s %j', (type, data, frame) => {
    expect(decoded({ type, data, timestamp: 1 })).toMatchObject({ ok: true, frame, action: type });
  });

  it.each([
    ['{"type":"mark_read","data":{}}', 'id is required'],
    ['{"type":"remove"}', 'id is required'],
  ])('%s is refused', (text, message) => {
    expect(decoded(text)).toMatchObject({ ok: false, error: { code: 'invalid_frame', message } });
  });
});

describe('what is told of notifications', () => {
  const notification = {
    ...{
      title: 'T',
      message: 'M',
      type: 'warning' as const,
      actionUrl: '/x',
      actionLabel: 'Go',
      autoRemove: true,
      duration: 9,
    },
    ...{ about: { roomId: 'lobby', message: 3 }, position: 4, addedAt: at, read: false },
  };

  it.each<readonly [ServerFrame, unknown]>([
    [
      { kind: 'notification', id: 'n1', notification, messageId: 'm1' },
      {
        type: 'notification',
        data: {
          ...{ id: 'n1', title: 'T', message: 'M', type: 'warning', timestamp: at, read: false, actionUrl: '/x' },
          ...{ actionLabel: 'Go', autoRemove: true, duration: 9, roomId: 'lobby', messageId: 'm1' },
        },
        timestamp: at,
      },
    ],
    [
      { kind: 'notificationUpdated', id: 'n1', change: 'read', unreadCount: 2, at },
      { type: 'notification_updated', data: { id: 'n1', read: true, unreadCount: 2 }, timestamp: at },
    ],
    [
      { kind: 'notificationUpdated', change: 'read', unreadCount: 0, at },
      { type: 'notification_updated', data: { all: true, read: true, unreadCount: 0 }, timestamp: at },
    ],
    [
      { kind: 'notificationUpdated', id: 'n1', change: 'removed', unreadCount: 1, at },
      { type: 'notification_updated', data: { id: 'n1', removed: true, unreadCount: 1 }, timestamp: at },
    ],
    [
      { kind: 'notificationsCleared', unreadCount: 0, at },
      { type: 'notifications_cleared', data: { unreadCount: 0 }, timestamp: at },
    ],
  ])('%#', (frame, expected) => {
    expect(said(frame)).toEqual(expected);
    const schema = notificationsDescription.serverFrames[(expected as { readonly type: string }).type];
    expect(schema && [...Compile(schema).Errors(expected)]).toEqual([]);
  });

  it('nothing of rooms is', () => {
    expect(said({ kind: 'read', roomId: 'lobby', position: 1, unreadCount: 0, epoch: 'e' })).toBeUndefined();
    expect(said({ kind: 'left', roomId: 'lobby', at })).toBeUndefined();
  });
});

it('any JSON is understood or refused', () => {
  const type = fc.oneof(fc.constantFrom(...Object.keys(notificationsDescription.clientFrames)), fc.string());
  const frames = fc.record({ type, data: fc.jsonValue(), id: fc.jsonValue() }, { requiredKeys: [] });
  fc.assert(
    fc.property(frames, (frame) => {
      const read = decoded(frame);
      if (!read.ok) expect(said(read.error)).toMatchObject({ type: 'error' });
    }),
  );
});
