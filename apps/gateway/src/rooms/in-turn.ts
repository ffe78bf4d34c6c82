/** Answers in the order asked, however long each takes; looking things up goes on side by side. */
export class InTurn {
  #last: Promise<unknown> | undefined;

  /** The answer once all before it are given; a value as it is when there is none before it. */
  after<T>(answer: T | Promise<T>): T | Promise<T> {
    if (!this.#last && !(answer instanceof Promise)) return answer;
    const before = this.#last;
    const given = Promise.resolve(answer);
    const mine = before ? before.then(() => given) : given;
    // One that fails is for who asked: the next are answered all the same.
    const over = Promise.allSettled([given, mine]);
    this.#last = over;
    void over.then(() => {
      if (this.#last === over) this.#last = undefined;
    });
    return mine;
  }
}
