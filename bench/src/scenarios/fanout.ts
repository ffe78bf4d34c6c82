import type { CeilingJob, FanoutJob, Throughput } from '../client/job.js';
import type { Options } from '../options.js';
import { BLASTER_WRAP } from '../peers/blaster.js';
import { peers, startBlaster } from '../peers/catalogue.js';
import { ratiosOf, spreadOf } from '../statistics.js';
import { showMedian, showPercent, showRate, showRatio, showSpread, type Row } from '../table.js';
import { perRound, runRounds, type Contestant, type Trial } from './rounds.js';
import { judge, type Scenario } from './scenario.js';

const SENDERS = 10;
const CEILING = 'client ceiling';
/** The same product and room, where all speak the language of the client library. */
const NATIVE = [
  { name: 'noroshi, native', wire: 'native' },
  { name: 'noroshi, msgpack', wire: 'native-msgpack' },
] as const;
const AT_LEAST_OF_UWS = 0.7;
const AT_LEAST_OF_SOCKET_IO = 10;
/** Above this share of its ceiling the client, not the peer, may be what was measured. */
const NEAR_CEILING = 0.8;

const contestants = ({ peers: names, members, window, seconds, warmUpSeconds }: Options): Contestant[] => {
  const load = { members, seconds, warmUpSeconds };
  const fanout: Omit<FanoutJob, 'target' | 'frameBytes'> = {
    ...load,
    kind: 'fanout',
    senders: Math.min(SENDERS, members),
    window,
  };
  const native = names.includes('noroshi') ? NATIVE : [];
  const ceiling: Omit<CeilingJob, 'target' | 'frameBytes'> = { ...load, kind: 'ceiling', wrap: BLASTER_WRAP };
  return [
    ...names.map((name) => ({
      name,
      start: peers[name],
      setsFrameSize: name === 'noroshi',
      job: (target: FanoutJob['target'], frameBytes: number) => ({ ...fanout, target, frameBytes }),
    })),
    ...native.map(({ name, wire }) => ({
      name,
      start: peers.noroshi,
      setsFrameSize: false,
      job: (target: FanoutJob['target'], frameBytes: number) => ({
        ...fanout,
        target: { ...target, wire },
        frameBytes,
      }),
    })),
    {
      name: CEILING,
      start: startBlaster,
      setsFrameSize: false,
      job: (target: FanoutJob['target'], frameBytes: number) => ({ ...ceiling, target, frameBytes }),
    },
  ];
};

const rates = (trials: readonly Trial<Throughput>[], peer: string) =>
  perRound(trials, peer, ({ deliveriesPerSecond }) => deliveriesPerSecond);

const finished = (values: readonly (number | undefined)[]): number[] => values.filter((value) => value !== undefined);

const row = (trials: readonly Trial<Throughput>[], peer: string): Row => {
  const own = rates(trials, peer);
  const server = perRound(trials, peer, ({ deliveries }, { cpu }) => cpu && cpu.serverCpuSeconds / (deliveries / 1e6));
  const others = perRound(trials, peer, (_, { cpu }) => cpu?.othersCpu);
  const client = perRound(trials, peer, ({ clientCpu }) => clientCpu);
  const frames = perRound(trials, peer, (_, { frameBytes }) => frameBytes);
  return [
    peer,
    showSpread(ratiosOf(own, rates(trials, 'uws')), showRatio),
    showSpread(ratiosOf(own, rates(trials, 'socket.io')), showRatio),
    showSpread(ratiosOf(own, rates(trials, 'noroshi')), showRatio),
    showSpread(spreadOf(finished(own)), showRate),
    showSpread(spreadOf(finished(server)), showRatio),
    showSpread(spreadOf(finished(client)), showPercent),
    showSpread(spreadOf(finished(others)), showPercent),
    showMedian(spreadOf(finished(frames))),
    `${finished(own).length}/${own.length}`,
  ];
};

const HEAD: Row = [
  'peer',
  'x uws',
  'x socket.io',
  'x noroshi',
  'deliveries/s',
  'server CPU s/M',
  'client CPU',
  'others CPU',
  'frame bytes',
  'exact rounds',
];

const ceilingNote = (trials: readonly Trial<Throughput>[], names: readonly string[]): string[] =>
  names.flatMap((name) => {
    const share = ratiosOf(rates(trials, name), rates(trials, CEILING));
    if (share === undefined || share.median < NEAR_CEILING) return [];
    return [`${name} ran at ${showPercent(share.median)} of the client ceiling: its ratio may be the client's.`];
  });

/** Where a peer of several processes spends its time. */
const processNote = (trials: readonly Trial<Throughput>[], peer: string): string[] => {
  const names = trials.flatMap((trial) => (trial.peer === peer ? Object.keys(trial.cpu?.byProcess ?? {}) : []));
  const costs = [...new Set(names)].map((name) => {
    const rounds = perRound(
      trials,
      peer,
      ({ deliveries }, { cpu }) => cpu && (cpu.byProcess[name] ?? 0) / (deliveries / 1e6),
    );
    return { name, median: spreadOf(finished(rounds))?.median ?? 0 };
  });
  if (costs.length < 2) return [];
  const parts = costs.sort((a, b) => b.median - a.median).map(({ name, median }) => `${name} ${median.toFixed(3)}`);
  return [`${peer}, server CPU s/M by process: ${parts.join(', ')}`];
};

/** One room, everyone a member, messages as fast as a bounded window lets them. */
export const fanout: Scenario = async ({ options, frameSize, progress }) => {
  const { rounds, members, seconds, window } = options;
  const all = contestants(options);
  const names = all.map(({ name }) => name);
  const trials = await runRounds<Throughput>({
    contestants: all,
    rounds,
    members,
    frameSize,
    progress: (text) => progress(`fanout, ${text}`),
  });
  const noroshi = rates(trials, 'noroshi');
  return {
    name: 'fanout',
    title: `fanout: ${members} members in one room, 128-byte content, ${window} messages in flight, ${rounds} rounds of ${seconds} s`,
    head: HEAD,
    rows: names.map((peer) => row(trials, peer)),
    verdicts: [
      judge(
        'fan-out against bare uWebSockets.js',
        { atLeast: AT_LEAST_OF_UWS },
        ratiosOf(noroshi, rates(trials, 'uws')),
      ),
      judge(
        'fan-out against Socket.IO',
        { atLeast: AT_LEAST_OF_SOCKET_IO },
        ratiosOf(noroshi, rates(trials, 'socket.io')),
      ),
    ],
    notes: [...names.flatMap((peer) => processNote(trials, peer)), ...ceilingNote(trials, options.peers)],
    trials,
  };
};
