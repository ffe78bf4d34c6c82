export type WireName = 'echo' | 'socket-io' | 'rooms';

/** How the client finds and addresses a peer. */
export interface Target {
  readonly host: string;
  readonly port: number;
  readonly wire: WireName;
  /** Signs the tokens of the `rooms` wire. */
  readonly secret?: string;
}

interface Load {
  readonly target: Target;
  readonly members: number;
  readonly warmUpSeconds: number;
  readonly seconds: number;
  /** Payload bytes that frames of the echo and Socket.IO wires are padded to, so that all peers deliver the same size. */
  readonly frameBytes: number;
}

/** Closed loop: never more than `window` messages between being sent and having reached every member. */
export interface FanoutJob extends Load {
  readonly kind: 'fanout';
  readonly senders: number;
  readonly window: number;
}

/** The peer sends by itself, as fast as it is read, prepared sequences that repeat after `wrap`. */
export interface CeilingJob extends Load {
  readonly kind: 'ceiling';
  readonly wrap: number;
}

/** Open loop: one sender at fixed times, whatever comes back. */
export interface LatencyJob extends Load {
  readonly kind: 'latency';
  readonly messagesPerSecond: number;
}

export type Job = FanoutJob | CeilingJob | LatencyJob;

export interface Throughput {
  readonly deliveriesPerSecond: number;
  readonly deliveries: number;
  readonly messages: number;
  /** Share of one core that the client itself used while measuring. */
  readonly clientCpu: number;
}

/** Microseconds from the scheduled time of sending to a member's socket being read. */
export interface Latencies {
  readonly p50: number;
  readonly p90: number;
  readonly p99: number;
  readonly max: number;
  readonly samples: number;
}

export interface Outcome<Kind = Figures> {
  readonly figures: Kind;
  /** Mean payload bytes per delivery. */
  readonly frameBytes: number;
  /** What was lost, repeated or out of order; absent when every member got every message once and in one order. */
  readonly fault?: string;
}

export type Figures = Throughput | Latencies;

export type ClientReport =
  | { readonly kind: 'measuring' }
  | { readonly kind: 'measured' }
  | { readonly kind: 'finished'; readonly outcome: Outcome }
  | { readonly kind: 'failed'; readonly reason: string };
