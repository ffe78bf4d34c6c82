import type { Latencies, LatencyJob } from '../client/job.js';
import type { Options } from '../options.js';
import { peers } from '../peers/catalogue.js';
import { ratiosOf, spreadOf } from '../statistics.js';
import { showMilliseconds, showPercent, showRatio, showSpread, type Row } from '../table.js';
import { perRound, runRounds, type Contestant, type Trial } from './rounds.js';
import { judge, type Scenario } from './scenario.js';

const MEMBERS = 10;
const MESSAGES_PER_SECOND = 100;
const AT_MOST_OF_UWS = 3;

const PERCENTILES = ['p50', 'p90', 'p99'] as const;
type Percentile = (typeof PERCENTILES)[number];

const contestants = ({ peers: names, seconds, warmUpSeconds }: Options): Contestant[] =>
  names.map((name) => ({
    name,
    start: peers[name],
    setsFrameSize: name === 'noroshi',
    job: (target, frameBytes): LatencyJob => ({
      kind: 'latency',
      target,
      frameBytes,
      members: MEMBERS,
      messagesPerSecond: MESSAGES_PER_SECOND,
      seconds,
      warmUpSeconds,
    }),
  }));

const values = (trials: readonly Trial<Latencies>[], peer: string, percentile: Percentile) =>
  perRound(trials, peer, (figures) => figures[percentile]);

const row = (trials: readonly Trial<Latencies>[], peer: string): Row => {
  const own = PERCENTILES.map((percentile) => values(trials, peer, percentile));
  const ratios = PERCENTILES.map((percentile, i) => ratiosOf(own[i] ?? [], values(trials, 'uws', percentile)));
  const medians = own.map((rounds) => spreadOf(rounds.filter((value) => value !== undefined)));
  const others = perRound(trials, peer, (_, { cpu }) => cpu?.othersCpu).filter((value) => value !== undefined);
  const exact = own[0]?.filter((value) => value !== undefined).length ?? 0;
  return [
    peer,
    ...ratios.map((ratio) => showSpread(ratio, showRatio)),
    ...medians.map((spread) => showSpread(spread, showMilliseconds)),
    showSpread(spreadOf(others), showPercent),
    `${exact}/${own[0]?.length ?? 0}`,
  ];
};

const HEAD: Row = [
  'peer',
  'p50 x uws',
  'p90 x uws',
  'p99 x uws',
  'p50 ms',
  'p90 ms',
  'p99 ms',
  'others CPU',
  'exact rounds',
];

/** A small room and a calm sender: what the way itself costs when nothing queues. */
export const latency: Scenario = async ({ options, frameSize, progress }) => {
  const { rounds, seconds } = options;
  const trials = await runRounds<Latencies>({
    contestants: contestants(options),
    rounds,
    members: MEMBERS,
    frameSize,
    progress: (text) => progress(`latency, ${text}`),
  });
  const median = (peer: string) => values(trials, peer, 'p50');
  return {
    name: 'latency',
    title: `latency: ${MEMBERS} members, one sender at ${MESSAGES_PER_SECOND} messages/s, send to delivered, ${rounds} rounds of ${seconds} s`,
    head: HEAD,
    rows: options.peers.map((peer) => row(trials, peer)),
    verdicts: [
      judge(
        'median against bare uWebSockets.js',
        { atMost: AT_MOST_OF_UWS },
        ratiosOf(median('noroshi'), median('uws')),
      ),
    ],
    notes: [],
    trials,
  };
};
