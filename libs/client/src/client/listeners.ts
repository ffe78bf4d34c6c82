/** Those who want to hear of events, by the event's name. */
export class Listeners<Events> {
  readonly #listeners = new Map<keyof Events, Set<(payload: never) => void>>();

  on<K extends keyof Events>(event: K, listener: (payload: Events[K]) => void): () => void {
    const listeners = this.#listeners.get(event) ?? new Set();
    const own = (payload: Events[K]): void => listener(payload);
    this.#listeners.set(event, listeners.add(own));
    return () => listeners.delete(own);
  }

  tell<K extends keyof Events>(event: K, payload: Events[K]): void {
    for (const listener of [...(this.#listeners.get(event) ?? [])]) (listener as (payload: Events[K]) => void)(payload);
  }
}
