export interface StreamedEvent {
  readonly event: string;
  readonly data: string;
  /** Of this event; undefined: it moves nothing. */
  readonly id: string | undefined;
}

/** Server-sent events out of pieces of text that end anywhere. */
export class EventStreamReader {
  #rest = '';

  read(text: string): readonly StreamedEvent[] {
    const blocks = (this.#rest + text).split(/\n\n|\r\n\r\n/);
    this.#rest = blocks.pop() ?? '';
    return blocks.flatMap((block) => eventOf(block) ?? []);
  }
}

function eventOf(block: string): StreamedEvent | undefined {
  const lines = block.split(/\r?\n/).map((line) => /^([^:]+): ?(.*)$/.exec(line) ?? []);
  const valuesOf = (field: string) => lines.flatMap(([, name, value = '']) => (name === field ? [value] : []));
  const data = valuesOf('data');
  if (data.length === 0) return undefined;
  return { data: data.join('\n'), event: valuesOf('event').at(-1) ?? 'message', id: valuesOf('id').at(-1) };
}
