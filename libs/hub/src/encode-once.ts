import type { Dialect, ServerFrame } from '@noroshi/protocol';

/** An event's bytes per dialect, made once for everybody who gets it, live or in a replay; forgotten with the event. */
export class EncodeOnce {
  readonly #texts = new WeakMap<object, Map<Dialect, string | undefined>>();

  text(dialect: Dialect, frame: ServerFrame): string | undefined {
    if (frame.kind !== 'event') return dialect.encode(frame);
    const texts = this.#texts.get(frame.recorded) ?? new Map<Dialect, string | undefined>();
    this.#texts.set(frame.recorded, texts);
    if (!texts.has(dialect)) texts.set(dialect, dialect.encode(frame));
    return texts.get(dialect);
  }
}
