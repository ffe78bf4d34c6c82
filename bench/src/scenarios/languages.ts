import type { FanoutJob, Throughput } from '../client/job.js';
import type { Options } from '../options.js';
import { startBareLanguages } from '../peers/catalogue.js';
import { startNoroshi } from '../peers/noroshi.js';
import { ratiosOf, spreadOf } from '../statistics.js';
import { showMedian, showPercent, showRate, showRatio, showSpread, type Row } from '../table.js';
import { perRound, runRounds, type Contestant, type Trial } from './rounds.js';
import { judge, type Scenario } from './scenario.js';

const SENDERS = 10;
const AT_LEAST_OF_ONE = 0.8;

const one = 'rooms alone';
const two = 'half mattermost';

type Trials = readonly Trial<Throughput>[];

const bareOne = 'bare uws, alone';
const bareTwo = 'bare uws, half numbered';

/** With the wire that two languages are spoken over. */
const entries = [
  { name: one, start: startNoroshi, setsFrameSize: true },
  { name: two, start: startNoroshi, setsFrameSize: false, wire: 'languages' },
  { name: bareOne, start: startBareLanguages, setsFrameSize: false },
  { name: bareTwo, start: startBareLanguages, setsFrameSize: false, wire: 'echo-languages' },
] as const;

const contestants = ({ members, window, seconds, warmUpSeconds }: Options): Contestant[] =>
  entries.map(({ name, start, setsFrameSize, ...spoken }) => ({
    ...{ name, start, setsFrameSize },
    job: (target, frameBytes): FanoutJob => ({
      ...{ kind: 'fanout', frameBytes, members, window, seconds, warmUpSeconds },
      target: { ...target, ...spoken },
      senders: Math.min(SENDERS, members),
    }),
  }));

const rates = (trials: Trials, name: string) =>
  perRound(trials, name, ({ deliveriesPerSecond }) => deliveriesPerSecond);

/** Bytes of payload a second. */
const volumes = (trials: Trials, name: string) =>
  perRound(trials, name, ({ deliveriesPerSecond }, { frameBytes }) => frameBytes && deliveriesPerSecond * frameBytes);

const present = (values: readonly (number | undefined)[]): number[] => values.filter((value) => value !== undefined);

/** CPU seconds of the server per million deliveries. */
const costs = (trials: Trials, name: string) =>
  perRound(trials, name, ({ deliveries }, { cpu }) => cpu && cpu.serverCpuSeconds / (deliveries / 1e6));

const aloneOf = (name: string): string => (name === bareTwo || name === bareOne ? bareOne : one);

const row = (trials: Trials, name: string): Row => [
  name,
  showSpread(ratiosOf(rates(trials, name), rates(trials, aloneOf(name))), showRatio),
  showSpread(ratiosOf(volumes(trials, name), volumes(trials, aloneOf(name))), showRatio),
  showSpread(ratiosOf(costs(trials, name), costs(trials, aloneOf(name))), showRatio),
  showSpread(spreadOf(present(rates(trials, name))), showRate),
  showSpread(spreadOf(present(costs(trials, name))), showRatio),
  showSpread(spreadOf(present(perRound(trials, name, (figures) => figures.clientCpu))), showPercent),
  showSpread(spreadOf(present(perRound(trials, name, (_, { cpu }) => cpu?.othersCpu))), showPercent),
  showMedian(spreadOf(present(perRound(trials, name, (_, { frameBytes }) => frameBytes)))),
];

/** What it costs that people of two languages sit in one room, one of which numbers what each connection is told. */
export const languages: Scenario = async ({ options, frameSize, progress }) => {
  const trials = await runRounds<Throughput>({
    contestants: contestants(options),
    ...{ rounds: options.rounds, frameSize },
    members: options.members,
    progress: (text) => progress(`languages, ${text}`),
  });
  return {
    name: 'languages',
    title: `languages: fan-out in a room of ${options.members} who speak one language, and two, ${options.rounds} rounds of ${options.seconds} s`,
    head: [
      ...['room', 'x alone', 'bytes x alone', 'CPU x alone', 'deliveries/s', 'server CPU s/M'],
      ...['client CPU', 'others CPU', 'frame bytes'],
    ],
    rows: entries.map(({ name }) => row(trials, name)),
    verdicts: [
      judge(
        'fan-out to two languages against one',
        { atLeast: AT_LEAST_OF_ONE },
        ratiosOf(rates(trials, two), rates(trials, one)),
      ),
    ],
    notes: [],
    trials,
  };
};
