import { parseArgs } from 'node:util';
import { PEER_NAMES, type PeerName } from './peers/peer.js';

export const SCENARIO_NAMES = [
  'fanout',
  'latency',
  'slow',
  'idle',
  'storm',
  'languages',
  'relay',
  'writer',
  'rebuild',
] as const;
export type ScenarioName = (typeof SCENARIO_NAMES)[number];

export interface Options {
  readonly scenarios: readonly ScenarioName[];
  readonly peers: readonly PeerName[];
  readonly json: string | undefined;
  readonly rounds: number;
  /** Measured per peer and round, after the warm-up. */
  readonly seconds: number;
  readonly warmUpSeconds: number;
  /** Of the fan-out room. */
  readonly members: number;
  readonly window: number;
  /** Of the scenarios with many connections. */
  readonly clients: number;
  readonly rooms: number;
}

/** What runs when nothing is named: the others take as long again. */
const USUAL: readonly ScenarioName[] = ['fanout', 'latency'];

export const USAGE = `npm run bench -- [fanout] [latency] [slow] [idle] [storm] [languages] [relay] [writer] [rebuild] [options]
  without a name: fanout and latency
  --json FILE      write all figures
  --seconds N      measured per peer and round (3)
  --warm-up N      seconds before that (2)
  --rounds N       interleaved rounds (3)
  --members N      members of the fan-out room (1000)
  --window N       messages in flight in the fan-out room (128)
  --clients N      connections of idle and storm (5000)
  --rooms N        rooms of idle and storm (50)
  --peers A,B      some of ${PEER_NAMES.join(',')} (all)`;

const positive = (name: string, value: string): number => {
  const number = Number(value);
  if (!(number > 0)) throw new Error(`--${name} must be a positive number, not ${value}`);
  return number;
};

const oneOf =
  <Name extends string>(what: string, names: readonly Name[]) =>
  (value: string): Name => {
    const name = names.find((known) => known === value);
    if (name === undefined) throw new Error(`unknown ${what} ${value}: there are ${names.join(', ')}`);
    return name;
  };

/** Throws with one sentence for whoever typed it. */
export const parseOptions = (args: readonly string[]): Options => {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      json: { type: 'string' },
      seconds: { type: 'string', default: '3' },
      'warm-up': { type: 'string', default: '2' },
      rounds: { type: 'string', default: '3' },
      members: { type: 'string', default: '1000' },
      window: { type: 'string', default: '128' },
      clients: { type: 'string', default: '5000' },
      rooms: { type: 'string', default: '50' },
      peers: { type: 'string', default: PEER_NAMES.join(',') },
    },
  });
  return {
    scenarios: positionals.length > 0 ? positionals.map(oneOf('scenario', SCENARIO_NAMES)) : USUAL,
    peers: values.peers.split(',').map(oneOf('peer', PEER_NAMES)),
    json: values.json,
    rounds: Math.ceil(positive('rounds', values.rounds)),
    seconds: positive('seconds', values.seconds),
    warmUpSeconds: positive('warm-up', values['warm-up']),
    members: Math.ceil(positive('members', values.members)),
    window: Math.ceil(positive('window', values.window)),
    clients: Math.ceil(positive('clients', values.clients)),
    rooms: Math.ceil(positive('rooms', values.rooms)),
  };
};
