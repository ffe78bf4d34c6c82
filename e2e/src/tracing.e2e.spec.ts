import {
  eventually,
  kafkaRecords,
  startKafkaBroker,
  startOtlpReceiver,
  whyNoKafka,
  type ReceivedSpan,
} from '@noroshi/testing';
import type { Client } from './client.js';
import { setScene } from './scene.js';

const receiver = await startOtlpReceiver();
/** Where there is one to be had the relay runs too. */
const kafka = whyNoKafka() === undefined ? await startKafkaBroker() : undefined;
const scene = setScene({
  env: {
    NOROSHI_GATEWAYS: '2',
    ...(kafka && { KAFKA_BROKERS: kafka.brokers.join(',') }),
    OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
    OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
    OTEL_TRACES_SAMPLER: 'parentbased_always_on',
    OTEL_BSP_SCHEDULE_DELAY: '50',
  },
});
afterAll(async () => {
  await kafka?.stop();
  await receiver.close();
});

/** The kernel spreads connections over the gateways: of sixteen, all on one is a chance of 1 in 30,000. */
const crowdIn = async (roomId: string): Promise<[Client, ...Client[]]> => {
  const clients = await Promise.all(Array.from({ length: 16 }, (_, index) => scene.connect(`user-${index}`)));
  await Promise.all(clients.map((client) => client.join(roomId)));
  return clients as [Client, ...Client[]];
};

const roomOf = ({ attributes }: ReceivedSpan): string | undefined =>
  attributes.find(({ key }) => key === 'noroshi.room')?.value.stringValue;

/** The trace that a frame of this kind began, as soon as it has all these hops: `service: name`, each so often. */
function traceOf(frame: string, roomId: string, hops: Readonly<Record<string, number>>): Promise<ReceivedSpan[]> {
  return receiver.until((spans) => {
    const first = spans.find((span) => span.name === frame && roomOf(span) === roomId);
    const trace = spans.filter(({ traceId }) => traceId === first?.traceId);
    const isThere = ([hop, times]: [string, number]) => trace.filter((span) => hopOf(span) === hop).length === times;
    return first && Object.entries(hops).every(isThere) ? trace : undefined;
  });
}

const hopOf = ({ service, name }: ReceivedSpan): string => `${service.replace('noroshi-', '')}: ${name}`;

/** Each hop with the one that it comes from. */
const pathsOf = (trace: readonly ReceivedSpan[]): string[] => {
  const named = new Map(trace.map((span) => [span.spanId, hopOf(span)]));
  return trace.map((span) => `${named.get(span.parentSpanId ?? '') ?? 'a client'} > ${hopOf(span)}`).sort();
};

describe('the trace of a message', () => {
  it('goes from its frame through the log to every gateway and every consumer', async () => {
    const roomId = scene.newRoom();
    const clients = await crowdIn(roomId);
    clients[0].send({ action: 'message', roomId, content: 'lit' });
    await Promise.all(clients.map((client) => client.next({ content: 'lit' })));
    const trace = await traceOf('frame post', roomId, {
      'gateway: append ROOMS': 1,
      'gateway: fan out': 2,
      'messages: handle message-history': 1,
      'messages: handle notifier': 1,
      'analytics-metrics: handle room-windows': 1,
      ...(kafka && { 'analytics-relay: handle relay-room': 1 }),
    });
    expect(pathsOf(trace)).toEqual([
      'a client > gateway: frame post',
      'gateway: append ROOMS > analytics-metrics: handle room-windows',
      ...(kafka ? ['gateway: append ROOMS > analytics-relay: handle relay-room'] : []),
      'gateway: append ROOMS > gateway: fan out',
      'gateway: append ROOMS > gateway: fan out',
      'gateway: append ROOMS > messages: handle message-history',
      'gateway: append ROOMS > messages: handle notifier',
      'gateway: frame post > gateway: append ROOMS',
    ]);
    const gateways = trace.filter(({ name }) => name === 'fan out').map(({ instance }) => instance);
    expect(new Set(gateways).size).toBe(2);
  });

  (kafka ? it : it.skip)('goes on to whoever reads the topic', async () => {
    const roomId = scene.newRoom();
    const [ann] = await crowdIn(roomId);
    ann.send({ action: 'message', roomId, content: 'for the analysts' });
    const trace = await traceOf('frame post', roomId, { 'gateway: append ROOMS': 1 });
    const append = trace.find(({ name }) => name === 'append ROOMS');
    const record = await eventually(
      async () => {
        const records = await kafkaRecords(kafka?.brokers ?? [], 'noroshi.events.v1');
        return records.find(({ value }) => value.includes('for the analysts'));
      },
      { reason: 'the message is in the topic' },
    );
    expect(record.headers['traceparent']).toBe(`00-${append?.traceId}-${append?.spanId}-01`);
  });

  it('that is changed goes by way of the service that decides it', async () => {
    const roomId = scene.newRoom();
    const [ann] = await crowdIn(roomId);
    ann.send({ action: 'message', roomId, content: 'to be mended' });
    const { messageId } = await ann.next({ content: 'to be mended' });
    ann.send({ action: 'edit', roomId, messageId, content: 'mended' });
    const trace = await traceOf('frame edit', roomId, { 'rooms: append ROOMS': 1, 'gateway: fan out': 2 });
    expect(pathsOf(trace)).toEqual(
      expect.arrayContaining([
        'a client > gateway: frame edit',
        'gateway: frame edit > gateway: ask rooms.execute',
        'gateway: ask rooms.execute > rooms: serve rooms.execute',
        'rooms: serve rooms.execute > rooms: append ROOMS',
        'rooms: append ROOMS > gateway: fan out',
      ]),
    );
  });

  it('begins with a request where it is sent over HTTP, whatever trace that claims to belong to', async () => {
    const roomId = scene.newRoom();
    await crowdIn(roomId);
    const claimed = '0af7651916cd43dd8448eb211c80319c';
    const response = await fetch(`${scene.stack.url}/api/v1/rooms/${roomId}/messages`, {
      method: 'POST',
      headers: {
        Authorization: `Bearer ${scene.stack.token('user-0')}`,
        'Content-Type': 'application/json',
        traceparent: `00-${claimed}-b7ad6b7169203331-01`,
      },
      body: JSON.stringify({ content: 'by post' }),
    });
    expect(response.status).toBe(201);
    const request = await receiver.until((spans) =>
      spans.find(({ name }) => name === 'POST /api/v1/rooms/{roomId}/messages'),
    );
    expect(request.traceId).not.toBe(claimed);
    const trace = await receiver.until((spans) => {
      const own = spans.filter(({ traceId }) => traceId === request.traceId);
      return own.filter(({ name }) => name === 'fan out').length === 2 ? own : undefined;
    });
    expect(pathsOf(trace)).toContain('gateway: append ROOMS > gateway: fan out');
  });
});
