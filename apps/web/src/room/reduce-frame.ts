import { refuse, settle } from '../connection/outbox.js';
import type {
  Accepted,
  ChangeFrame,
  ErrorFrame,
  JoinedRoom,
  LeftRoom,
  MessageFrame,
  PresenceFrame,
  ServerFrame,
} from '../protocol/frames.js';
import { changeMessage, forgetHeard, mergeMessages } from './messages.js';
import { comeOrGo, gather, hearTyping, meetMembers, stopTyping } from './people.js';
import type { RoomState } from './room-state.js';

/** A refusal that only means "not now". */
export const isPassing = ({ code, retryAfter }: ErrorFrame): boolean => retryAfter !== undefined || passing.has(code);

const passing: ReadonlySet<string> = new Set(['rate_limited', 'unavailable', 'internal']);

export const notify = (state: RoomState, text: string): RoomState => {
  const id = (state.notices.at(-1)?.id ?? 0) + 1;
  const others = state.notices.filter((notice) => notice.text !== text);
  return { ...state, notices: [...others, { id, text }].slice(-3) };
};

function joined(state: RoomState, { roomName, memberCount }: JoinedRoom): RoomState {
  return {
    ...state,
    name: roomName ?? state.name,
    admission: { kind: 'inside' },
    messages: forgetHeard(state.messages),
    people: memberCount === undefined ? state.people : { ...state.people, present: memberCount },
  };
}

const putOut = (state: RoomState, { code }: LeftRoom): RoomState => ({
  ...state,
  admission: {
    kind: 'refused',
    reason: code === 'banned' ? 'You were banned from this room.' : 'You were taken out of this room.',
  },
});

function heardMessage(state: RoomState, frame: MessageFrame): RoomState {
  const mine = frame.userId === state.userId && frame.clientMessageId !== undefined;
  return {
    ...state,
    messages: mergeMessages(state.messages, [frame]),
    outbox: mine ? settle(state.outbox, frame.clientMessageId) : state.outbox,
    people: stopTyping(state.people, frame.userId),
  };
}

/** The message is in the log: it takes its place there, and the broadcast, before or after, changes nothing. */
function accepted(state: RoomState, { clientMessageId, messageId, offset, timestamp }: Accepted): RoomState {
  const entry = state.outbox.find((outgoing) => outgoing.clientMessageId === clientMessageId);
  if (!entry) return state;
  const { roomId, userId, username } = state;
  return heardMessage(state, {
    ...{ type: 'message', messageId, roomId, userId, username, clientMessageId, offset, timestamp },
    content: entry.content,
    messageType: 'text',
  });
}

const changed = (state: RoomState, frame: ChangeFrame): RoomState => ({
  ...state,
  messages: changeMessage(state.messages, frame),
});

const moved = (state: RoomState, frame: PresenceFrame): RoomState => ({
  ...state,
  people: comeOrGo(state.people, frame),
});

function refused(state: RoomState, frame: ErrorFrame): RoomState {
  const { clientMessageId, action, message: reason } = frame;
  if (isPassing(frame)) return notify(state, reason);
  if (clientMessageId !== undefined) return { ...state, outbox: refuse(state.outbox, clientMessageId, reason) };
  const isEntry = action === 'joinRoom' && state.admission.kind !== 'inside';
  return isEntry ? { ...state, admission: { kind: 'refused', reason } } : notify(state, reason);
}

type FrameOf<Type, Frame = ServerFrame> = Frame extends { readonly type: infer T }
  ? Type extends T
    ? Frame
    : never
  : never;

/** What each frame means for the room; a new frame is a compile error here. */
const meanings: {
  readonly [Type in ServerFrame['type']]: (state: RoomState, frame: FrameOf<Type>, now: number) => RoomState;
} = {
  connection: (state) => state,
  pong: (state) => state,
  joinedRoom: joined,
  leftRoom: putOut,
  message: heardMessage,
  accepted,
  messageEdited: changed,
  messageDeleted: changed,
  reaction: changed,
  memberJoined: moved,
  memberLeft: moved,
  presence: (state, frame) => ({ ...state, people: gather(state.people, frame) }),
  members: (state, frame) => ({ ...state, people: meetMembers(state.people, frame) }),
  typing: (state, frame, now) => ({ ...state, people: hearTyping(state.people, frame, now) }),
  error: refused,
};

/** `now`: epoch ms, when the frame came in. A frame of another room changes nothing. */
export function reduceFrame(state: RoomState, frame: ServerFrame, now: number): RoomState {
  if ('roomId' in frame && frame.roomId !== state.roomId) return state;
  const meaning = meanings[frame.type] as (state: RoomState, frame: ServerFrame, now: number) => RoomState;
  return meaning(state, frame, now);
}
