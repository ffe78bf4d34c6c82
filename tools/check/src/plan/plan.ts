/** What somebody does. `pick` (0 to 1) chooses among what there is by then: their own messages, or those they heard. */
export type Action =
  | { readonly do: 'post'; readonly room: number; readonly words: string }
  | { readonly do: 'edit'; readonly room: number; readonly pick: number; readonly words: string }
  | { readonly do: 'delete'; readonly room: number; readonly pick: number }
  | {
      readonly do: 'react';
      readonly room: number;
      readonly pick: number;
      readonly emoji: string;
      readonly remove: boolean;
    }
  | { readonly do: 'typing'; readonly room: number }
  | { readonly do: 'read'; readonly room: number }
  | { readonly do: 'join'; readonly room: number }
  | { readonly do: 'leave'; readonly room: number }
  /** Stops reading its socket for a while. */
  | { readonly do: 'stall'; readonly ms: number }
  /** Loses its connection without a word. */
  | { readonly do: 'drop' };

/** Times are milliseconds since the load began. */
export type Step = Action & { readonly at: number; readonly client: number };

export type Harm =
  /** SIGKILL. */
  | { readonly do: 'kill'; readonly target: string }
  /** SIGSTOP, and SIGCONT after a while. */
  | { readonly do: 'pause'; readonly target: string; readonly ms: number }
  /** SIGTERM to a gateway. */
  | { readonly do: 'drain'; readonly target: string }
  /** Breaks this share of the connections, in the middle of a frame where one is on its way. */
  | { readonly do: 'cut'; readonly share: number };

/** It happens at this time at the earliest, and, unless it overlaps, when the stack has healed from the one before. */
export type Fault = Harm & { readonly at: number; readonly overlaps: boolean };

export interface ClientPlan {
  readonly name: string;
  /** Several clients of one user are the tabs of that user. */
  readonly user: string;
  /** The rooms it begins in. */
  readonly rooms: readonly number[];
}

/** Everything that a seed decides. */
export interface Plan {
  readonly clients: readonly ClientPlan[];
  readonly steps: readonly Step[];
  readonly faults: readonly Fault[];
}

export const harmKinds = ['kill', 'pause', 'drain', 'cut'] as const;
export type HarmKind = (typeof harmKinds)[number];

export interface PlanOptions {
  readonly seed: number;
  readonly durationMs: number;
  readonly rooms: number;
  readonly clients: number;
  /** What can be killed, by kind: `gateway` to `gateway-1`, `gateway-2`. */
  readonly targets: Readonly<Record<string, readonly string[]>>;
  readonly harms: readonly HarmKind[];
}
