import type { Alert, Metrics, RoomFigures, SystemEvent } from '@noroshi/domain';
import fc from 'fast-check';
import { Compile } from 'typebox/compile';
import type { ServerFrame } from '../../../server-frame.js';
import { tellsItsFrames } from '../../../testing/readme-table.js';
import { dashboardDialect } from './dashboard-dialect.js';
import { dashboardDescription } from './description.js';

const at = 1_700_000_000_000;
const decode = (text: string) => dashboardDialect.decode(text, dashboardDialect.begin(new URLSearchParams()));
const frameOf = (body: unknown) => {
  const decoded = decode(typeof body === 'string' ? body : JSON.stringify(body));
  return decoded.ok ? decoded.frame : decoded.error;
};
const wire = (frame: ServerFrame): { type: string; data: unknown; timestamp: number; id?: string } | undefined => {
  const text = dashboardDialect.encode(frame);
  return text === undefined ? undefined : (JSON.parse(text) as ReturnType<typeof wire>);
};

const metrics: Metrics = {
  activeUsers: 3,
  requestsPerMinute: 120,
  errorRate: 0.5,
  avgResponseTime: 1.25,
  systemLoad: 0.1,
  memoryUsage: 0.4,
};
const rooms: RoomFigures = {
  ...{ messagesPerMinute: 12, joinsPerMinute: 1, participants: 3, lateEvents: 0 },
  topRooms: [{ roomId: 'lobby', name: 'Lobby', messages: 40 }],
};
const alert: Alert = {
  ...{ id: 'slow-1', severity: 'warning', title: 'Slow', message: 'avgResponseTime is 700', metric: 'avgResponseTime' },
  ...{ value: 700, threshold: 500, timestamp: at, state: 'firing' },
};
const event: SystemEvent = { id: 'up-g', kind: 'service_up', message: 'g is up', gateway: 'g', timestamp: at };

/** A conversation as a dashboard has it. */
const said: readonly (readonly [frame: ServerFrame, expected: unknown])[] = [
  [
    { kind: 'authenticated', expiresAt: at },
    { type: 'authenticated', data: { expiresAt: at }, timestamp: expect.any(Number) as number },
  ],
  [
    { kind: 'metrics', sample: { at, metrics } },
    { type: 'metrics_update', data: metrics, timestamp: at },
  ],
  [
    { kind: 'rooms', at, rooms },
    { type: 'rooms_update', data: rooms, timestamp: at },
  ],
  [
    { kind: 'alert', alert },
    { type: 'alert', data: alert, timestamp: at },
  ],
  [
    { kind: 'systemEvent', event },
    { type: 'system_event', data: event, timestamp: at },
  ],
  [
    { kind: 'pong', at },
    { type: 'pong', data: {}, timestamp: at },
  ],
  [
    { kind: 'pong', at, ref: 'p1' },
    { type: 'pong', data: {}, timestamp: at, id: 'p1' },
  ],
  [
    { kind: 'reconnect', afterMs: 1500 },
    { type: 'reconnect', data: { retryAfter: 1500 }, timestamp: expect.any(Number) as number },
  ],
  [
    { kind: 'error', code: 'forbidden', action: 'subscribe', ref: 's1' },
    {
      type: 'error',
      data: { code: 'forbidden', message: 'You may not do that', action: 'subscribe' },
      timestamp: expect.any(Number) as number,
      id: 's1',
    },
  ],
  [
    { kind: 'error', code: 'unavailable', message: 'later', retryAfter: 1 },
    {
      type: 'error',
      data: { code: 'unavailable', message: 'later', retryAfter: 1 },
      timestamp: expect.any(Number) as number,
    },
  ],
];

const heard: readonly (readonly [body: unknown, frame: unknown])[] = [
  [
    { type: 'authenticate', data: { token: 't' } },
    { kind: 'authenticate', token: 't' },
  ],
  [
    { type: 'subscribe', data: { streams: ['metrics', 'alerts', 'events', 'rooms'] }, timestamp: at },
    { kind: 'watch', streams: ['metrics', 'alerts', 'events', 'rooms'] },
  ],
  [
    { type: 'subscribe', data: { streams: [], more: null }, id: '7' },
    { kind: 'watch', streams: [] },
  ],
  [
    { type: 'unsubscribe', data: { streams: ['metrics'] } },
    { kind: 'unwatch', streams: ['metrics'] },
  ],
  [{ type: 'ping', data: {}, timestamp: 'now' }, { kind: 'ping' }],
];

