import {
  EventLogFull,
  EventLogUnavailable,
  type AppendResult,
  type Event,
  type EventStore,
} from '@noroshi/event-sourcing';
import type { Metrics, TraceParent } from '@noroshi/telemetry';
import type { Nats } from './connect.js';
import type { EventLog } from './streams.js';

type Append<E extends Event> = EventStore<E>['append'];

/** An append that can be part of a trace: what is stored with the event, for those who read it. */
type TraceableAppend<E extends Event> = (
  trace: TraceParent | undefined,
  args: Parameters<Append<E>>,
) => ReturnType<Append<E>>;

/** The append, as a step of the trace under way where there is one, and counted where somebody counts. */
export function watched<E extends Event>(
  { metrics, tracing }: Pick<Nats, 'metrics' | 'tracing'>,
  { stream: log }: EventLog,
  append: TraceableAppend<E>,
): Append<E> {
  const traced: Append<E> = tracing
    ? (...args) =>
        tracing.step({ name: `append ${log}`, kind: 'producer', attributes: { 'noroshi.event': args[1].type } }, () =>
          append(tracing.current(), args),
        )
    : (...args) => append(undefined, args);
  return metrics ? counted(traced, metrics, log) : traced;
}

function counted<E extends Event>(append: Append<E>, metrics: Metrics, log: string): Append<E> {
  const appends = metrics.counter('noroshi_appends_total');
  const seconds = metrics.histogram('noroshi_append_seconds');
  // A counter that begins at 1 has never grown, for those who ask whether it has.
  for (const outcome of ['full', 'unavailable']) appends.inc({ log, outcome }, 0);
  return async (...args) => {
    const began = performance.now();
    try {
      const result = await append(...args);
      appends.inc({ log, outcome: outcomeOf(result) });
      return result;
    } catch (cause) {
      if (cause instanceof EventLogUnavailable)
        appends.inc({ log, outcome: cause instanceof EventLogFull ? 'full' : 'unavailable' });
      throw cause;
    } finally {
      seconds.observe({ log }, (performance.now() - began) / 1000);
    }
  };
}

function outcomeOf(result: AppendResult): 'stored' | 'duplicate' | 'conflict' {
  if (!result.stored) return 'conflict';
  return result.duplicate ? 'duplicate' : 'stored';
}
