import { quick, type Described } from './metric.js';

/** What more than gateways measure. */
export const processMetrics = {
  noroshi_nats_up_count: {
    type: 'gauge',
    unit: '0 or 1',
    labels: [],
    toldBy: 'all',
    meaning: '1 while connected to NATS',
  },
  noroshi_log_position: {
    type: 'gauge',
    unit: 'position',
    labels: ['log'],
    toldBy: 'all',
    meaning: 'the highest place in a log (a JetStream stream) that this process knows of, at most two seconds old',
  },
  noroshi_appends_total: {
    type: 'counter',
    unit: 'events',
    labels: ['log', 'outcome'],
    toldBy: 'all',
    meaning:
      'appends to a log: `stored`, `duplicate` (was stored before), `conflict` (decided on old news, and decided again), `full`, `unavailable`',
  },
  noroshi_append_seconds: {
    type: 'histogram',
    unit: 'seconds',
    labels: ['log'],
    toldBy: 'all',
    buckets: quick,
    meaning: 'from the wish to append to the answer of the log, whatever it is',
  },
  noroshi_consumer_events_total: {
    type: 'counter',
    unit: 'events',
    labels: ['consumer', 'outcome'],
    toldBy: 'consumers',
    meaning:
      'events that a projection or reactor has dealt with: `done`, `buried` (put to the dead letters), `stopped`',
  },
  noroshi_consumer_position: {
    type: 'gauge',
    unit: 'position',
    labels: ['consumer'],
    toldBy: 'consumers',
    meaning: 'place in its log up to which a projection or reactor has come since it started',
  },
  noroshi_consumer_lag_seconds: {
    type: 'gauge',
    unit: 'seconds',
    labels: ['consumer'],
    toldBy: 'consumers',
    meaning:
      'age of the event that a projection or reactor has in hand, 0 when it has none; events of a rebuild do not count',
  },
  noroshi_consumer_waiting_seconds: {
    type: 'gauge',
    unit: 'seconds',
    labels: ['consumer'],
    toldBy: 'consumers',
    meaning: 'how long a projection or reactor has been waiting for something that is away, 0 when it does not',
  },
  noroshi_requests_total: {
    type: 'counter',
    unit: 'requests',
    labels: ['code'],
    toldBy: 'services',
    meaning: 'requests of gateways that were answered, commands too: `ok`, or the code of the refusal (docs/errors.md)',
  },
  noroshi_request_seconds: {
    type: 'histogram',
    unit: 'seconds',
    labels: ['operation'],
    toldBy: 'services',
    buckets: quick,
    meaning: 'from the arrival of a request to its answer',
  },
} as const satisfies Described;
