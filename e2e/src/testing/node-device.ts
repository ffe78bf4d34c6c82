import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from '@noroshi/client';
import { fileOutbox } from '@noroshi/client/node';
import { WebSocket } from 'ws';
import { takenOut, type MakeDevice } from './device.js';
import { DrivenClient, driverOf, type ClientDriver } from './driven-client.js';

/** A program that keeps what is unsent in a file. */
export const nodeDevice: MakeDevice = async ({ userId, token, port, transport }) => {
  const folder = await mkdtemp(join(tmpdir(), 'noroshi-outbox-'));
  const path = join(folder, 'outbox.jsonl');
  let outbox = fileOutbox(path);
  let current: ClientDriver | undefined;
  return {
    open: async () => {
      await current?.close();
      await outbox.close();
      outbox = fileOutbox(path);
      const url = `http://127.0.0.1:${port}`;
      const client = new DrivenClient(connect({ url, token, outbox, webSocket: WebSocket, transports: [transport] }));
      // eslint-disable-next-line @typescript-eslint/require-await
      current = driverOf(async (method, given) => (client[method] as (...all: unknown[]) => unknown)(...given));
      return current;
    },
    kept: async () => (await outbox.all(userId)).length,
    discard: async () => {
      await current?.close();
      await takenOut(async () => (await outbox.all(userId)).length);
      await outbox.close();
      await rm(folder, { recursive: true });
    },
  };
};
