import { countOf, onlyWord } from '../arguments/words.js';
import { CliError, command, type CommandContext } from '../command.js';
import type { Frame } from '../follow/connection.js';
import { followRoom } from '../follow/follow-room.js';
import { frameLine } from '../output/frame-line.js';

const MOST_HISTORY = 100;

const options = {
  history: { type: 'string', short: 'n', value: 'N', does: `the last N messages first, ${MOST_HISTORY} at most (10)` },
  count: { type: 'string', short: 'c', value: 'N', does: 'end after N messages that are new' },
  all: { type: 'boolean', short: 'a', does: 'with --json also who comes, goes and types' },
} as const;

/** Told to programs without being asked for. */
const KEPT = ['message', 'messageEdited', 'messageDeleted', 'reaction', 'resumed', 'leftRoom', 'broadcast'];

/** Nobody in the room sees who listens so. */
export const tail = command({
  name: 'tail',
  summary: 'shows what is said in a room, as it is said',
  calls: [{ words: 'ROOM [-n 10]', does: 'the last messages, then each new one, over lost connections; ends with ^C' }],
  options,
  run: async (context) => {
    const roomId = onlyWord(context.words, { command: 'tail', word: 'ROOM' });
    const { history = '10', count = String(Number.MAX_SAFE_INTEGER), all } = context.options;
    const [past, most] = [countOf(history, '--history'), countOf(count, '--count')];
    const reader = new Reader(printer(context, all));
    for await (const frame of followRoom({ ...context, roomId, tell: (line) => context.err(`noroshi: ${line}`) })) {
      // Only now: from here on nothing is missed, and what the history knows as well is shown once.
      if (frame.type === 'joinedRoom' && !reader.hasHistory)
        reader.showHistory(await lastMessages(context, roomId, past));
      reader.show(frame);
      if (reader.seen >= most) break;
    }
    return 0;
  },
});

/** Shows each message once. */
class Reader {
  /** New ones. */
  seen = 0;
  hasHistory = false;
  readonly #known = new Set<unknown>();
  readonly #print: Show;

  constructor(print: Show) {
    this.#print = print;
  }

  showHistory(items: readonly Frame[]): void {
    this.hasHistory = true;
    for (const item of items) {
      this.#known.add(item['messageId']);
      this.#print(item);
    }
  }

  /** @throws CliError when this was the last */
  show(frame: Frame): void {
    if (frame.type === 'message' && this.#known.has(frame['messageId'])) return;
    this.#print(frame);
    if (frame.type === 'message') this.seen += 1;
    if (frame.type === 'leftRoom')
      throw new CliError(`You may not hear this room any more (${String(frame['code'])}).`);
  }
}

type Show = (frame: Frame) => void;

const printer =
  ({ json, out }: CommandContext, all: boolean): Show =>
  (frame) => {
    const line = json ? (all || KEPT.includes(frame.type) ? JSON.stringify(frame) : undefined) : frameLine(frame);
    if (line !== undefined) out(line);
  };

async function lastMessages({ api }: CommandContext, roomId: string, past: number): Promise<readonly Frame[]> {
  if (past === 0) return [];
  const limit = Math.min(past, MOST_HISTORY);
  const path = `/rooms/${encodeURIComponent(roomId)}/messages?limit=${limit}`;
  return ((await api.request('GET', path)) as { readonly items: readonly Frame[] }).items;
}
