import { SILENCE_MS, type ProcessReport, type ProcessRun } from '@noroshi/domain';

interface Other {
  readonly run: ProcessRun;
  heardAt: number;
}

/**
 * Which of several processes of one kind does what only one may do: the one that has been up longest. What they do in the
 * second or two in which two think it is them has to do no harm; it is done once more, not twice as much.
 */
export class Keepership {
  readonly #others = new Map<string, Other>();
  #own: ProcessRun;

  constructor(own: ProcessRun) {
    this.#own = own;
  }

  /** @param now milliseconds by one clock */
  hear({ process, state }: ProcessReport, now: number): void {
    if (process.role !== this.#own.role) return;
    // As the others know it.
    if (process.name === this.#own.name) this.#own = process;
    else if (state === 'ending') this.#others.delete(process.name);
    else this.#others.set(process.name, { run: process, heardAt: now });
  }

  /** @param isDeaf nothing can be heard at the moment: then silence means nothing */
  isOwn(now: number, isDeaf: boolean): boolean {
    for (const [name, other] of this.#others) {
      if (isDeaf) other.heardAt = now;
      if (now - other.heardAt >= SILENCE_MS) this.#others.delete(name);
    }
    return ![...this.#others.values()].some(({ run }) => isBefore(run, this.#own));
  }
}

const isBefore = (a: ProcessRun, b: ProcessRun): boolean =>
  a.epoch < b.epoch || (a.epoch === b.epoch && a.name < b.name);
