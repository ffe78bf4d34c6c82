import { parseArgs } from 'node:util';
import { harmKinds, type HarmKind } from './plan/plan.js';

export const KINDS = ['gateway', 'rooms', 'messages', 'nats'] as const;

export interface Options {
  readonly seeds: readonly number[];
  readonly minutes: number;
  readonly rooms: number;
  readonly clients: number;
  readonly gateways: number;
  /** nats-servers, taken in turn by the seeds. */
  readonly nats: readonly number[];
  /** Kinds that may be harmed; names for the kill command where the cluster is not our own. */
  readonly kill: readonly string[];
  readonly harms: readonly HarmKind[];
  /** Of a cluster that runs already. */
  readonly url: string | undefined;
  readonly tokenSecret: string | undefined;
  readonly tokens: string | undefined;
  readonly killCommand: string | undefined;
  readonly maxRecoveryMs: number;
  readonly maxElectionMs: number;
  readonly json: string | undefined;
  readonly keep: boolean;
  readonly verbose: boolean;
}

export const USAGE = `npm run check -- [options]
  --seed N | A..B | A,B  what happens is drawn from it; several run one after another (1)
  --minutes M            of load, for each seed (1)
  --rooms K              (4)
  --clients N            (16)
  --kill A,B             what may be killed, paused and drained: ${KINDS.join(',')} (all)
  --harm A,B             what may happen: ${harmKinds.join(',')} (all)
  --gateways N           (2)
  --nats 1 | 3 | 1,3     nats-servers, with as many replicas; several: the seeds take them in turn (1)
  --max-recovery MS      most that recovery after a kill may take, p99 (3000)
  --max-election MS      the most where a server of a cluster was killed: electing another leader takes it 4 to 9 s (15000)
  --url URL              check this cluster instead of one of our own: connections are cut, nothing is killed
  --token-secret S       its HS256 key; without it and --tokens its development endpoint is asked
  --tokens FILE          a token on each line, one for each user and one more
  --kill-command CMD     kills what $TARGET names, one of the names given to --kill
  --json FILE            write all results
  --keep                 keep data and logs also of a clean run
  --verbose              tell what happens while it happens`;

const spec = {
  seed: { type: 'string', default: '1' },
  minutes: { type: 'string', default: '1' },
  rooms: { type: 'string', default: '4' },
  clients: { type: 'string', default: '16' },
  kill: { type: 'string', default: KINDS.join(',') },
  harm: { type: 'string', default: harmKinds.join(',') },
  gateways: { type: 'string', default: '2' },
  nats: { type: 'string', default: '1' },
  'max-recovery': { type: 'string', default: '3000' },
  'max-election': { type: 'string', default: '15000' },
  url: { type: 'string' },
  'token-secret': { type: 'string' },
  tokens: { type: 'string' },
  'kill-command': { type: 'string' },
  json: { type: 'string' },
  keep: { type: 'boolean', default: false },
  verbose: { type: 'boolean', default: false },
} as const;

/** @throws Error with one sentence for whoever typed it */
export function parseOptions(args: readonly string[]): Options {
  const { values } = parseArgs({ args: [...args], options: spec });
  if (values.url !== undefined && !/^https?:$/.test(URL.canParse(values.url) ? new URL(values.url).protocol : ''))
    throw new Error(`--url must be an http or https URL, not ${values.url}`);
  return {
    seeds: values.seed.split(',').flatMap(seedsOf),
    minutes: positive('minutes', values.minutes),
    rooms: whole('rooms', values.rooms),
    clients: whole('clients', values.clients),
    gateways: whole('gateways', values.gateways),
    nats: list(values.nats).map((count) => Number(oneOf('--nats', ['1', '3', '5'])(count))),
    kill: list(values.kill).map(values.url === undefined ? oneOf('--kill', KINDS) : String),
    harms: list(values.harm).map(oneOf('--harm', harmKinds)),
    url: values.url,
    tokenSecret: values['token-secret'],
    tokens: values.tokens,
    killCommand: values['kill-command'],
    maxRecoveryMs: positive('max-recovery', values['max-recovery']),
    maxElectionMs: positive('max-election', values['max-election']),
    json: values.json,
    keep: values.keep,
    verbose: values.verbose,
  };
}

/** What runs one seed again as it ran here. */
export function commandOf(options: Options, seed: number, nats: number): string {
  const { minutes, rooms, clients, gateways, kill, harms, url } = options;
  const cluster = url === undefined ? ` --gateways ${gateways} --nats ${nats}` : ` --url ${url}`;
  const faults = ` --kill ${kill.join(',')} --harm ${harms.join(',')}`;
  return `npm run check -- --seed ${seed} --minutes ${minutes} --rooms ${rooms} --clients ${clients}${cluster}${faults}`;
}

const list = (text: string): string[] => text.split(',').filter((item) => item !== '');

function seedsOf(text: string): number[] {
  const [, from, to] = /^(\d+)(?:\.\.(\d+))?$/.exec(text) ?? [];
  const [first, last] = [Number(from), Number(to ?? from)];
  if (from === undefined || last < first)
    throw new Error(`--seed must be a number or a range such as 1..20, not ${text}`);
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}

function positive(name: string, text: string): number {
  const value = Number(text);
  if (!(value > 0 && Number.isFinite(value))) throw new Error(`--${name} must be a positive number, not ${text}`);
  return value;
}

function whole(name: string, text: string): number {
  const value = positive(name, text);
  if (!Number.isInteger(value)) throw new Error(`--${name} must be a whole number, not ${text}`);
  return value;
}

const oneOf =
  <Name extends string>(option: string, names: readonly Name[]) =>
  (text: string): Name => {
    const name = names.find((known) => known === text);
    if (name === undefined) throw new Error(`${option} knows ${names.join(', ')}, not ${text}`);
    return name;
  };
