import { once } from 'node:events';
import { createServer } from 'node:net';
import { eventually, freePort, startNatsServer } from '@noroshi/testing';
import { connectNats } from './connect.js';

describe('connecting to NATS', () => {
  it('waits for a server that is started later, and says so once', async () => {
    const port = await freePort();
    const said: string[] = [];
    const log = {
      info: (message: string) => void said.push(message),
      warn: (message: string) => void said.push(message),
    };
    const waiting = eventually(() => said.length > 0, { reason: 'the first attempt has failed' });
    const connecting = connectNats({ url: `nats://127.0.0.1:${port}`, name: 'early', log });
    await waiting;
    const server = await startNatsServer({ port });
    const nats = await connecting;
    expect(nats.isConnected()).toBe(true);
    expect(said).toEqual(['waiting for NATS']);
    await nats.drain();
    await server.stop();
  });

  it('goes on trying while something else answers on the port', async () => {
    const hangUps: string[] = [];
    const other = createServer((socket) => {
      hangUps.push('hung up');
      socket.end('HTTP/1.1 400 Bad Request\r\n\r\n');
    });
    other.listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as { port: number };
    const connecting = connectNats({ url: `nats://127.0.0.1:${port}`, name: 'patient' });
    await eventually(() => hangUps.length > 1, { reason: 'it has tried again' });
    other.close();
    await once(other, 'close');
    const server = await startNatsServer({ port });
    const nats = await connecting;
    expect(nats.isConnected()).toBe(true);
    await nats.drain();
    await server.stop();
  });

  it('tells when the server is gone and when it is back, to those who still listen', async () => {
    const server = await startNatsServer();
    const nats = await connectNats({ url: server.url, name: 'watching' });
    const told: string[] = [];
    const stops = [
      nats.onDisconnect(() => told.push('gone')),
      nats.onReconnect(() => told.push('back')),
      nats.onDisconnect(() => told.push('never')),
    ];
    stops.pop()?.();
    await server.kill();
    await eventually(() => !nats.isConnected(), { reason: 'the loss is noticed' });
    await server.restart();
    await eventually(() => nats.isConnected(), { reason: 'it connects again' });
    expect(told).toEqual(['gone', 'back']);
    for (const stop of stops) stop();
    await nats.drain();
    await server.stop();
  });

  it('may be drained twice, also while there is no server', async () => {
    const server = await startNatsServer();
    const nats = await connectNats({ url: server.url, name: 'leaving' });
    await Promise.all([nats.drain(), nats.drain()]);
    expect(nats.isConnected()).toBe(false);
    const orphan = await connectNats({ url: server.url, name: 'orphan' });
    await server.stop();
    await eventually(() => !orphan.isConnected(), { reason: 'the loss is noticed' });
    await orphan.drain();
  });
});
