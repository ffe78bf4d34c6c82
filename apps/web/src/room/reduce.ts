import { connectionLost, type Outbox } from '../connection/outbox.js';
import type { ConnectionStatus } from '../connection/status.js';
import type { MessageFrame, ServerFrame } from '../protocol/frames.js';
import { mergeMessages, noMessages } from './messages.js';
import { expireTyping, nobody } from './people.js';
import { notify, reduceFrame } from './reduce-frame.js';
import type { RoomState } from './room-state.js';

/** Everything that can happen to what the page shows of a room. `at`: epoch ms. */
export type RoomChange =
  | { readonly type: 'frame'; readonly frame: ServerFrame; readonly at: number }
  | { readonly type: 'status'; readonly status: ConnectionStatus }
  /** `hasOlder` only of a page that reaches further back than what is held. */
  | { readonly type: 'history'; readonly items: readonly MessageFrame[]; readonly hasOlder?: boolean }
  /** What is held does not connect to what the server has now. */
  | { readonly type: 'historyLost' }
  | { readonly type: 'outbox'; readonly change: (outbox: Outbox) => Outbox }
  | { readonly type: 'tick'; readonly at: number }
  | { readonly type: 'notice'; readonly text: string }
  | { readonly type: 'dismiss'; readonly id: number };

function statusChanged(state: RoomState, status: ConnectionStatus): RoomState {
  if (status.phase === 'connected') return { ...state, status };
  const admission = state.admission.kind === 'inside' ? ({ kind: 'asking' } as const) : state.admission;
  const people = { ...state.people, typing: nobody.typing };
  return { ...state, status, admission, people, outbox: connectionLost(state.outbox) };
}

function historyRead(state: RoomState, { items, hasOlder }: ChangeOf<'history'>): RoomState {
  const messages = mergeMessages(state.messages, items);
  if (hasOlder === undefined) return { ...state, messages };
  return { ...state, messages, older: hasOlder ? 'available' : 'end' };
}

function ticked(state: RoomState, { at }: ChangeOf<'tick'>): RoomState {
  const people = expireTyping(state.people, at);
  return people === state.people ? state : { ...state, people };
}

type ChangeOf<Type> = Extract<RoomChange, { readonly type: Type }>;

const meanings: {
  readonly [Type in RoomChange['type']]: (state: RoomState, change: ChangeOf<Type>) => RoomState;
} = {
  frame: (state, { frame, at }) => reduceFrame(state, frame, at),
  status: (state, { status }) => statusChanged(state, status),
  history: historyRead,
  historyLost: (state) => ({ ...state, older: 'unknown', messages: { ...noMessages, heard: state.messages.heard } }),
  outbox: (state, { change }) => ({ ...state, outbox: change(state.outbox) }),
  tick: ticked,
  notice: (state, { text }) => notify(state, text),
  dismiss: (state, { id }) => ({ ...state, notices: state.notices.filter((notice) => notice.id !== id) }),
};

/** Pure and total: any change in any order gives a state that can be shown. */
export function reduceRoom(state: RoomState, change: RoomChange): RoomState {
  const meaning = meanings[change.type] as (state: RoomState, change: RoomChange) => RoomState;
  return meaning(state, change);
}
