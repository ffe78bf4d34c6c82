export interface ServerSentEvent {
  readonly event: string;
  readonly data: string;
  /** Of this event or, if it has none, undefined: the last one is still good. */
  readonly id: string | undefined;
}

export interface Heard {
  readonly events: readonly ServerSentEvent[];
  /** Milliseconds, when the server has said how long to wait before coming back. */
  readonly retryMs: number | undefined;
}

/** Takes the text of an event stream in pieces as they come, and gives the events that are whole. */
export function createEventParser(): (piece: string) => Heard {
  let rest = '';
  return (piece) => {
    const blocks = (rest + piece).replaceAll('\r\n', '\n').split('\n\n');
    rest = blocks.pop() ?? '';
    const read = blocks.map(fieldsOf);
    const events = read.filter((fields) => fields.has('data')).map(eventOf);
    const retry = read.findLast((fields) => fields.has('retry'))?.get('retry');
    return { events, retryMs: retry === undefined ? undefined : Number(retry) };
  };
}

/** Several lines of one field are one text; a line that begins with a colon is a sign of life. */
function fieldsOf(block: string): ReadonlyMap<string, string> {
  const fields = new Map<string, string>();
  for (const line of block.split('\n')) {
    const [, name = '', value = ''] = /^([a-z]+)(?:: ?(.*))?$/su.exec(line) ?? [];
    const before = fields.get(name);
    if (name !== '') fields.set(name, name === 'data' && before !== undefined ? `${before}\n${value}` : value);
  }
  return fields;
}

const eventOf = (fields: ReadonlyMap<string, string>): ServerSentEvent => ({
  event: fields.get('event') ?? 'message',
  data: fields.get('data') ?? '',
  id: fields.get('id'),
});
