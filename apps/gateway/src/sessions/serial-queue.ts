/** Does one thing at a time, in the order asked; at once when idle. Tasks handle their own errors. */
export class SerialQueue {
  #last: Promise<void> | undefined;

  run(task: () => void | Promise<void>): void {
    const begun = this.#last ? this.#last.then(task) : task();
    if (!begun) return;
    const done = begun.finally(() => {
      if (this.#last === done) this.#last = undefined;
    });
    this.#last = done;
  }
}
