import { accept, unchanged, type Decider, type Lane } from '@noroshi/event-sourcing';
import { userCategory } from '../read-cursor/read-cursor.js';

/** An operator, or a back end with a key. */
export interface Administrator {
  readonly kind: 'user' | 'key';
  readonly id: string;
}

/** From now on nothing is believed that was given to the user before `at`: on the lane `access` of the user. */
export interface UserRevoked {
  readonly type: 'UserRevoked';
  /** Milliseconds since 1970, by the clock of the gateway that was asked. */
  readonly at: number;
  readonly by: Administrator;
}

export type AccessEvent = UserRevoked;

export interface RevokeUser {
  readonly type: 'RevokeUser';
  readonly at: number;
  readonly by: Administrator;
}

/** When the user was last revoked, in milliseconds since 1970; 0: never. */
export type AccessState = number;

export const accessLaneName = 'access';
export const accessLane = (userId: string): Lane => ({ category: userCategory, entity: userId, name: accessLaneName });

/** A revocation only moves forward: a gateway whose clock is behind takes nothing back. */
export const accessDecider: Decider<AccessState, RevokeUser, UserRevoked, never> = {
  initialState: 0,
  decide: ({ at, by }, revokedAt) => (at > revokedAt ? accept({ type: 'UserRevoked', at, by }) : unchanged),
  evolve: (revokedAt, { event }) => Math.max(revokedAt, event.at),
};
