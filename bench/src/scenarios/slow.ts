import type { FanoutJob, Throughput } from '../client/job.js';
import type { Options } from '../options.js';
import { startNoroshiWith } from '../peers/noroshi.js';
import { ratiosOf, spreadOf, type Spread } from '../statistics.js';
import { showPercent, showRate, showRatio, showSpread, type Row } from '../table.js';
import { perRound, runRounds, type Contestant, type Trial } from './rounds.js';
import { judge, type Scenario } from './scenario.js';

const SENDERS = 10;
const STALLED_SHARE = 0.01;
const AT_LEAST_OF_UNDISTURBED = 0.95;
/** Stalled members of the run that measures memory: many, so that what each takes stands out. */
const MANY_STALLED = 300;
/** The kernel takes ten megabytes for a stalled socket before the gateway keeps anything: it must be filled first. */
const LEAST_SECONDS = 20;

type Trials = readonly Trial<Throughput>[];

const undisturbed = 'none stalled';
const disturbed = '1 % stalled';
const crowded = `${MANY_STALLED} stalled`;

interface Stalled {
  readonly name: string;
  readonly stalled: number;
  readonly env?: Readonly<Record<string, string>>;
}

const contestant = (
  { name, stalled, env = {} }: Stalled,
  { members, window, seconds, warmUpSeconds }: Options,
): Contestant => ({
  name,
  start: startNoroshiWith(env),
  setsFrameSize: true,
  job: (target, frameBytes): FanoutJob => ({
    ...{ kind: 'fanout', target, frameBytes, members, window, seconds, warmUpSeconds, stalled },
    senders: Math.min(SENDERS, members),
  }),
});

const finished = (values: readonly (number | undefined)[]): number[] => values.filter((value) => value !== undefined);
const of = (
  trials: Trials,
  name: string,
  value: (figures: Throughput, trial: Trial<Throughput>) => number | undefined,
) => perRound(trials, name, value);

/** Deliveries per member: those who stalled are not counted among them. */
const rates = (trials: Trials, name: string) => of(trials, name, ({ messages }) => messages);

const resident = (trials: Trials, name: string) => of(trials, name, (_, { memory }) => memory?.after['gateway']);

/** Kilobytes that the gateway has more with many stalled sockets than with none, for each of them. */
const perStalled = (trials: Trials): Spread | undefined => {
  const base = resident(trials, undisturbed);
  return spreadOf(
    resident(trials, crowded).flatMap((bytes, round) => {
      const without = base[round];
      return bytes === undefined || without === undefined ? [] : [(bytes - without) / MANY_STALLED / 1024];
    }),
  );
};

const row = (trials: Trials, name: string): Row => [
  name,
  showSpread(ratiosOf(rates(trials, name), rates(trials, undisturbed)), showRatio),
  showSpread(spreadOf(finished(of(trials, name, ({ deliveriesPerSecond }) => deliveriesPerSecond))), showRate),
  showSpread(spreadOf(finished(resident(trials, name)).map((bytes) => bytes / 1024 / 1024)), (value) =>
    value.toFixed(0),
  ),
  showSpread(spreadOf(finished(of(trials, name, (_, { cpu }) => cpu?.othersCpu))), showPercent),
  `${finished(rates(trials, name)).length}/${rates(trials, name).length}`,
];

/** What clients that do not read cost those who do. */
export const slow: Scenario = async ({ options, frameSize, progress }) => {
  const { rounds, members } = options;
  const seconds = Math.max(LEAST_SECONDS, options.seconds);
  const lasting = { ...options, seconds };
  const crowd = { ...lasting, members: members + MANY_STALLED };
  const stalled = Math.max(1, Math.round(members * STALLED_SHARE));
  const trials = await runRounds<Throughput>({
    contestants: [
      contestant({ name: undisturbed, stalled: 0 }, lasting),
      contestant({ name: disturbed, stalled }, lasting),
      // They stay until their memory has been looked at.
      contestant({ name: crowded, stalled: MANY_STALLED, env: { NOROSHI_SLOW_TIME: '120' } }, crowd),
    ],
    ...{ rounds, frameSize },
    members: members + MANY_STALLED,
    progress: (text) => progress(`slow, ${text}`),
  });
  const memory = perStalled(trials);
  return {
    name: 'slow',
    title: `slow: fan-out in a room of ${members} with ${stalled} stalled sockets and with none, ${rounds} rounds of ${seconds} s`,
    head: ['noroshi', 'messages/s x none', 'deliveries/s', 'gateway MB', 'others CPU', 'exact rounds'],
    rows: [undisturbed, disturbed, crowded].map((name) => row(trials, name)),
    verdicts: [
      judge(
        'messages to the others with 1 % of the sockets stalled',
        { atLeast: AT_LEAST_OF_UNDISTURBED },
        ratiosOf(rates(trials, disturbed), rates(trials, undisturbed)),
      ),
    ],
    notes: [`KB per stalled socket: ${showSpread(memory, (value) => value.toFixed(0))}`],
    trials,
  };
};
