import type { FanoutJob, Throughput } from '../client/job.js';
import type { Options } from '../options.js';
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

const contestants = ({ members, window, seconds, warmUpSeconds }: Options): Contestant[] =>
  ([one, two] as const).map((name) => ({
    name,
    start: startNoroshi,
    setsFrameSize: false,
    job: (target, frameBytes): FanoutJob => ({
      ...{ kind: 'fanout', frameBytes, members, window, seconds, warmUpSeconds },
      target: name === two ? { ...target, wire: 'languages' } : target,
      senders: Math.min(SENDERS, members),
    }),
  }));

const rates = (trials: Trials, name: string) =>
  perRound(trials, name, ({ deliveriesPerSecond }) => deliveriesPerSecond);

/** Bytes of payload a second. */
const volumes = (trials: Trials, name: string) =>
  perRound(trials, name, ({ deliveriesPerSecond }, { frameBytes }) => frameBytes && deliveriesPerSecond * frameBytes);

const present = (values: readonly (number | undefined)[]): number[] => values.filter((value) => value !== undefined);

const row = (trials: Trials, name: string): Row => [
  name,
  showSpread(ratiosOf(rates(trials, name), rates(trials, one)), showRatio),
  showSpread(ratiosOf(volumes(trials, name), volumes(trials, one)), showRatio),
  showSpread(spreadOf(present(rates(trials, name))), showRate),
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
    head: ['noroshi', 'x one', 'bytes x one', 'deliveries/s', 'client CPU', 'others CPU', 'frame bytes'],
    rows: [one, two].map((name) => row(trials, name)),
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
