import { startNatsServer, tcpProxy, type NatsServer, type TcpProxy } from '@noroshi/testing';
import { connectNats, type Nats } from '../connect.js';
import { ensureStreams, type EventLog } from '../streams.js';

export interface NatsUnderTest {
  readonly server: NatsServer;
  /** Connected directly. */
  readonly nats: Nats;
  readonly log: EventLog;
  /** A second connection, through a network that can fail. */
  readonly far: Nats;
  readonly proxy: TcpProxy;
  /** Breaks the connection of `far`, and resolves when there is a new one. */
  readonly breakFar: () => Promise<void>;
}

/** A server with streams for the tests of one `describe`, and two ways to it. */
export function useNats(): () => NatsUnderTest {
  let made: NatsUnderTest | undefined;
  beforeAll(async () => {
    const server = await startNatsServer();
    const nats = await connectNats({ url: server.url, name: 'near' });
    const proxy = await tcpProxy(server.port);
    const far = await connectNats({ url: `nats://127.0.0.1:${proxy.port}`, name: 'far' });
    const breakFar = async () => {
      const back = new Promise<void>((resolve) => {
        const stop = far.onReconnect(() => {
          stop();
          resolve();
        });
      });
      proxy.cut();
      await back;
    };
    made = { server, nats, log: (await ensureStreams(nats)).rooms, far, proxy, breakFar };
  });
  afterAll(async () => {
    await Promise.all([made?.nats.drain(), made?.far.drain()]);
    await made?.proxy.close();
    await made?.server.stop();
  });
  return () => {
    if (!made) throw new Error('the server is used before the tests began');
    return made;
  };
}
