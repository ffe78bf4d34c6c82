import { createLogger } from '@noroshi/telemetry';
import { operated } from './operated.js';
import { Operations, type DependencyState } from './operations.js';
import { CannotServeOperations, serveOperations } from './operations-port.js';

const logger = createLogger({ name: 'test', level: 'silent' });
const closing: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  await Promise.all(closing.splice(0).map((close) => close()));
});

async function serve() {
  const operations = new Operations({ logger });
  const port = await serveOperations(0, operations);
  closing.push(() => port.close());
  const get = async (path: string, method = 'GET') => {
    const response = await fetch(`http://127.0.0.1:${port.port}${path}`, { method });
    return { status: response.status, type: response.headers.get('content-type'), text: await response.text() };
  };
  return { operations, port, get, ready: async () => JSON.parse((await get('/readyz')).text) as unknown };
}

describe('the operations port', () => {
  it('says that the process lives, whatever it waits for', async () => {
    const { get } = await serve();
    expect(await get('/healthz')).toMatchObject({ status: 200, text: '{"status":"ok"}' });
  });

  it('is not ready before the service is composed, nor while a dependency is not up, nor when it drains', async () => {
    const { operations, get, ready } = await serve();
    expect([(await get('/readyz')).status, await ready()]).toEqual([503, { status: 'starting', dependencies: {} }]);
    let nats: DependencyState = 'up';
    operations.dependsOn(() => Promise.resolve({ nats, history: 'up' }));
    const upstream = { nats: 'up', history: 'up' };
    expect([(await get('/readyz')).status, await ready()]).toEqual([200, { status: 'ready', dependencies: upstream }]);
    nats = 'down';
    const downstream = { nats: 'down', history: 'up' };
    expect([(await get('/readyz')).status, await ready()]).toEqual([
      503,
      { status: 'not ready', dependencies: downstream },
    ]);
    nats = 'up';
    operations.drain();
    expect([(await get('/readyz')).status, await ready()]).toEqual([
      503,
      { status: 'draining', dependencies: upstream },
    ]);
  });

  it('tells the metrics of the process, asked for anew at each scrape', async () => {
    const { operations, get } = await serve();
    let scrapes = 0;
    const position = operations.metrics.gauge('noroshi_log_position');
    operations.beforeScrape(() => {
      scrapes += 1;
      position.set({ log: 'ROOMS' }, scrapes);
      return Promise.resolve();
    });
    expect((await get('/metrics')).text).toContain('noroshi_log_position{log="ROOMS"} 1');
    const { status, type, text } = await get('/metrics');
    expect([status, type]).toEqual([200, operations.metrics.contentType]);
    expect(text).toContain('noroshi_log_position{log="ROOMS"} 2');
    expect(text).toContain('nodejs_eventloop_lag_p99_seconds');
  });

  it('has nothing else, and changes nothing', async () => {
    const { get } = await serve();
    expect((await get('/api/v1/rooms')).status).toBe(404);
    expect((await get('/healthz', 'POST')).status).toBe(404);
    expect((await get('/healthz?probe=1', 'HEAD')).status).toBe(200);
  });

  it('that is taken is told in a sentence', async () => {
    const { port } = await serve();
    const second = serveOperations(port.port, new Operations({ logger }));
    await expect(second).rejects.toThrow(CannotServeOperations);
    await expect(second).rejects.toMatchObject({
      problems: [
        expect.stringMatching(/^NOROSHI_OPS_PORT: \d+ can not be listened on \(.*EADDRINUSE.*\)\. Each process/),
      ],
    });
  });
});

describe('a service with an operations port', () => {
  it('answers while it is composed and while it drains, and no more when it is drained', async () => {
    const taken = await serveOperations(0, new Operations({ logger }));
    const opsPort = taken.port;
    await taken.close();
    const ready = async () => (await (await fetch(`http://127.0.0.1:${opsPort}/readyz`)).json()) as object;
    const service = await operated({ opsPort, logger }, async (operations) => {
      expect(await ready()).toMatchObject({ status: 'starting' });
      operations.dependsOn(() => Promise.resolve({ nats: 'up' }));
      return {
        drain: async () => {
          expect(await ready()).toMatchObject({ status: 'draining' });
        },
      };
    });
    expect(await ready()).toMatchObject({ status: 'ready' });
    await service.drain();
    await expect(ready()).rejects.toThrow();
  });

  it('needs none', async () => {
    let drained = false;
    const service = await operated({ opsPort: undefined, logger }, () =>
      Promise.resolve({
        drain: () => {
          drained = true;
          return Promise.resolve();
        },
      }),
    );
    await service.drain();
    expect(drained).toBe(true);
  });
});
