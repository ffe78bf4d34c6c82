import type { Api } from '../api.js';
import { CliError, type Command, type CommandContext } from '../command.js';

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

/** What consumers gave up on. */
export const deadLetters: Command = {
  name: 'deadletters',
  usage: [
    ['deadletters list [--consumer NAME]', 'the events that a consumer gave up on, oldest burial first'],
    ['deadletters replay ID', 'applies one again; its letter goes if that works'],
    ['deadletters replay --all [--consumer NAME]', 'the same with each of them'],
    ['deadletters discard ID', 'removes a letter: its event is not missed'],
  ],
  run: (context) => {
    const [action = 'list', id] = context.words;
    if (action === 'list') return list(context);
    if (action === 'replay') return replay(context, id);
    if (action === 'discard') return discard(context, id);
    throw new CliError(`deadletters ${action} is unknown: there are list, replay and discard.`);
  },
};

async function list(context: CommandContext): Promise<number> {
  const letters = await all(context);
  if (context.json) context.out(JSON.stringify(letters));
  else if (letters.length === 0) context.out('No dead letters.');
  for (const { id, lane, reason, tries, buriedAt } of context.json ? [] : letters) {
    context.out(`${id}  ${buriedAt}  ${lane.name} of ${JSON.stringify(lane.entity)}  tries: ${tries}  ${reason}`);
  }
  return 0;
}

/** Not 0 when one of them failed again. */
async function replay(context: CommandContext, id: string | undefined): Promise<number> {
  const { json, out } = context;
  const replayed: Replayed[] = [];
  for (const each of await chosen(context, id)) {
    const outcome = (await context.api.request('POST', `${pathOf(each)}/replay`)) as Replayed;
    replayed.push(outcome);
    if (!json) out(`${each}  ${outcome.replayed ? 'replayed' : `failed: ${outcome.reason ?? ''}`}`);
  }
  if (json) out(JSON.stringify(replayed));
  else if (replayed.length === 0) out('No dead letters.');
  return replayed.every((outcome) => outcome.replayed) ? 0 : 1;
}

async function chosen(context: CommandContext, id: string | undefined): Promise<readonly string[]> {
  if ((id === undefined) !== context.options.all)
    throw new CliError('Say which: deadletters replay ID, or deadletters replay --all.');
  return id === undefined ? (await all(context)).map((letter) => letter.id) : [id];
}

async function discard({ api, json, out }: CommandContext, id: string | undefined): Promise<number> {
  if (id === undefined) throw new CliError('Say which: deadletters discard ID.');
  await api.request('DELETE', pathOf(id));
  out(json ? JSON.stringify({ id, discarded: true }) : `${id}  discarded`);
  return 0;
}

async function all({ api, options }: { readonly api: Api; readonly options: CommandContext['options'] }) {
  const letters: Letter[] = [];
  for (let after: string | undefined = ''; after !== undefined;) {
    const query = new URLSearchParams({ limit: String(PAGE) });
    if (after !== '') query.set('after', after);
    if (options.consumer !== undefined) query.set('consumer', options.consumer);
    const page = (await api.request('GET', `/dead-letters?${query.toString()}`)) as { items: Letter[]; next?: string };
    letters.push(...page.items);
    after = page.next;
  }
  return letters;
}

const pathOf = (id: string): string => `/dead-letters/${encodeURIComponent(id)}`;
