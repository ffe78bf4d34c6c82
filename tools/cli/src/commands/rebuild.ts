import { setTimeout as delay } from 'node:timers/promises';
import { CliError, type Command, type CommandContext } from '../command.js';

interface Status {
  readonly name: string;
  readonly position?: number;
  readonly rebuilding?: { readonly position: number; readonly target: number };
  readonly away?: boolean;
}

/** By the service that keeps it. */
const modelOf = new Map([
  ['messages', 'message-history'],
  ['rooms', 'room-directory'],
  ['notifications', 'notifications'],
]);

const POLL_MS = 250;

/** Drops a read model and builds it from the log, while the old one answers. */
export const rebuild: Command = {
  name: 'rebuild',
  usage: [
    ['rebuild messages', 'builds the history of all rooms anew from the log, while the old one answers'],
    ['rebuild rooms', 'the same with the directory of rooms'],
    ['rebuild notifications', 'the same with what users have been told of'],
  ],
  run: async (context) => {
    const [word = ''] = context.words;
    if (!modelOf.has(word)) throw new CliError(`Say what: rebuild ${[...modelOf.keys()].join(' or rebuild ')}.`);
    const name = modelOf.get(word) ?? word;
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
};

async function finished(context: CommandContext, name: string): Promise<Status> {
  for (let told = -1; ;) {
    const status = await statusOf(context, name);
    if (!status.rebuilding) return status;
    const percent = percentOf(status.rebuilding);
    if (percent > told) context.err(`${name}: ${percent} %`);
    told = percent;
    await delay(POLL_MS);
  }
}

async function statusOf({ api }: CommandContext, name: string): Promise<Status> {
  const { items } = (await api.request('GET', '/read-models')) as { items: Status[] };
  const status = items.find((item) => item.name === name) ?? { name };
  if (status.away) throw new CliError(`The service of ${name} went away: it builds it from the log at its start.`);
  return status;
}

const percentOf = ({ position, target }: NonNullable<Status['rebuilding']>): number =>
  target === 0 ? 100 : Math.min(100, Math.floor((100 * position) / target));
