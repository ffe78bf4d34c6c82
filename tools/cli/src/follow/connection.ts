import { CliError } from '../command.js';
import { codeOf } from '../http/ask.js';
import type { Api } from '../http/api.js';
import { createEventParser, type Heard } from './server-sent-events.js';

/** What a room tells, in the fields of the rooms dialect. */
export type Frame = { readonly type: string } & Readonly<Record<string, unknown>>;

export interface Told {
  readonly frame: Frame;
  /** From here another connection goes on. */
  readonly id: string | undefined;
  readonly retryMs: number | undefined;
}

/** The server says something every quarter of a minute, if only that it is there. */
const SILENCE_MS = 45_000;

/** One event stream, until it ends. @throws CliError when it is refused, lost, or silent for too long */
export async function* connectionOf(
  api: Pick<Api, 'stream'>,
  { roomId, lastEventId, stop }: { roomId: string; lastEventId: string | undefined; stop: AbortSignal },
): AsyncGenerator<Told> {
  const silent = new AbortController();
  const watch = setTimeout(() => silent.abort(), SILENCE_MS);
  try {
    const answer = await api.stream(`/sse?rooms=${encodeURIComponent(roomId)}`, {
      ...(lastEventId === undefined ? {} : { lastEventId }),
      signal: AbortSignal.any([stop, silent.signal]),
    });
    const parse = createEventParser();
    for await (const piece of piecesOf(answer)) {
      watch.refresh();
      yield* toldOf(parse(piece));
    }
  } catch (cause) {
    if (cause instanceof CliError) throw cause;
    throw new CliError(`The connection is lost (${codeOf(cause) ?? 'silence'}).`, { cause });
  } finally {
    clearTimeout(watch);
    // Whoever has heard enough leaves the server a connection that is closed.
    silent.abort();
  }
}

const piecesOf = (answer: Response): AsyncIterable<string> =>
  (answer.body ?? new Blob([]).stream()).pipeThrough(new TextDecoderStream());

const toldOf = ({ events, retryMs }: Heard): Told[] =>
  events.map(({ event, data, id }) => ({
    // What a back end pushes is said as it is; all else is an object.
    frame: event.startsWith('push') ? { type: event, data } : { ...(JSON.parse(data) as object), type: event },
    ...{ id, retryMs },
  }));
