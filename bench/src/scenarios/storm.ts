import { Interrupted } from '../children.js';
import type { Storm, StormJob } from '../client/job.js';
import { startNoroshiWith } from '../peers/noroshi.js';
import { runClient } from '../run-client.js';
import { spreadOf } from '../statistics.js';
import { showSpread } from '../table.js';
import type { Surroundings } from './scenario.js';
import { judge, type Scenario } from './scenario.js';
import type { Trial } from './rounds.js';

const WARM_UP_SECONDS = 5;
/** So that about one read in each room is in proportion, whatever the number of those who come back. */
const AT_MOST_READS_PER_ROOM = 2;
const SCRAPES = 12;

interface Weathered extends Storm {
  readonly logReads: number;
}

/** What the gateways' counters say together: each scrape over a connection of its own meets one of them. */
async function logReads({ host, port }: StormJob['target']): Promise<number> {
  const seen = new Map<string, number>();
  for (let scrape = 0; scrape < SCRAPES; scrape += 1) {
    const answer = await fetch(`http://${host}:${port}/metrics`, { headers: { connection: 'close' } });
    const text = await answer.text();
    const started = /^process_start_time_seconds (\S+)/m.exec(text)?.[1] ?? '';
    seen.set(started, Number(/^noroshi_log_reads_total (\d+)/m.exec(text)?.[1] ?? 0));
  }
  return [...seen.values()].reduce((sum, reads) => sum + reads, 0);
}

async function weather({ options }: Surroundings): Promise<Weathered> {
  const { clients, rooms, seconds } = options;
  const peer = await startNoroshiWith({ NOROSHI_GATEWAYS: '2', NOROSHI_NEW_SESSIONS_PER_SECOND: '2000' })({
    members: clients,
    frameBytes: 0,
  });
  try {
    const job = { kind: 'storm', target: peer.target, members: clients, rooms, seconds, frameBytes: 0 } as const;
    const outcome = await runClient(
      { ...job, warmUpSeconds: WARM_UP_SECONDS },
      { measuring: () => peer.kill('gateway-1'), measured: () => undefined },
    );
    return { ...(outcome.figures as Storm), logReads: await logReads(peer.target) };
  } finally {
    await peer.stop();
  }
}

async function attempt(round: number, surroundings: Surroundings): Promise<Trial<Weathered>> {
  surroundings.progress(`storm, round ${round + 1}/${surroundings.options.rounds}`);
  try {
    const figures = await weather(surroundings);
    const { lost, repeated } = figures;
    if (lost + repeated > 0) return { peer: 'noroshi', round, failure: `${lost} lost, ${repeated} duplicated` };
    return { peer: 'noroshi', round, figures };
  } catch (error) {
    if (error instanceof Interrupted) throw error;
    return { peer: 'noroshi', round, failure: error instanceof Error ? error.message : String(error) };
  }
}

const COLUMNS = [
  ['cut', 'cut'],
  ['half back ms', 'halfBackMs'],
  ['all back ms', 'allBackMs'],
  ['all caught up ms', 'allCaughtUpMs'],
  ['lost', 'lost'],
  ['duplicated', 'repeated'],
  ['messages', 'messages'],
  ['upgrades refused', 'refusals'],
  ['log reads', 'logReads'],
] as const;

/** One of two gateways is killed: everybody on it comes back on either, with an offset, while the rooms go on talking. */
export const storm: Scenario = async (surroundings) => {
  const { rounds, clients, rooms } = surroundings.options;
  const trials: Trial<Weathered>[] = [];
  for (let round = 0; round < rounds; round += 1) trials.push(await attempt(round, surroundings));
  const values = (key: keyof Weathered): number[] => trials.flatMap(({ figures }) => (figures ? [figures[key]] : []));
  const spread = (key: keyof Weathered) => showSpread(spreadOf(values(key)), (value) => String(Math.round(value)));
  return {
    name: 'storm',
    title: `storm: ${clients} connections in ${rooms} rooms on two gateways, one of them killed, ${rounds} rounds`,
    head: ['', ...COLUMNS.map(([head]) => head)],
    rows: [['noroshi', ...COLUMNS.map(([, key]) => spread(key))]],
    verdicts: [
      judge(
        'reads of the log per room',
        { atMost: AT_MOST_READS_PER_ROOM },
        spreadOf(values('logReads').map((reads) => reads / rooms)),
      ),
    ],
    notes: [],
    trials,
  };
};
