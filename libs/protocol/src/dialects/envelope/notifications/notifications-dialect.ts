import type { Dialect } from '../../../dialect.js';
import { envelopeDecoder } from '../decode-envelope.js';
import { envelopeEncoder } from '../encode-envelope.js';
import { clientData } from './schemas.js';

const nothing = Object.freeze({});

/** Envelopes over `/ws/notifications`: what a user is notified of, on all screens alike (README.md beside this file). */
export const notificationsDialect: Dialect<object, string> = {
  name: 'envelope-notifications',
  traits: () => ({ oneRoom: false, notifications: true }),
  begin: () => nothing,
  decode: envelopeDecoder(clientData, {
    authenticate: ({ token }) => ({ kind: 'authenticate', token }),
    ping: () => ({ kind: 'ping' }),
    mark_read: ({ id }) => ({ kind: 'notifications', change: 'read', id }),
    mark_all_read: () => ({ kind: 'notifications', change: 'readAll' }),
    remove: ({ id }) => ({ kind: 'notifications', change: 'remove', id }),
    clear_all: () => ({ kind: 'notifications', change: 'clear' }),
  }),
  encode: envelopeEncoder({
    notification: ({ id, notification: { position: _position, addedAt, about, ...content }, messageId }) => ({
      type: 'notification',
      data: {
        id,
        ...content,
        timestamp: addedAt,
        ...(about && { roomId: about.roomId }),
        ...(messageId === undefined ? {} : { messageId }),
      },
      at: addedAt,
    }),
    notificationUpdated: ({ id, change, unreadCount, at }) => ({
      type: 'notification_updated',
      data: { ...(id === undefined ? { all: true } : { id }), [change]: true, unreadCount },
      at,
    }),
    notificationsCleared: ({ unreadCount, at }) => ({ type: 'notifications_cleared', data: { unreadCount }, at }),
  }),
};
