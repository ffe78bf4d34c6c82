import { setTimeout as delay } from 'node:timers/promises';
import { CliError } from '../command.js';
import { Refusal, type Api } from '../http/api.js';
import { connectionOf, type Frame, type Told } from './connection.js';

export interface FollowOptions {
  readonly api: Pick<Api, 'stream'>;
  readonly roomId: string;
  readonly stop: AbortSignal;
  /** That a connection is lost, and when it is tried again; that it is there again. */
  readonly tell: (line: string) => void;
}

const LONGEST_WAIT_MS = 30_000;
const FIRST_WAIT_MS = 500;

/**
 * Everything that a room tells from now on, as the `sse` dialect says it: messages and what becomes of them once each and in
 * order, over lost connections and from gateway to gateway. Ends with `stop`. @throws CliError when to come back makes no sense
 */
export async function* followRoom({ api, roomId, stop, tell }: FollowOptions): AsyncGenerator<Frame> {
  const place = new Place(tell);
  for (;;) {
    try {
      for await (const told of connectionOf(api, { roomId, lastEventId: place.lastEventId, stop })) {
        place.takes(told);
        yield told.frame;
      }
      throw new CliError('The connection has ended.');
    } catch (error) {
      if (stop.aborted) return;
      await delay(place.waitAfter(error), undefined, { signal: stop }).catch(() => undefined);
    }
  }
}

/** How far one has come, and how often one has failed to go on. */
class Place {
  lastEventId: string | undefined;
  #waitMs = FIRST_WAIT_MS;
  #failures = 0;
  readonly #tell: FollowOptions['tell'];

  constructor(tell: FollowOptions['tell']) {
    this.#tell = tell;
  }

  /** @throws Ended */
  takes({ frame, id, retryMs }: Told): void {
    this.#waitMs = retryMs ?? this.#waitMs;
    this.lastEventId = id ?? this.lastEventId;
    if (frame.type === 'closed') throw new Ended(frame);
    if (frame.type !== 'joinedRoom' && frame.type !== 'resumed') return;
    if (this.#failures > 0) this.#tell('connected again');
    this.#failures = 0;
  }

  /** Milliseconds. @throws what happened, if to come back makes no sense */
  waitAfter(error: unknown): number {
    // What has never worked is told at once to whoever waits for it.
    if (this.lastEventId === undefined || !mayComeBack(error)) throw error;
    const wait = Math.random() * Math.min(LONGEST_WAIT_MS, this.#waitMs * 2 ** this.#failures);
    this.#failures += 1;
    this.#tell(`${error.message.replace(/\.$/, '')}; trying again in ${(wait / 1000).toFixed(1)} s`);
    return wait;
  }
}

/** The server's last word. */
class Ended extends CliError {
  readonly mayComeBack: boolean;

  constructor({ reason, reconnect }: Frame) {
    super(`The server ended it: ${String(reason)}.`);
    this.mayComeBack = reconnect === true;
  }
}

const PASSING = [429, 502, 503, 504];

/** What is no word of a server is the network's doing. */
function mayComeBack(error: unknown): error is CliError {
  if (error instanceof Ended) return error.mayComeBack;
  if (error instanceof Refusal) return PASSING.includes(error.problem.status);
  return error instanceof CliError;
}
