/** Something that happens again and again, without a value. */
export class Signal {
  private readonly listeners = new Set<() => void>();

  listen(listener: () => void): () => void {
    // Wrapped, so that one function given twice is called twice and taken away once.
    const entry = () => listener();
    this.listeners.add(entry);
    return () => this.listeners.delete(entry);
  }

  tell(): void {
    for (const listener of [...this.listeners]) listener();
  }
}
