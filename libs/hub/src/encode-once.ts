import type { Dialect, Encoded, ServerFrame } from '@noroshi/protocol';

/** Hardly ever more than one language is spoken in a room: a list takes a tenth of the memory of a map, for each event held. */
interface Known {
  readonly dialect: Dialect;
  readonly text: Encoded | undefined;
  readonly others: Known | undefined;
}

/** An event's bytes per dialect, made once for everybody who gets it, live or in a replay; forgotten with the event. */
export class EncodeOnce {
  readonly #known = new WeakMap<object, Known>();

  text(dialect: Dialect, frame: ServerFrame): Encoded | undefined {
    const key = frame.kind === 'event' ? frame.recorded : frame;
    const others = this.#known.get(key);
    for (let known = others; known; known = known.others) if (known.dialect === dialect) return known.text;
    const text = dialect.encode(frame);
    this.#known.set(key, { dialect, text, others });
    return text;
  }

  /** Of the first of the frames: about as many characters, or bytes, as asked for, and one frame at least. */
  texts(dialect: Dialect, frames: readonly ServerFrame[], atMost: number): (Encoded | undefined)[] {
    const texts: (Encoded | undefined)[] = [];
    let length = 0;
    for (const frame of frames) {
      const text = this.text(dialect, frame);
      length += text?.length ?? 0;
      if (texts.length > 0 && length > atMost) break;
      texts.push(text);
    }
    return texts;
  }
}
