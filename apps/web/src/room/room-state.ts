import type { ConnectionStatus } from '../connection/status.js';
import type { Outbox } from '../connection/outbox.js';
import { noMessages, type Messages } from './messages.js';
import { nobody, type People } from './people.js';

/** Something the server would not do, told to the person until dismissed. */
export interface Notice {
  readonly id: number;
  readonly text: string;
}

export type Admission =
  { readonly kind: 'asking' } | { readonly kind: 'inside' } | { readonly kind: 'refused'; readonly reason: string };

/** `end`: the first message of the room is shown. */
export type OlderHistory = 'unknown' | 'available' | 'end';

/** All that the page shows of one room. */
export interface RoomState {
  readonly roomId: string;
  readonly name: string;
  readonly userId: string;
  readonly username: string;
  readonly status: ConnectionStatus;
  readonly admission: Admission;
  readonly messages: Messages;
  readonly older: OlderHistory;
  readonly outbox: Outbox;
  readonly people: People;
  readonly notices: readonly Notice[];
}

export interface RoomOpening {
  readonly roomId: string;
  readonly name?: string;
  readonly userId: string;
  readonly username: string;
  readonly outbox: Outbox;
}

export const openRoom = ({ roomId, name = roomId, userId, username, outbox }: RoomOpening): RoomState => ({
  ...{ roomId, name, userId, username, outbox },
  status: { phase: 'connecting' },
  admission: { kind: 'asking' },
  messages: noMessages,
  older: 'unknown',
  people: nobody,
  notices: [],
});
