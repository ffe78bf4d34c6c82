import { setTimeout as delay } from 'node:timers/promises';
import { oneOf, onlyWord } from '../arguments/words.js';
import { CliError, command, type CommandContext } from '../command.js';

interface Status {
  readonly name: string;
  readonly position?: number;
  readonly rebuilding?: { readonly position: number; readonly target: number };
  readonly away?: boolean;
}

/** By the word for it. */
const models = { messages: 'message-history', rooms: 'room-directory', notifications: 'notifications' } as const;
const names = ['messages', 'rooms', 'notifications'] as const;

const POLL_MS = 250;

/** Drops a read model and builds it from the log, while the old one answers. */
export const rebuild = command({
  name: 'rebuild',
  summary: 'builds a read model anew from the log, while the old one answers',
  calls: [
    { words: 'messages', does: 'the history of all rooms' },
    { words: 'rooms', does: 'the directory of rooms' },
    { words: 'notifications', does: 'what users have been told of' },
  ],
  choices: names,
  options: {},
  run: async (context) => {
    const word = onlyWord(context.words, { command: 'rebuild', word: names.join('|') });
    const name = models[oneOf(word, 'rebuild', names)];
    const began = Date.now();
    await context.api.request('POST', `/read-models/${name}/rebuild`);
    const { position } = await finished(context, name);
    const seconds = (Date.now() - began) / 1000;
    context.out(
      context.json
        ? JSON.stringify({ name, position, seconds })
        : `${name} is built anew up to position ${position ?? 0}, in ${seconds.toFixed(1)} s.`,
    );
    return 0;
  },
});

async function finished(context: CommandContext, name: string): Promise<Status> {
  try {
    for (;;) {
      const status = await statusOf(context, name);
      if (!status.rebuilding) return status;
      context.progress.show(name, shareOf(status.rebuilding));
      await delay(POLL_MS);
    }
  } finally {
    context.progress.end();
  }
}

async function statusOf({ api }: CommandContext, name: string): Promise<Status> {
  const { items } = (await api.request('GET', '/read-models')) as { items: Status[] };
  const status = items.find((item) => item.name === name) ?? { name };
  if (status.away) throw new CliError(`The service of ${name} went away: it builds it from the log at its start.`);
  return status;
}

const shareOf = ({ position, target }: NonNullable<Status['rebuilding']>): number =>
  target === 0 ? 1 : position / target;
