/** Something that is begun and stopped. */
export interface Work {
  stop(): Promise<void>;
}

/** Begins a work when it is wanted and stops it when it is not, one after the other, however often that changes meanwhile. */
export class InTurns<W extends Work> {
  readonly #begin: () => Promise<W>;
  #isWanted = false;
  #work: W | undefined;
  #turning: Promise<void> | undefined;

  constructor(begin: () => Promise<W>) {
    this.#begin = begin;
  }

  /** Undefined while it is not wanted, not begun yet, or being stopped. */
  get work(): W | undefined {
    return this.#isWanted ? this.#work : undefined;
  }

  /** Settles when it is as was wanted last. */
  want(isWanted: boolean): Promise<void> {
    this.#isWanted = isWanted;
    this.#turning ??= this.#turn().finally(() => (this.#turning = undefined));
    return this.#turning;
  }

  async #turn(): Promise<void> {
    while (this.#isWanted !== (this.#work !== undefined)) {
      const work = this.#work;
      if (work) {
        this.#work = undefined;
        await work.stop();
      } else this.#work = await this.#begin();
    }
  }
}
