import { Interrupted } from '../children.js';
import type { Job, Outcome, Target } from '../client/job.js';
import type { StartPeer } from '../peers/peer.js';
import { cpuBetween, sampleCpu, type CpuSample, type CpuUse } from '../machine-cpu.js';
import { grown, memoryByNameOf, type MemoryByName } from '../process-memory.js';
import { runClient } from '../run-client.js';

/** Until the first frame of the product itself has been measured; about what it sends. */
export const USUAL_FRAME_BYTES = 320;

/** The others pad to what the product was last seen to send. */
export interface FrameSize {
  bytes: number;
}

export interface Contestant {
  readonly name: string;
  readonly start: StartPeer;
  readonly job: (target: Target, frameBytes: number) => Job;
  /** Its frames set the size for the others. */
  readonly setsFrameSize: boolean;
  /** Before each look at its processes; the job must give it the time. */
  readonly beforeLook?: (pid: number) => Promise<void>;
}

export interface Trial<Figures> {
  readonly peer: string;
  readonly round: number;
  readonly figures?: Figures;
  readonly frameBytes?: number;
  /** While measuring; only where there is /proc. */
  readonly cpu?: CpuUse;
  /** Resident, by process, at the end of the measuring, and by how much it grew meanwhile; only where there is /proc. */
  readonly memory?: { readonly after: MemoryByName; readonly growth: MemoryByName };
  /** Why there are no figures: did not start, refused, lost or repeated or disordered messages. */
  readonly failure?: string;
}

/** At the peer's processes, when the measuring begins and when it ends. */
interface Look {
  readonly cpu: CpuSample | undefined;
  readonly memory: MemoryByName | undefined;
}

type Measured<Figures> = Omit<Trial<Figures>, 'round' | 'peer'>;

export interface Rounds {
  readonly contestants: readonly Contestant[];
  readonly rounds: number;
  readonly members: number;
  readonly frameSize: FrameSize;
  readonly progress: (text: string) => void;
}

/** Every contestant once per round, the order moving on by one each round; one at a time, each freshly started. */
export const runRounds = async <Figures>(plan: Rounds): Promise<Trial<Figures>[]> => {
  const trials: Trial<Figures>[] = [];
  for (let round = 0; round < plan.rounds; round++) {
    for (const contestant of rotated(plan.contestants, round)) {
      plan.progress(`round ${round + 1}/${plan.rounds}: ${contestant.name}`);
      const trial = { round, ...(await attempt<Figures>(contestant, plan)) };
      if (trial.failure !== undefined) plan.progress(`  ${trial.failure}`);
      if (contestant.setsFrameSize && trial.frameBytes) plan.frameSize.bytes = Math.round(trial.frameBytes);
      trials.push(trial);
    }
  }
  return trials;
};

export const rotated = <Item>(items: readonly Item[], by: number): Item[] => {
  const first = by % items.length;
  return [...items.slice(first), ...items.slice(0, first)];
};

const attempt = async <Figures>(contestant: Contestant, plan: Rounds): Promise<Omit<Trial<Figures>, 'round'>> => {
  try {
    return { peer: contestant.name, ...(await measure<Figures>(contestant, plan)) };
  } catch (error) {
    if (error instanceof Interrupted) throw error;
    return { peer: contestant.name, failure: error instanceof Error ? error.message : String(error) };
  }
};

const measure = async <Figures>(
  { start, job, beforeLook = () => Promise.resolve() }: Contestant,
  { members, frameSize: { bytes } }: Rounds,
): Promise<Measured<Figures>> => {
  const peer = await start({ members, frameBytes: bytes });
  const looks: Promise<Look>[] = [];
  const look = (): Look => ({ cpu: sampleCpu(peer.pid), memory: memoryByNameOf(peer.pid) });
  const mark = (): void => void looks.push(beforeLook(peer.pid).then(look));
  try {
    const outcome = await runClient(job(peer.target, bytes), { measuring: mark, measured: mark });
    // A contestant's job decides the kind of figures, and a scenario has jobs of one kind only.
    return judged(outcome as Outcome<Figures>, await Promise.all(looks));
  } catch (error) {
    throw explained(error, peer.lastWords());
  } finally {
    await peer.stop();
  }
};

const explained = (error: unknown, lastWords: readonly string[]): unknown =>
  error instanceof Interrupted || lastWords.length === 0
    ? error
    : new Error([String(error), 'it said last:', ...lastWords].join('\n  '), { cause: error });

// Figures of a run that lost or repeated something are figures of another job, so they are not kept.
const judged = <Figures>(outcome: Outcome<Figures>, looks: readonly Look[]): Measured<Figures> => {
  if (outcome.fault !== undefined) return { failure: `not every member got every message once: ${outcome.fault}` };
  return {
    figures: outcome.figures,
    frameBytes: outcome.frameBytes,
    ...cpuOf(looks),
    ...memoryOf(looks),
  };
};

const cpuOf = ([before, after]: readonly Look[]): Pick<Trial<unknown>, 'cpu'> =>
  before?.cpu && after?.cpu ? { cpu: cpuBetween(before.cpu, after.cpu) } : {};

const memoryOf = ([before, after]: readonly Look[]): Pick<Trial<unknown>, 'memory'> =>
  before?.memory && after?.memory
    ? { memory: { after: after.memory, growth: grown(before.memory, after.memory) } }
    : {};

/** One value per round, undefined where that peer has no figures for it. */
export const perRound = <Figures>(
  trials: readonly Trial<Figures>[],
  peer: string,
  value: (figures: Figures, trial: Trial<Figures>) => number | undefined,
): (number | undefined)[] =>
  trials
    .filter((trial) => trial.peer === peer)
    .sort((a, b) => a.round - b.round)
    .map((trial) => (trial.figures === undefined ? undefined : value(trial.figures, trial)));
