import { randomUUID } from 'node:crypto';
import { CliError, command, UsageError, type CommandContext } from '../command.js';
import { noMore } from '../arguments/words.js';
import { Refusal } from '../http/api.js';

const options = {
  join: { type: 'boolean', does: 'become a member of the room first' },
  open: { type: 'boolean', does: 'open the room first, if nobody has, and become a member' },
  'reply-to': { type: 'string', value: 'ID', does: 'the message that is answered' },
  type: { type: 'string', value: 'TYPE', does: 'the message’s type (text)' },
} as const;

interface Receipt {
  readonly messageId: string;
  readonly offset: string;
}

/** Each is stored once, however often it has to be sent. */
export const send = command({
  name: 'send',
  summary: 'says something in a room',
  calls: [
    { words: 'ROOM TEXT', does: 'says it; ends when it is stored' },
    { words: 'ROOM [-] < FILE', does: 'says each line that is piped in' },
  ],
  options,
  run: async (context) => {
    const [roomId, text, ...more] = context.words;
    if (roomId === undefined) throw new UsageError('Say where and what: noroshi send ROOM TEXT.');
    noMore(more);
    const path = `/rooms/${encodeURIComponent(roomId)}`;
    const { join, open } = context.options;
    if (open) await openIfNobodyHas(context, roomId);
    if (join || open) await context.api.request('POST', `${path}/members`, { body: {} });
    for await (const content of linesOf(context, text)) {
      const receipt = (await context.api.request('POST', `${path}/messages`, {
        body: { content, replyTo: context.options['reply-to'], messageType: context.options.type },
        idempotencyKey: randomUUID(),
      })) as Receipt;
      context.out(context.json ? JSON.stringify({ roomId, ...receipt }) : `${receipt.messageId}  stored`);
      if (context.stop.aborted) throw new CliError('Ended before all was said.');
    }
    return 0;
  },
});

async function openIfNobodyHas({ api }: CommandContext, roomId: string): Promise<void> {
  try {
    await api.request('POST', '/rooms', { body: { id: roomId, name: roomId } });
  } catch (error) {
    if (!(error instanceof Refusal && error.problem.code === 'room_exists')) throw error;
  }
}

async function* linesOf({ input }: CommandContext, text: string | undefined): AsyncGenerator<string> {
  if (text !== undefined && text !== '-') {
    yield text;
    return;
  }
  if (!input) throw new UsageError('Say what: noroshi send ROOM TEXT, or pipe lines in.');
  for await (const line of input) if (line.trim() !== '') yield line;
}
