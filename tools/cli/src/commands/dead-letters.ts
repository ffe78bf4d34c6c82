import { noMore, oneOf } from '../arguments/words.js';
import { command, UsageError, type CommandContext } from '../command.js';
import { readAll } from '../http/pages.js';

interface Letter {
  readonly id: string;
  readonly lane: { readonly entity: string; readonly name: string };
  readonly reason: string;
  readonly tries: number;
  readonly buriedAt: string;
}

interface Replayed {
  readonly id: string;
  readonly replayed: boolean;
  readonly reason?: string;
}

const PAGE = 100;
const actions = ['list', 'replay', 'discard'] as const;

const options = {
  consumer: { type: 'string', value: 'NAME', does: 'of one consumer' },
  all: { type: 'boolean', does: 'replay each of them' },
} as const;

type Context = CommandContext & {
  readonly options: { readonly consumer: string | undefined; readonly all: boolean };
};

/** What consumers gave up on. */
export const deadLetters = command({
  name: 'deadletters',
  aliases: ['dead-letters'],
  summary: 'what consumers gave up on: lists, replays or discards it',
  calls: [
    { words: 'list [--consumer NAME]', does: 'the events that a consumer gave up on, oldest burial first' },
    { words: 'replay ID', does: 'applies one again; its letter goes if that works' },
    { words: 'replay --all [--consumer NAME]', does: 'the same with each of them' },
    { words: 'discard ID', does: 'removes a letter: its event is not missed' },
  ],
  choices: actions,
  options,
  run: (context) => {
    const [action = 'list', id, ...more] = context.words;
    noMore(more);
    return doing[oneOf(action, 'deadletters', actions)](context, id);
  },
});

async function list(context: Context): Promise<number> {
  const letters = await all(context);
  if (context.json) context.out(JSON.stringify(letters));
  else if (letters.length === 0) context.out('No dead letters.');
  for (const { id, lane, reason, tries, buriedAt } of context.json ? [] : letters) {
    context.out(`${id}  ${buriedAt}  ${lane.name} of ${JSON.stringify(lane.entity)}  tries: ${tries}  ${reason}`);
  }
  return 0;
}

/** Not 0 when one of them failed again. */
async function replay(context: Context, id: string | undefined): Promise<number> {
  const { json, out } = context;
  const replayed: Replayed[] = [];
  const ids = await chosen(context, id);
  for (const each of ids) {
    context.progress.show('replay', replayed.length / ids.length);
    const outcome = (await context.api.request('POST', `${pathOf(each)}/replay`)) as Replayed;
    replayed.push(outcome);
    context.progress.end();
    if (!json) out(`${each}  ${outcome.replayed ? 'replayed' : `failed: ${outcome.reason ?? ''}`}`);
  }
  if (json) out(JSON.stringify(replayed));
  else if (replayed.length === 0) out('No dead letters.');
  return replayed.every((outcome) => outcome.replayed) ? 0 : 1;
}

async function chosen(context: Context, id: string | undefined): Promise<readonly string[]> {
  if ((id === undefined) !== context.options.all)
    throw new UsageError('Say which: deadletters replay ID, or deadletters replay --all.');
  return id === undefined ? (await all(context)).map((letter) => letter.id) : [id];
}

async function discard({ api, json, out }: CommandContext, id: string | undefined): Promise<number> {
  if (id === undefined) throw new UsageError('Say which: deadletters discard ID.');
  await api.request('DELETE', pathOf(id));
  out(json ? JSON.stringify({ id, discarded: true }) : `${id}  discarded`);
  return 0;
}

const all = ({ api, options: { consumer } }: Context): Promise<readonly Letter[]> => {
  const query = new URLSearchParams({ limit: String(PAGE), ...(consumer === undefined ? {} : { consumer }) });
  return readAll<Letter>(api, `/dead-letters?${query.toString()}`);
};

const pathOf = (id: string): string => `/dead-letters/${encodeURIComponent(id)}`;

const doing = { list, replay, discard };
