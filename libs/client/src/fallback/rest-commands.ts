import type { ClientFrame } from '../wire/client-frame.js';
import type { MessageFrame, NotificationFrame, ServerFrame } from '../wire/server-frame.js';
import { HttpProblem, type Call, type HttpCaller } from './http-caller.js';

type Action = ClientFrame['action'];
type Frame<A extends Action> = ClientFrame & { readonly action: A };
type Answer = readonly ServerFrame[];
/** What a frame asks for, as REST has it; the frames are the answer without the last word. @throws HttpProblem, HttpLost */
type Command<A extends Action> = (caller: HttpCaller, frame: Frame<A>) => Promise<Answer>;

const now = (): string => new Date().toISOString();
const encoded = encodeURIComponent;

const room = ({ roomId }: { readonly roomId: string }): string => `/rooms/${encoded(roomId)}`;

const message = (frame: { readonly roomId: string; readonly messageId: string }): string =>
  `${room(frame)}/messages/${encoded(frame.messageId)}`;

const nothing: Answer = [];

/**
 * Over HTTP nobody comes by: who listens to a public room is no member of it. So who does what only members may becomes one.
 */
async function asMember<T>(caller: HttpCaller, roomId: string, call: Call): Promise<T> {
  try {
    return await caller.call<T>(call);
  } catch (error) {
    if (!(error instanceof HttpProblem) || error.code !== 'not_a_member') throw error;
    await caller.call({ method: 'POST', path: `${room({ roomId })}/members`, body: {} });
    return caller.call<T>(call);
  }
}

const post: Command<'message'> = async (caller, frame) => {
  const { roomId, clientMessageId, content, messageType, replyTo } = frame;
  const body = { content, messageType, replyTo };
  const call: Call = { method: 'POST', path: `${room(frame)}/messages`, body, key: clientMessageId };
  const stored = await asMember<{ readonly messageId: string; readonly offset: string }>(caller, roomId, call);
  return [{ type: 'accepted', roomId, clientMessageId, ...stored, timestamp: now() }];
};

const change =
  <A extends 'edit' | 'delete' | 'react'>(callOf: (frame: Frame<A>) => Call): Command<A> =>
  async (caller, frame) => {
    await asMember(caller, frame.roomId, callOf(frame));
    return nothing;
  };

const read: Command<'read'> = async (caller, frame) => {
  const call: Call = { method: 'PUT', path: `${room(frame)}/read`, body: { offset: frame.offset } };
  const mark = await asMember<{ readonly offset: string; readonly unreadCount: number }>(caller, frame.roomId, call);
  return [{ type: 'read', roomId: frame.roomId, offset: mark.offset, unreadCount: mark.unreadCount }];
};

interface MessagesPage {
  readonly items: readonly MessageFrame[];
  readonly next?: string;
  readonly previous?: string;
}

const history: Command<'history'> = async (caller, frame) => {
  const { ref, roomId, before, after, limit } = frame;
  const asked = Object.entries({ before, after, limit }).filter(([, value]) => value !== undefined);
  const query = asked.map(([name, value]) => `${name}=${encoded(String(value))}`).join('&');
  const page = await caller.call<MessagesPage>({ path: `${room(frame)}/messages?${query}` });
  const items = page.items.map((item): MessageFrame => ({ ...item, type: 'message' }));
  const more = (after === undefined ? page.previous : page.next) !== undefined;
  return [{ type: 'history', ...(ref === undefined ? {} : { ref }), roomId, items, more }];
};

type MembersFrame = ServerFrame & { readonly type: 'members' };

const members: Command<'members'> = async (caller, frame) => {
  const { ref, roomId } = frame;
  const { items, ...counts } = await caller.call<
    Pick<MembersFrame, 'count' | 'present'> & { readonly items: MembersFrame['members'] }
  >({ path: `${room(frame)}/members` });
  return [{ type: 'members', ...(ref === undefined ? {} : { ref }), roomId, members: items, ...counts }];
};

const typing: Command<'typing'> = async (caller, frame) => {
  await caller.call({ method: 'POST', path: `${room(frame)}/typing`, body: { isTyping: frame.isTyping } });
  return nothing;
};

