import { Type } from 'typebox';
import { clientDataEverywhere, milliseconds, serverDataEverywhere } from '../describe-envelope.js';

const text = Type.String();
const count = Type.Integer({ minimum: 0 });
const yes = Type.Literal(true);
const Id = Type.Object({ id: Type.String({ minLength: 1 }) });

/** `data` of what a client sends. */
export const clientData = {
  ...clientDataEverywhere,
  mark_read: Id,
  mark_all_read: Type.Object({}),
  remove: Id,
  clear_all: Type.Object({}),
};

/** `data` of what a client gets. */
export const serverData = {
  ...serverDataEverywhere,
  notification: Type.Object({
    id: text,
    title: text,
    message: text,
    type: Type.Union(['info', 'success', 'warning', 'error'].map((type) => Type.Literal(type))),
    timestamp: milliseconds,
    read: Type.Boolean(),
    actionUrl: Type.Optional(text),
    actionLabel: Type.Optional(text),
    autoRemove: Type.Optional(Type.Boolean()),
    duration: Type.Optional(Type.Number({ minimum: 0, description: 'Milliseconds' })),
    roomId: Type.Optional(text),
    messageId: Type.Optional(text),
  }),
  notification_updated: Type.Object({
    id: Type.Optional(text),
    all: Type.Optional(yes),
    read: Type.Optional(yes),
    removed: Type.Optional(yes),
    unreadCount: count,
  }),
  notifications_cleared: Type.Object({ unreadCount: count }),
};
