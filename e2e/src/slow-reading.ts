import { eventually } from '@noroshi/testing';
import type { Client } from './client.js';
import { metricOfAll } from './metrics.js';
import type { Stack } from './stack.js';

/** A stack on which somebody who does not read is found soon, and given up soon. */
export const slowStack = {
  env: { NOROSHI_MESSAGE_RATE: '0', NOROSHI_SLOW_BYTES: '65536', NOROSHI_SLOW_TIME: '6' },
};

export const PATIENCE_MS = 60_000;

/** The kernel takes some megabytes before anything waits in the gateway. */
const LARGE = 'x'.repeat(15_000);

/** Large things to say, and what of them was said. */
export function numbered() {
  const said: string[] = [];
  return { said, say: () => (said.push(`${said.length} ${LARGE}`), said.at(-1) as string) };
}

/** Says large things until the gateway has found somebody who does not read. */
export async function sayUntilSomebodyLags(
  stack: Stack,
  speaker: Client,
  { roomId, say }: { readonly roomId: string; readonly say: () => string },
): Promise<void> {
  await eventually(
    async () => {
      for (let index = 0; index < 40; index += 1) speaker.send({ action: 'message', roomId, content: say() });
      await speaker.settled();
      return (await metricOfAll(stack, 'noroshi_lagging_connections_count')) > 0;
    },
    { reason: 'a client that does not read is found', timeoutMs: PATIENCE_MS },
  );
}
