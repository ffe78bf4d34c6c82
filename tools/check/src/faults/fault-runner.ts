import { setTimeout as delay } from 'node:timers/promises';
import type { Fault, Harm } from '../plan/plan.js';
import type { Random } from '../random.js';
import type { Story } from '../story.js';
import type { Target } from '../target/target.js';
import { until } from '../until.js';
import type { Recovery } from './recovery.js';

export interface FaultRunnerOptions {
  readonly faults: readonly Fault[];
  readonly target: Pick<Target, 'resolve' | 'kill' | 'signal'>;
  readonly story: Story;
  readonly recovery: Recovery;
  /** Cuts a share of the connections; gives how many. */
  readonly cut: (share: number, random: Random) => number;
  readonly random: Random;
  /** What does not run, or who is not where they want to be, in words; undefined when all is well. */
  readonly ailment: () => Promise<string | undefined>;
  /** After this no fault begins; milliseconds of the story. */
  readonly endsAt: number;
  readonly signal: AbortSignal;
}

const HEALING_MS = 30_000;

/** Does the plan's harm, one after the other. */
export class FaultRunner {
  /** What was done, by its name, and how often. */
  readonly done = new Map<string, number>();
  /** After what the stack did not heal in time. */
  readonly notHealed: string[] = [];
  readonly #options: FaultRunnerOptions;
  readonly #pauses = new Set<Promise<void>>();

  constructor(options: FaultRunnerOptions) {
    this.#options = options;
  }

  /** Resolves when the last fault has happened and nothing is paused any more. */
  async run(loadBeganAt: number): Promise<void> {
    const { faults, story, endsAt, signal } = this.#options;
    for (const fault of faults) {
      const wait = loadBeganAt + fault.at - story.now();
      if (wait > 0) await delay(wait, undefined, { signal }).catch(() => undefined);
      if (!fault.overlaps) await this.#heal(fault);
      if (signal.aborted || story.now() > endsAt) break;
      await this.#do(fault);
    }
    await Promise.all(this.#pauses);
  }

  async #heal(next: Fault): Promise<void> {
    const { recovery, signal, story, endsAt } = this.#options;
    await Promise.all(this.#pauses);
    // Processes that run and people who are let in are not enough: each room has accepted something since.
    let ailment: string | undefined;
    const isHealed = async () => {
      const [open] = recovery.open;
      ailment = open === undefined ? await this.#options.ailment() : `not served again after ${open}`;
      // Nobody speaks after the end: whether rooms are served again is seen when the last words are said.
      return ailment === undefined || story.now() > endsAt;
    };
    if ((await until(isHealed, { withinMs: HEALING_MS, signal })) || signal.aborted) return;
    const text = `not healed within ${HEALING_MS / 1000} s, before ${nameOf(next)}: ${ailment}`;
    story.tell(text);
    this.notHealed.push(text);
  }

  async #do(harm: Harm): Promise<void> {
    const { story, recovery, target, cut, random } = this.#options;
    if (harm.do === 'cut') {
      this.#note(`cut ${cut(harm.share, random)} connections`, 'cut');
      return;
    }
    const name = await target.resolve(harm.target);
    if (name === undefined) {
      story.tell(`${nameOf(harm)}: there is none now`);
      return;
    }
    const what = harm.target === name ? nameOf(harm) : `${nameOf(harm)} (${name})`;
    const at = story.now();
    const happened = await this.#harm(harm, name);
    if (happened) this.#note(what, nameOf(harm));
    else story.tell(`${what}: it has no process now`);
    // Of a cluster: one that is silent for long enough is no leader any more, killed or not.
    const election = harm.target.startsWith('nats-');
    if (happened && (harm.do === 'kill' || election)) recovery.killed({ what, at, election });
  }

  #harm(harm: Exclude<Harm, { do: 'cut' }>, name: string): Promise<boolean> {
    const { target } = this.#options;
    switch (harm.do) {
      case 'kill':
        return target.kill(name);
      case 'drain':
        return target.signal(name, 'SIGTERM');
      case 'pause':
        return this.#pause(name, harm.ms);
    }
  }

  async #pause(name: string, ms: number): Promise<boolean> {
    const { target, story, recovery } = this.#options;
    if (!(await target.signal(name, 'SIGSTOP'))) return false;
    recovery.pauseBegan(story.now());
    const paused = delay(ms)
      .then(() => target.signal(name, 'SIGCONT'))
      .then(() => {
        recovery.pauseEnded(story.now());
        this.#pauses.delete(paused);
        story.tell(`${name} goes on after ${ms} ms`);
      });
    this.#pauses.add(paused);
    return true;
  }

  #note(text: string, name: string): void {
    this.#options.story.tell(text);
    this.done.set(name, (this.done.get(name) ?? 0) + 1);
  }
}

const nameOf = (harm: Harm): string => (harm.do === 'cut' ? 'cut' : `${harm.do} ${harm.target}`);
