import type { Dialect } from '../../../dialect.js';
import { envelopeDecoder } from '../decode-envelope.js';
import { envelopeEncoder } from '../encode-envelope.js';
import { clientData } from './schemas.js';

const nothing = Object.freeze({});

/** Envelopes over `/ws/dashboard`: the language of hook-based front ends that show how things are (README.md beside this file). */
export const dashboardDialect: Dialect<object, string> = {
  name: 'envelope-dashboard',
  traits: () => ({ oneRoom: true }),
  begin: () => nothing,
  decode: envelopeDecoder(clientData, {
    authenticate: ({ token }) => ({ kind: 'authenticate', token }),
    ping: () => ({ kind: 'ping' }),
    subscribe: ({ streams }) => ({ kind: 'watch', streams }),
    unsubscribe: ({ streams }) => ({ kind: 'unwatch', streams }),
  }),
  encode: envelopeEncoder({
    metrics: ({ sample: { at, metrics } }) => ({ type: 'metrics_update', data: metrics, at }),
    rooms: ({ at, rooms }) => ({ type: 'rooms_update', data: rooms, at }),
    alert: ({ alert }) => ({ type: 'alert', data: alert, at: alert.timestamp }),
    systemEvent: ({ event }) => ({ type: 'system_event', data: event, at: event.timestamp }),
  }),
};
