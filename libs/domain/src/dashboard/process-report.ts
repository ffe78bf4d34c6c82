import { fields, number, oneOf, optional, text, whole, type Holds } from '../event-shape.js';

/** One start of one process. */
export interface ProcessRun {
  /** Unique over all hosts; a restart under the same name is a later run of the same process. */
  readonly name: string;
  /** What it is: `gateway`, `rooms`, … */
  readonly role: string;
  /** When it began, in milliseconds since 1970: larger than that of every earlier run. */
  readonly epoch: number;
}

/** What a process sees of the machine, or of the container, that it runs on. */
export interface HostUsage {
  readonly name: string;
  readonly processors: number;
  /** The share of their time in which they worked since the report before: 0..1. */
  readonly load: number;
  /** Bytes. */
  readonly memory: number;
  readonly memoryUsed: number;
}

/** What was done for clients within the last minute. Whole numbers, so that sums are the same in any order. */
export interface Work {
  /** Frames and HTTP requests. */
  readonly requests: number;
  /** Those that failed through no fault of the client. */
  readonly failures: number;
  /** From receipt until it was done, all together. */
  readonly microseconds: number;
}

/** What a gateway holds for clients now. */
export interface Holding {
  /** Open sockets and event streams. */
  readonly connections: number;
  /** Those that are brought up to date from the log, because their clients did not read. */
  readonly lagging: number;
  /**
   * Milliseconds from when the log stored an event of a room to when it was handed to the sockets: the longest since the report
   * before. Absent: there was none.
   */
  readonly delay?: number;
}

/**
 * Told by every gateway and service once a second, and once more when it ends. It says all there is to know of the
 * process, so that a lost one costs a second, and whoever begins to listen knows everything after one.
 */
export interface ProcessReport {
  readonly process: ProcessRun;
  /** `ending` is the last word. */
  readonly state: 'up' | 'draining' | 'ending';
  readonly host: HostUsage;
  /** Absent where no clients are served. */
  readonly work?: Work;
  /** The same. */
  readonly holding?: Holding;
  /** Distinct users with a connection to any gateway: told by the keeper of presence alone. */
  readonly connectedUsers?: number;
}

const isReport: Holds = fields({
  process: fields({ name: text, role: text, epoch: number }),
  state: oneOf('up', 'draining', 'ending'),
  host: fields({ name: text, processors: whole, load: number, memory: number, memoryUsed: number }),
  work: optional(fields({ requests: whole, failures: whole, microseconds: whole })),
  holding: optional(fields({ connections: whole, lagging: whole, delay: optional(number) })),
  connectedUsers: optional(whole),
});

/** Undefined: what came is no report of this version. */
export const asProcessReport = (value: unknown): ProcessReport | undefined =>
  isReport(value) ? (value as ProcessReport) : undefined;
