import { accept, unchanged, type Decider, type Lane } from '@noroshi/event-sourcing';
import { userCategory } from '../read-cursor/read-cursor.js';

/** What a user wants to be seen as while connected. */
export type ChosenStatus = 'online' | 'dnd';

/** `away`: connected, but every connection is idle. `dnd`: connected, and does not want to be disturbed. */
export type UserStatus = ChosenStatus | 'away' | 'offline';

export interface StatusChosen {
  readonly type: 'StatusChosen';
  readonly status: ChosenStatus;
}

export interface ChooseStatus {
  readonly type: 'ChooseStatus';
  readonly status: ChosenStatus;
}

export const statusLaneName = 'status';
export const statusLane = (userId: string): Lane => ({
  category: userCategory,
  entity: userId,
  name: statusLaneName,
});

export const userStatusDecider: Decider<ChosenStatus, ChooseStatus, StatusChosen, never> = {
  initialState: 'online',
  decide: ({ status }, chosen) => (status === chosen ? unchanged : accept({ type: 'StatusChosen', status })),
  evolve: (_, { event }) => event.status,
};

/** What the others see, over all of the user's connections. */
export function statusOf(connections: readonly { readonly idle: boolean }[], chosen: ChosenStatus): UserStatus {
  if (connections.length === 0) return 'offline';
  if (chosen === 'dnd') return 'dnd';
  return connections.every(({ idle }) => idle) ? 'away' : 'online';
}
