import { serveOperations, type OperationsPort } from '@noroshi/service-host';
import { metricCatalogue, type MetricDescription } from '@noroshi/telemetry';
import { eventually, exposedMetrics } from '@noroshi/testing';
import { runRooms } from './testing/running-rooms.js';

let rooms: Awaited<ReturnType<typeof runRooms>>;
let port: OperationsPort;

beforeAll(async () => {
  rooms = await runRooms();
  port = await serveOperations(0, rooms.operations);
});

afterAll(async () => {
  await port.close();
  await rooms.stop();
});

const get = (path: string) => fetch(`http://127.0.0.1:${port.port}${path}`);
const scrape = async () => (await get('/metrics')).text();

describe('the operations port of a service', () => {
  it('is ready while NATS answers and no consumer waits', async () => {
    const response = await get('/readyz');
    expect([response.status, await response.json()]).toEqual([
      200,
      {
        status: 'ready',
        dependencies: { nats: 'up', presence: 'up', 'chosen-statuses': 'up', 'room-directory': 'up' },
      },
    ]);
  });

  it('counts requests by what they were answered, and what is stored because of them', async () => {
    await rooms.admit('harbour', 'ann', 'member');
    expect(await rooms.wish('harbour', 'bob', { type: 'RenameRoom', name: 'Mine' })).toMatchObject({ ok: false });
    const text = await scrape();
    expect(text).toMatch(/^noroshi_requests_total\{code="ok"\} [1-9]/m);
    expect(text).toMatch(/^noroshi_requests_total\{code="\w+_\w+"\} 1$/m);
    expect(text).toMatch(/^noroshi_request_seconds_count\{operation="rooms.admit"\} 1$/m);
    expect(text).toMatch(/^noroshi_appends_total\{log="ROOMS",outcome="stored"\} [1-9]/m);
  });

  it('tells how far each consumer and the log are', async () => {
    const store = await rooms.ask('summary', { roomId: 'harbour' });
    expect(store).toMatchObject({ ok: true });
    const text = await scrape();
    expect(text).toMatch(/^noroshi_consumer_position\{consumer="room-directory"\} [1-9]/m);
    expect(text).toMatch(/^noroshi_consumer_lag_seconds\{consumer="room-directory"\} 0$/m);
    expect(text).toMatch(/^noroshi_log_position\{log="ROOMS"\} [1-9]/m);
  });

  it('prints what the catalogue of metrics says of services, and nothing else', async () => {
    await rooms.deadLetters.list({ limit: 1 });
    const described = Object.entries<MetricDescription>(metricCatalogue)
      .filter(([, { toldBy }]) => !['gateway', 'windows'].includes(toldBy))
      .map(([name, { type, labels }]) => ({ name, type, labels: [...labels].sort() }))
      .sort((a, b) => a.name.localeCompare(b.name));
    expect(exposedMetrics(await scrape(), 'noroshi_')).toEqual(described);
  });

  it('is not ready while NATS hangs, and lives all the same', async () => {
    process.kill(rooms.server.pid, 'SIGSTOP');
    try {
      await eventually(async () => (await get('/readyz')).status === 503, { reason: 'NATS is told to be away' });
      expect(await (await get('/readyz')).json()).toMatchObject({
        status: 'not ready',
        dependencies: { nats: 'down' },
      });
      expect((await get('/healthz')).status).toBe(200);
    } finally {
      process.kill(rooms.server.pid, 'SIGCONT');
    }
    await eventually(async () => (await get('/readyz')).ok, { reason: 'NATS is back' });
  });
});
