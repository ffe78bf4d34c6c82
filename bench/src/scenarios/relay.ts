import { once } from 'node:events';
import { jetstream } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import { startKafkaBroker, startNatsServer, type KafkaBroker, type NatsServer } from '@noroshi/testing';
import { forkChild, Interrupted, stopChild } from '../children.js';
import { cpuBetween, sampleCpu, type CpuSample, type CpuUse } from '../machine-cpu.js';
import { eventNumber, roomOf } from '../relay/records.js';
import { TopicCounter } from '../relay/topic-counter.js';
import { ratiosOf, spreadOf } from '../statistics.js';
import { showPercent, showRate, showRatio, showSpread, type Row } from '../table.js';
import { perRound, rotated, type Trial } from './rounds.js';
import { judge, type Scenario } from './scenario.js';

const AT_LEAST_OF_BARE = 0.8;
const RECORDS = 100_000;
/** The most that the relay takes at once, and as many partitions as it makes. */
const BATCH = 1_000;
const PARTITIONS = 6;
const EVENTS = 'noroshi.events.v1';
const RELAY = new URL('../../../apps/analytics/dist/relay.js', import.meta.url);

const names = ['relay', 'bare kafkajs', 'bare kafkajs, mended'] as const;
type Name = (typeof names)[number];

interface Figures {
  readonly recordsPerSecond: number;
}
type Trials = readonly Trial<Figures>[];

interface Stage {
  readonly nats: NatsServer;
  readonly broker: KafkaBroker;
  readonly counter: TopicCounter;
}

const startRelay = async ({ nats, broker }: Stage) => {
  const child = forkChild(RELAY, [], {
    env: { NATS_URL: nats.url, KAFKA_BROKERS: broker.brokers.join() },
  });
  const gone = once(child, 'exit').then(() => Promise.reject(new Error('the relay ended before it was ready')));
  await Promise.race([once(child, 'message'), gone]);
  gone.catch(() => undefined);
  return child;
};

/** The relay has made the streams before; it is away while they are filled. */
async function fill({ nats }: Stage): Promise<void> {
  const connection = await connect({ servers: nats.url });
  const client = jetstream(connection);
  const pending: Promise<unknown>[] = [];
  for (let number = 0; number < RECORDS; number += 1) {
    pending.push(client.publish(`room.${roomOf(number)}.talk`, JSON.stringify(eventNumber(number))));
    if (pending.length >= BATCH) await Promise.all(pending.splice(0));
  }
  await Promise.all(pending);
  await connection.close();
}

async function relay(stage: Stage): Promise<Omit<Trial<Figures>, 'round' | 'peer'>> {
  await fill(stage);
  const before = await stage.counter.count(EVENTS);
  const measured = measure(stage, { topic: EVENTS, before, start: () => startRelay(stage) });
  const trial = await measured;
  const repeated = (await stage.counter.count(EVENTS)) - before - RECORDS;
  return repeated === 0 ? trial : { failure: `${repeated} records more than there were events` };
}

async function bare(stage: Stage, client = ''): Promise<Omit<Trial<Figures>, 'round' | 'peer'>> {
  const script = new URL('../relay/bare-producer.js', import.meta.url);
  const args = [stage.broker.brokers.join(), 'bare', String(RECORDS), String(BATCH), client];
  const before = await stage.counter.count('bare');
  return measure(stage, { topic: 'bare', before, start: () => Promise.resolve(forkChild(script, args)) });
}

interface Measuring {
  readonly topic: string;
  readonly before: number;
  readonly start: () => Promise<ReturnType<typeof forkChild>>;
}

async function measure({ counter }: Stage, { topic, before, start }: Measuring) {
  let first: CpuSample | undefined;
  let pid = 0;
  const counting = counter.rate(topic, { before, more: RECORDS, onWarm: () => (first = sampleCpu(pid)) });
  counting.catch(() => undefined);
  const child = await start();
  pid = child.pid ?? 0;
  try {
    const { recordsPerSecond } = await counting;
    const last = sampleCpu(pid);
    return { figures: { recordsPerSecond }, ...(first && last ? { cpu: cpuBetween(first, last) } : {}) };
  } finally {
    await stopChild(child);
  }
}

const contestants: Readonly<Record<Name, (stage: Stage) => Promise<Omit<Trial<Figures>, 'round' | 'peer'>>>> = {
  relay,
  'bare kafkajs': (stage) => bare(stage),
  'bare kafkajs, mended': (stage) => bare(stage, 'mended'),
};

async function attempt(peer: Name, round: number, stage: Stage): Promise<Trial<Figures>> {
  try {
    return { peer, round, ...(await contestants[peer](stage)) };
  } catch (error) {
    if (error instanceof Interrupted) throw error;
    return { peer, round, failure: error instanceof Error ? error.message : String(error) };
  }
}

async function runAll(rounds: number, progress: (text: string) => void): Promise<Trials> {
  const [nats, broker] = await Promise.all([startNatsServer(), startKafkaBroker()]);
  const stage = { nats, broker, counter: await TopicCounter.connect(broker.brokers) };
  try {
    await stage.counter.make('bare', PARTITIONS);
    await stage.counter.make(EVENTS, PARTITIONS);
    // Makes the streams.
    await stopChild(await startRelay(stage));
    const trials: Trial<Figures>[] = [];
    for (let round = 0; round < rounds; round += 1)
      for (const name of rotated(names, round)) {
        progress(`relay, round ${round + 1}/${rounds}: ${name}`);
        trials.push(await attempt(name, round, stage));
      }
    return trials;
  } finally {
    await stage.counter.close();
    await Promise.all([nats.stop(), broker.stop()]);
  }
}

const rates = (trials: Trials, name: Name) => perRound(trials, name, ({ recordsPerSecond }) => recordsPerSecond);
const present = (values: readonly (number | undefined)[]): number[] => values.filter((value) => value !== undefined);
const cpuOf = (trials: Trials, name: Name, value: (cpu: CpuUse) => number) =>
  spreadOf(present(perRound(trials, name, (_, { cpu }) => cpu && value(cpu))));

/** Without what was written before the measuring began. */
const MEASURED = RECORDS * 0.8;

const row = (trials: Trials, name: Name): Row => [
  name,
  showSpread(ratiosOf(rates(trials, name), rates(trials, 'bare kafkajs')), showRatio),
  showSpread(spreadOf(present(rates(trials, name))), showRate),
  showSpread(
    cpuOf(trials, name, ({ serverCpuSeconds }) => serverCpuSeconds / (MEASURED / 1e5)),
    showRatio,
  ),
  showSpread(
    cpuOf(trials, name, ({ othersCpu }) => othersCpu),
    showPercent,
  ),
];

/** The relay catches up with a full log; a bare loop writes the same records with the same client. */
export const relayScenario: Scenario = async ({ options: { rounds }, progress }) => {
  const trials = await runAll(rounds, progress);
  return {
    name: 'relay',
    title: `relay: ${RECORDS} events from the log to a topic of ${PARTITIONS} partitions, in batches of ${BATCH} at most, ${rounds} rounds`,
    head: ['writer', 'x bare', 'records/s', 'CPU s/100 k', 'others CPU'],
    rows: names.map((name) => row(trials, name)),
    verdicts: [
      judge(
        'the relay against a bare produce loop',
        { atLeast: AT_LEAST_OF_BARE },
        ratiosOf(rates(trials, 'relay'), rates(trials, 'bare kafkajs')),
      ),
    ],
    notes: ['others CPU includes the broker and the nats-server, which both writers share.'],
    trials,
  };
};