describe('what a dashboard sends', () => {
  it.each(heard)('%j', (body, frame) => {
    expect(frameOf(body)).toEqual(frame);
  });

  it('may name a guest, and give an id that the answer carries', () => {
    const text = '{"type":"subscribe","id":"s1","data":{"streams":["metrics"],"userId":"u1","username":"U"}}';
    expect(decode(text)).toMatchObject({ ok: true, claim: { userId: 'u1', username: 'U' }, ref: 's1' });
  });

  it.each([
    ['{', 'invalid_json'],
    ['['.repeat(60_000), 'too_deep'],
    ['null', 'invalid_frame'],
    ['[]', 'invalid_frame'],
    ['7', 'invalid_frame'],
    ['{}', 'invalid_frame'],
    ['{"type":7,"data":{}}', 'invalid_frame'],
    ['{"type":"__proto__","data":{}}', 'unknown_action'],
    ['{"type":"constructor","data":{}}', 'unknown_action'],
    ['{"type":"join_room","data":{"roomId":"a"}}', 'unknown_action'],
    ['{"type":"authenticate","data":{}}', 'invalid_frame'],
    ['{"type":"subscribe","data":{}}', 'invalid_frame'],
    ['{"type":"subscribe","data":{"streams":"metrics"}}', 'invalid_frame'],
    ['{"type":"subscribe","data":{"streams":["metrics","logs"]}}', 'invalid_frame'],
    [
      `{"type":"subscribe","data":{"streams":[${Array.from({ length: 17 }, () => '"alerts"').join()}]}}`,
      'invalid_frame',
    ],
    ['{"type":"unsubscribe","data":{"streams":[{}]}}', 'invalid_frame'],
  ])('is refused: %.60s', (text, code) => {
    expect(frameOf(text)).toMatchObject({ kind: 'error', code });
  });

  it('is refused with what is wrong and under its id', () => {
    expect(frameOf({ type: 'subscribe', id: 's1', data: { streams: [7] } })).toEqual({
      kind: 'error',
      code: 'invalid_frame',
      message: expect.stringMatching(/^streams/) as string,
      action: 'subscribe',
      ref: 's1',
    });
  });

  it('never throws, and gets an answer, whatever it is', () => {
    const type = fc.oneof(fc.constantFrom(...Object.keys(dashboardDescription.clientFrames)), fc.string());
    const data = fc.oneof(
      fc.jsonValue(),
      fc.record({ streams: fc.jsonValue(), token: fc.jsonValue(), userId: fc.jsonValue() }, { requiredKeys: [] }),
    );
    const envelope = fc.record(
      { type, data, timestamp: fc.jsonValue(), id: fc.jsonValue() },
      { requiredKeys: ['type'] },
    );
    const text = fc.oneof(
      fc.string(),
      fc.json(),
      envelope.map((each) => JSON.stringify(each)),
    );
    fc.assert(
      fc.property(text, (each) => {
        const decoded = decode(each);
        expect(decoded.ok || dashboardDialect.encode(decoded.error)).toBeTruthy();
      }),
    );
  });
});

describe('what a dashboard gets', () => {
  it.each(said)('%j', (frame, expected) => {
    expect(wire(frame)).toEqual(expected);
  });

  it('is no greeting, and nothing of rooms', () => {
    expect(
      wire({ kind: 'connected', connectionId: 'c', user: { id: 'ann', name: 'Ann', guest: false }, at }),
    ).toBeUndefined();
    expect(wire({ kind: 'alreadyJoined', roomId: 'a' })).toBeUndefined();
    expect(wire({ kind: 'done', ref: '1', action: 'subscribe' })).toBeUndefined();
  });
});

describe('the page of the dashboard envelope', () =>
  tellsItsFrames(new URL('README.md', import.meta.url), dashboardDescription));

describe('the description', () => {
  it('fits everything that is said here', () => {
    for (const [frame] of said) {
      const text = wire(frame);
      const schema = dashboardDescription.serverFrames[text?.type ?? ''];
      expect(schema && Compile(schema).Check(text)).toBe(true);
    }
    for (const [body] of heard) {
      const schema = dashboardDescription.clientFrames[(body as { type: string }).type];
      expect(schema && Compile(schema).Check(body)).toBe(true);
    }
  });
});
