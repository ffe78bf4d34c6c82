import { shortIdOf, type RoomSummary } from '@noroshi/domain';
import type { Dialect, LastTouch, SessionTraits } from '../../dialect.js';
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
import { sharedEvent } from './sent-events.js';

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

type Touch = LastTouch<Conversation>;

/** What becomes of what was encoded for all, on one connection. */
type Addresses = {
  readonly [K in ServerFrame['kind']]?: (text: string, frame: Extract<ServerFrame, { kind: K }>) => Touch;
};

/** Replies have no number of their own; every event has, the next of its connection. */
const addresses: Addresses = {
  pong: keepAnswer,
  statuses: keepAnswer,
  done: (reply) => (conversation) => withAnswer(reply, conversation),
  error: (text) => (conversation) => {
    conversation.answer = undefined;
    return text;
  },
  connected: (text, { user }) => {
    const greeting = sharedEvent(text);
    return (conversation) => {
      conversation.userId = user?.id;
      return conversation.events.add(greeting);
    };
  },
  following:
    (_, { rooms }) =>
    (conversation) => {
      for (const { room } of rooms) learn(conversation, room);
      return undefined;
    },
  followed:
    (_, { room: { room } }) =>
    (conversation) => {
      learn(conversation, room);
      return numbering(arrival(conversation, room))(conversation);
    },
  // Who is put out of a room is told so as such.
  event: (text, frame) => {
    const [number, putOut] = [numbering(text), putOutBy(frame)];
    return (conversation) => (conversation.userId === putOut ? undefined : number(conversation));
  },
  presence: (text, frame) => {
    const number = numbering(text);
    return (conversation) => (isNewName(conversation, frame) ? number(conversation) : undefined);
  },
};

function address(text: string, frame: ServerFrame): Touch {
  const own = addresses[frame.kind] as ((text: string, frame: ServerFrame) => Touch) | undefined;
  return own ? own(text, frame) : numbering(text);
}

/** What happens before the greeting the client asks for when it is greeted. */
function numbering(body: string): Touch {
  const event = sharedEvent(body);
  return ({ events, userId }) => (userId === undefined ? undefined : events.add(event));
}

const learn = ({ channels }: Conversation, { roomId }: RoomSummary): void => {
  channels.set(shortIdOf(roomId), roomId);
};

const arrival = ({ userId = '' }: Conversation, { roomId, ownerId }: RoomSummary): string =>
  ownArrival(roomId, { userId, isOwner: userId === ownerId });

function keepAnswer(answer: string): Touch {
  return (conversation) => {
    conversation.answer = answer;
    return undefined;
  };
}

function withAnswer(reply: string, conversation: Conversation): string {
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
