import { onlyWord } from '../arguments/words.js';
import { command, type CommandContext } from '../command.js';
import type { Frame } from '../follow/connection.js';

const PAGE = 100;

const options = {
  from: { type: 'string', value: 'OFFSET', does: 'what happened after this offset, as it happened' },
} as const;

interface Page {
  readonly items: readonly Frame[];
  readonly previous?: string;
}

/** Always for programs: a line is a frame of the rooms dialect. */
export const replay = command({
  name: 'replay',
  summary: 'tells what happened in a room, as NDJSON',
  calls: [
    { words: 'ROOM', does: 'its whole history, oldest first: each message with what became of it' },
    { words: 'ROOM --from OFFSET', does: 'messages, edits, deletions and reactions since then, as they happened' },
  ],
  options,
  run: async (context) => {
    const roomId = onlyWord(context.words, { command: 'replay', word: 'ROOM' });
    const { from } = context.options;
    for await (const item of from === undefined ? history(context, roomId) : eventsSince(context, { roomId, from }))
      context.out(JSON.stringify(item));
    return 0;
  },
});

/** The pages are counted first, so that only their places have to be kept, and the bar knows how many there are. */
async function* history({ api, progress, stop }: CommandContext, roomId: string): AsyncGenerator<Frame> {
  const path = `/rooms/${encodeURIComponent(roomId)}/messages?limit=${PAGE}`;
  const pageBefore = async (place: string | undefined): Promise<Page> =>
    (await api.request('GET', place === undefined ? path : `${path}&before=${encodeURIComponent(place)}`)) as Page;
  const newest = await pageBefore(undefined);
  const places: string[] = [];
  for (let { previous } = newest; previous !== undefined && !stop.aborted; { previous } = await pageBefore(previous))
    places.unshift(previous);
  for (const [index, place] of places.entries()) {
    if (stop.aborted) break;
    progress.show('replay', index / places.length);
    yield* (await pageBefore(place)).items;
  }
  progress.end();
  yield* stop.aborted ? [] : newest.items;
}

async function* eventsSince(
  { api, stop }: CommandContext,
  { roomId, from }: { readonly roomId: string; readonly from: string },
): AsyncGenerator<Frame> {
  for (let cursor = from; !stop.aborted;) {
    const query = new URLSearchParams({ cursor, wait: '0', limit: String(PAGE) }).toString();
    const answer = (await api.request('GET', `/events?rooms=${encodeURIComponent(roomId)}&${query}`)) as {
      items: readonly Frame[];
      cursor: string;
    };
    if (answer.items.length === 0) return;
    yield* answer.items;
    cursor = answer.cursor;
  }
}
