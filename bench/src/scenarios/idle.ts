import type { Idleness, IdleJob } from '../client/job.js';
import type { Options } from '../options.js';
import { collectGarbage } from '../collect-garbage.js';
import { freePort } from '../free-port.js';
import { forkedPeer } from '../peers/forked-peer.js';
import { startNoroshiWith } from '../peers/noroshi.js';
import type { PeerName, StartPeer } from '../peers/peer.js';
import { pidOf, total } from '../process-cpu.js';
import { spreadOf, type Spread } from '../statistics.js';
import { showPercent, showSpread, type Row } from '../table.js';
import { perRound, runRounds, type Contestant, type Trial } from './rounds.js';
import { judge, type Scenario } from './scenario.js';

/** There before it is measured: code is compiled and pools are made by then. */
const FIRST = 1000;
const AT_MOST_ABOVE_UWS = 3;
const REST_SECONDS = 5;

type Trials = readonly Trial<Idleness>[];

const contestants = ({ peers: names, clients, rooms }: Options, port: number): Contestant[] => {
  const inspectable = `--inspect-port=${port}`;
  const starts: Partial<Record<PeerName, StartPeer>> = {
    noroshi: startNoroshiWith({ NODE_OPTIONS: inspectable }),
    uws: forkedPeer({ script: 'uws-server.js', wire: 'echo', execArgv: [inspectable] }),
  };
  return names.flatMap((name) => {
    const start = starts[name];
    if (!start) return [];
    return {
      ...{ name, start, setsFrameSize: false },
      beforeLook: (pid: number) => collectGarbage(pidOf('gateway', pid) ?? pid, port),
      job: (target, frameBytes): IdleJob => ({
        ...{ kind: 'idle', target, frameBytes, rooms },
        seconds: REST_SECONDS,
        members: FIRST + clients,
        first: FIRST,
        warmUpSeconds: 0,
      }),
    };
  });
};

/** Of noroshi the gateway only: what the others hold does not grow with the sockets of one host. */
const kilobytes = (trials: Trials, peer: PeerName): (number | undefined)[] =>
  perRound(trials, peer, ({ connections }, { memory }) => {
    if (!memory) return undefined;
    const bytes = peer === 'noroshi' ? (memory.growth['gateway'] ?? 0) : total(memory.growth);
    return bytes / connections / 1024;
  });

const finished = (values: readonly (number | undefined)[]): number[] => values.filter((value) => value !== undefined);

const above = (own: readonly (number | undefined)[], other: readonly (number | undefined)[]): Spread | undefined =>
  spreadOf(
    own.flatMap((value, round) => {
      const base = other[round];
      return value === undefined || base === undefined ? [] : [value - base];
    }),
  );

const show = (value: number): string => value.toFixed(2);

const row = (trials: Trials, peer: PeerName): Row => {
  const own = kilobytes(trials, peer);
  return [
    peer,
    showSpread(spreadOf(finished(own)), show),
    showSpread(above(own, kilobytes(trials, 'uws')), show),
    showSpread(spreadOf(finished(perRound(trials, peer, (_, { cpu }) => cpu?.othersCpu))), showPercent),
  ];
};

/** What the other processes of the product took for the same connections. */
const elsewhere = (trials: Trials): string[] =>
  ['rooms', 'messages', 'nats-server'].flatMap((name) => {
    const values = perRound(
      trials,
      'noroshi',
      ({ connections }, { memory }) => (memory?.growth[name] ?? 0) / connections,
    );
    const spread = spreadOf(finished(values).map((bytes) => bytes / 1024));
    return spread ? [`noroshi, KB per connection in ${name}: ${showSpread(spread, show)}`] : [];
  });

/** Connections that have joined a room and say nothing: what each of them keeps resident. */
export const idle: Scenario = async ({ options, frameSize, progress }) => {
  const { rounds, clients, rooms } = options;
  const trials = await runRounds<Idleness>({
    contestants: contestants(options, await freePort()),
    ...{ rounds, frameSize },
    members: FIRST + clients,
    progress: (text) => progress(`idle, ${text}`),
  });
  const hasFigures = (name: PeerName) => trials.some(({ peer }) => peer === name);
  return {
    name: 'idle',
    title: `idle: ${clients} more connections beside ${FIRST}, joined in ${rooms} rooms, saying nothing, ${rounds} rounds`,
    head: ['peer', 'KB per connection', 'above uws', 'others CPU'],
    rows: options.peers.filter(hasFigures).map((peer) => row(trials, peer)),
    verdicts: [
      judge(
        'resident KB per connection above bare uWebSockets.js',
        { atMost: AT_MOST_ABOVE_UWS },
        above(kilobytes(trials, 'noroshi'), kilobytes(trials, 'uws')),
      ),
    ],
    notes: elsewhere(trials),
    trials,
  };
};