type StatusesFrame = ServerFrame & { readonly type: 'statuses' };

const statuses: Command<'statuses'> = async (caller, { ref, userIds }) => {
  if (userIds === undefined) throw notSupported('who of all is online');
  const asked = userIds.map((userId) =>
    caller.call<StatusesFrame['statuses'][number]>({ path: `/users/${encoded(userId)}/presence` }),
  );
  const told = (await Promise.all(asked)).map(({ userId, status }) => ({ userId, status }));
  return [{ type: 'statuses', ...(ref === undefined ? {} : { ref }), statuses: told }];
};

type NotificationItem = Omit<NotificationFrame, 'type' | 'level'> & { readonly type: NotificationFrame['level'] };

export const unreadNotifications = async (caller: HttpCaller): Promise<readonly NotificationFrame[]> => {
  const path = '/me/notifications?unread=true&limit=100';
  const { items } = await caller.call<{ readonly items: readonly NotificationItem[] }>({ path });
  return items.map(({ type: level, ...item }) => ({ ...item, type: 'notification', level }));
};

interface Unread {
  readonly unreadCount: number;
}

const oneNotification: Command<'readNotification' | 'removeNotification'> = async (caller, { action, id }) => {
  const path = `/me/notifications/${encoded(id)}`;
  const isRead = action === 'readNotification';
  const { unreadCount } = await caller.call<Unread>(
    isRead ? { method: 'PATCH', path, body: { read: true } } : { method: 'DELETE', path },
  );
  return [{ type: 'notificationUpdated', id, change: isRead ? 'read' : 'removed', unreadCount }];
};

const readAll: Command<'readAllNotifications'> = async (caller) => {
  const call: Call = { method: 'PATCH', path: '/me/notifications', body: { read: true } };
  const { unreadCount } = await caller.call<Unread>(call);
  return [{ type: 'notificationUpdated', change: 'read', unreadCount }];
};

const clear: Command<'clearNotifications'> = async (caller) => {
  const { unreadCount } = await caller.call<Unread>({ method: 'DELETE', path: '/me/notifications' });
  return [{ type: 'notificationsCleared', unreadCount }];
};

const ping: Command<'ping'> = async (caller, { ref }) => {
  await caller.open('/healthz', { headers: {}, signal: AbortSignal.timeout(10_000) });
  return [{ type: 'pong', ...(ref === undefined ? {} : { ref }), timestamp: now() }];
};

export const notSupported = (what: string): HttpProblem =>
  new HttpProblem(
    { status: 501, code: 'not_supported' },
    `Over HTTP nobody can be told ${what}: that takes a WebSocket`,
  );

const refuse = (what: string) => (): Promise<Answer> => Promise.reject(notSupported(what));

/** What is neither of the rooms that are listened to nor of the connection itself. */
export const restCommands = {
  message: post,
  edit: change<'edit'>((frame) => ({ method: 'PATCH', path: message(frame), body: { content: frame.content } })),
  delete: change<'delete'>((frame) => ({ method: 'DELETE', path: message(frame) })),
  react: change<'react'>((frame) => ({
    method: frame.remove ? 'DELETE' : 'PUT',
    path: `${message(frame)}/reactions/${encoded(frame.emoji)}`,
  })),
  ...{ read, history, members, typing, statuses, ping },
  ...{ readNotification: oneNotification, removeNotification: oneNotification },
  ...{ readAllNotifications: readAll, clearNotifications: clear },
  signal: refuse('a signal'),
  // The server goes by what comes from here.
  attention: () => Promise.resolve(nothing),
} satisfies { readonly [A in Action]?: Command<A> };

export type RestAction = keyof typeof restCommands;

export type RestFrame = Frame<RestAction>;

export const isRestFrame = (frame: ClientFrame): frame is RestFrame => frame.action in restCommands;

/** @throws HttpProblem, HttpLost */
export const restAnswer = (caller: HttpCaller, frame: RestFrame): Promise<Answer> =>
  (restCommands[frame.action] as Command<RestAction>)(caller, frame);
