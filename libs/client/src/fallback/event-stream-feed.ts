import { readJsonFrame } from '../codecs/json-codec.js';
import { EventStreamReader, type StreamedEvent } from './event-stream-reader.js';
import { FeedClosed, roomsParameter, type FeedListener, type OpenFeed } from './feed.js';
import { HttpLost, type HttpCaller } from './http-caller.js';

/** The server says something every fifteen seconds; a proxy that holds back what it says is as good as none. */
const SILENCE_MS = 40_000;

/** `GET /sse`, read as it comes: unlike an `EventSource` it can show a token in a header. */
export const openEventStream: OpenFeed = (caller, { rooms, cursor, guestId }, listener) =>
  eventStream(caller, { query: `${roomsParameter(rooms)}${guestParameter(guestId)}`, cursor }, listener);

export const guestParameter = (guestId: string | undefined): string =>
  guestId === undefined ? '' : `&userId=${encodeURIComponent(guestId)}`;

interface StreamQuery {
  readonly query: string;
  readonly cursor?: string;
}

/** `begun` settles with whether the server has taken it. */
export function eventStream(
  caller: HttpCaller,
  { query, cursor }: StreamQuery,
  listener: FeedListener,
): { close(): void; readonly begun: Promise<unknown> } {
  const over = new AbortController();
  const silence = silenceAlarm(() => over.abort());
  const headers = { Accept: 'text/event-stream', ...(cursor === undefined ? {} : { 'Last-Event-ID': cursor }) };
  const begun = caller.open(`/sse?${query}`, { headers, signal: over.signal });
  const read = async () => {
    const response = await begun;
    const reader = new EventStreamReader();
    const decoder = new TextDecoder();
    for await (const bytes of chunksOf(response)) {
      silence.reset();
      tell(reader.read(decoder.decode(bytes, { stream: true })), listener);
    }
    throw new HttpLost('the stream ended');
  };
  let isClosed = false;
  const end = () => {
    silence.stop();
    over.abort();
  };
  read().catch((error: unknown) => {
    end();
    if (!isClosed) listener.failed(error);
  });
  return {
    begun,
    close: () => {
      isClosed = true;
      end();
    },
  };
}

/** @throws FeedClosed */
function tell(events: readonly StreamedEvent[], listener: FeedListener): void {
  const frames = events.flatMap(({ event, data }) => (event === 'closed' ? [] : (readJsonFrame(data) ?? [])));
  const cursor = events.findLast(({ id }) => id !== undefined)?.id;
  if (frames.length > 0) listener.told(frames, cursor);
  const end = events.find(({ event }) => event === 'closed');
  if (!end) return;
  const { code, reason } = JSON.parse(end.data) as { readonly code: number; readonly reason: string };
  throw new FeedClosed(code, reason);
}

/** Not every browser iterates a stream. */
async function* chunksOf({ body }: Response): AsyncGenerator<Uint8Array> {
  const reader = body?.getReader();
  for (;;) {
    const chunk = await reader?.read().catch((cause: unknown) => {
      throw new HttpLost('the stream was cut', { cause });
    });
    if (chunk?.value === undefined) return;
    yield chunk.value;
  }
}

function silenceAlarm(run: () => void) {
  let timer = setTimeout(run, SILENCE_MS);
  return {
    reset: () => {
      clearTimeout(timer);
      timer = setTimeout(run, SILENCE_MS);
    },
    stop: () => clearTimeout(timer),
  };
}
