import { shortIdOf, type RoomSummary } from '@noroshi/domain';
import type { Dialect, SessionTraits } from '../../dialect.js';
import type { Said } from '../../numbered-text.js';
import type { ServerFrame } from '../../server-frame.js';
import {
  beginConversation,
  dumpConversation,
  isNewName,
  missedBy,
  restoreConversation,
  wantedBy,
  type Conversation,
  type ConversationDump,
} from './conversation.js';
import { decode } from './decode.js';
import {
  cameIn,
  encodeEvent,
  hello,
  ownArrival,
  ownRemoval,
  putOutBy,
  statusChange,
  typingIn,
  viewed,
} from './events.js';
import { failure, success } from './replies.js';

/** What is not said in this language is not listed: its clients ask for it over HTTP, or do not know it. */
type Encoders = {
  readonly [K in ServerFrame['kind']]?: (frame: Extract<ServerFrame, { kind: K }>) => string | undefined;
};

const encoders: Encoders = {
  connected: ({ connectionId, user }) => hello(connectionId, user ? shortIdOf(user.id) : ''),
  event: encodeEvent,
  typing: ({ roomId, user, isTyping }) => (isTyping ? typingIn(roomId, user.id) : undefined),
  presence: ({ change }) => (change.kind === 'joined' ? cameIn(change) : undefined),
  // What these say depends on who hears it.
  following: () => '',
  followed: () => '',
  unfollowed: ({ roomId, why }) => (why === 'room_archived' ? undefined : ownRemoval(roomId)),
  read: ({ roomId }) => viewed(roomId),
  status: ({ userId, status }) => statusChange(userId, status),
  statuses: ({ statuses }) =>
    JSON.stringify(Object.fromEntries(statuses.map(({ userId, status }) => [shortIdOf(userId), status]))),
  pong: ({ at }) => JSON.stringify({ text: 'pong', version: '', server_time: at, node_id: '' }),
  done: ({ ref }) => success(ref),
  error: failure,
};

function encode(frame: ServerFrame): string | undefined {
  return (encoders[frame.kind] as ((frame: ServerFrame) => string | undefined) | undefined)?.(frame);
}

/** What becomes of what was encoded for all, on one connection. */
type Addresses = {
  readonly [K in ServerFrame['kind']]?: (
    text: string,
    frame: Extract<ServerFrame, { kind: K }>,
    conversation: Conversation,
  ) => Said | undefined;
};

/** Replies have no number of their own; every event has, the next of its connection. */
const addresses: Addresses = {
  pong: keepAnswer,
  statuses: keepAnswer,
  done: withAnswer,
  error: (text, _, conversation) => {
    conversation.answer = undefined;
    return text;
  },
  connected: (text, { user }, conversation) => {
    conversation.userId = user?.id;
    return conversation.events.add(text);
  },
  following: (_, { rooms }, conversation) => {
    for (const { room } of rooms) learn(conversation, room);
    return undefined;
  },
  followed: (_, { room: { room } }, conversation) => {
    learn(conversation, room);
    return number(conversation, arrival(conversation, room));
  },
  // Who is put out of a room is told so as such.
  event: (text, frame, conversation) =>
    putOutBy(frame) === conversation.userId ? undefined : number(conversation, text),
  presence: (text, frame, conversation) => (isNewName(conversation, frame) ? number(conversation, text) : undefined),
};

function address(text: string, frame: ServerFrame, conversation: Conversation): Said | undefined {
  const own = addresses[frame.kind] as ((...said: Parameters<typeof address>) => Said | undefined) | undefined;
  return own ? own(text, frame, conversation) : number(conversation, text);
}

/** What happens before the greeting the client asks for when it is greeted. */
const number = ({ events, userId }: Conversation, body: string): Said | undefined =>
  userId === undefined ? undefined : events.add(body);

const learn = ({ channels }: Conversation, { roomId }: RoomSummary): void => {
  channels.set(shortIdOf(roomId), roomId);
};

const arrival = ({ userId = '' }: Conversation, { roomId, ownerId }: RoomSummary): string =>
  ownArrival(roomId, { userId, isOwner: userId === ownerId });

function keepAnswer(answer: string, _: ServerFrame, conversation: Conversation): undefined {
  conversation.answer = answer;
  return undefined;
}

function withAnswer(reply: string, _: ServerFrame, conversation: Conversation): string {
  const { answer } = conversation;
  conversation.answer = undefined;
  return answer === undefined ? `${reply}}` : `${reply},"data":${answer}}`;
}

function traits(query: URLSearchParams): SessionTraits {
  const wanted = wantedBy(query);
  return {
    oneRoom: false,
    follows: 'own rooms',
    isPresentEverywhere: true,
    isGreetedLast: true,
    verifiedOnly: true,
    badTokenEnds: true,
    cutWhenGoingAway: true,
    ...(wanted ? {} : { isRefused: true }),
    ...(wanted?.connectionId ? { formerSession: wanted.connectionId } : {}),
  };
}

/** The language of Mattermost's own clients (README.md beside this file). */
export const mattermostDialect: Dialect<Conversation, string> = {
  name: 'mattermost',
  traits,
  begin: beginConversation,
  decode,
  encode,
  address,
  resumes: {
    missed: missedBy,
    save: dumpConversation,
    restore: (saved) => restoreConversation(saved as ConversationDump),
  },
};
