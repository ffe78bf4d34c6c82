import type { ErrorCode } from '@noroshi/protocol';
import type { Caller, Callers, Credentials, KnownCaller, UserCaller } from '../auth/callers.js';

/** Who may use a route, and whom its handler is told of. */
export interface CallerOf {
  /** Nobody is asked who they are. */
  readonly anyone: undefined;
  /** Users and back ends; where guests are let in, anybody. */
  readonly guest: Caller;
  readonly known: KnownCaller;
  /** Users, and back ends in the name of one. */
  readonly user: UserCaller;
  /** Operators, and back ends in their own name. */
  readonly admin: KnownCaller;
}

export type Access = keyof CallerOf;

type Identify<X extends Access> = (callers: Callers, request: Credentials) => Promise<CallerOf[X]>;

/** @throws Refused with one of `accessRefusals` */
export const identify: { readonly [X in Access]: Identify<X> } = {
  anyone: () => Promise.resolve(undefined),
  guest: (callers, request) => callers.identify(request),
  known: (callers, request) => callers.known(request),
  user: (callers, request) => callers.user(request),
  admin: (callers, request) => callers.administrator(request),
};

const unknown = ['unauthenticated', 'invalid_token'] as const satisfies readonly ErrorCode[];

export const accessRefusals: { readonly [X in Access]: readonly ErrorCode[] } = {
  anyone: [],
  guest: [...unknown, 'invalid_frame'],
  known: [...unknown, 'invalid_frame'],
  user: [...unknown, 'invalid_frame', 'user_required'],
  admin: [...unknown, 'invalid_frame', 'forbidden'],
};
