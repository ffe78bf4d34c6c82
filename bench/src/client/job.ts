/**
 * `languages`: half of the members speak Mattermost's, the others that of `rooms`; `echo-languages`: the same half asks a bare
 * server for what is as long and numbered.
 */
export type WireName = 'echo' | 'echo-languages' | 'socket-io' | 'rooms' | 'native' | 'native-msgpack' | 'languages';

/** How the client finds and addresses a peer. */
export interface Target {
  readonly host: string;
  readonly port: number;
  readonly wire: WireName;
  /** Signs the tokens of noroshi's wires. */
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
  /** Members, the last ones, that stop reading once they have joined. */
  readonly stalled?: number;
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

/** Nobody says anything: what grows between the first members and all of them is what a connection takes. */
export interface IdleJob extends Load {
  readonly kind: 'idle';
  /** Members who are there before it is measured: what a first connection costs once is not counted. */
  readonly first: number;
  readonly rooms: number;
}

/** Members come back whenever they are cut; at `measuring` the bench kills what it likes. */
export interface StormJob extends Load {
  readonly kind: 'storm';
  readonly rooms: number;
}

export type Job = FanoutJob | CeilingJob | LatencyJob | IdleJob | StormJob;

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

export interface Idleness {
  /** That came while it was measured. */
  readonly connections: number;
}

/** Times are milliseconds from the first member that was cut. */
export interface Storm {
  readonly cut: number;
  readonly halfBackMs: number;
  readonly allBackMs: number;
  /** Everybody has everything that had been stored when the last was back. */
  readonly allCaughtUpMs: number;
  readonly messages: number;
  /** Over all members: messages that did not come, that came again, and handshakes that were refused for now. */
  readonly lost: number;
  readonly repeated: number;
  readonly refusals: number;
}

export type Figures = Throughput | Latencies | Idleness | Storm;

export type ClientReport =
  | { readonly kind: 'measuring' }
  | { readonly kind: 'measured' }
  | { readonly kind: 'finished'; readonly outcome: Outcome }
  | { readonly kind: 'failed'; readonly reason: string };
