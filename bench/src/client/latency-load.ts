import { build, type Histogram } from 'hdr-histogram-js';
import { contentOf } from './content.js';
import type { Crowd } from './crowd.js';
import { faultOf } from './delivery-ledger.js';
import type { Latencies, LatencyJob, Outcome } from './job.js';
import type { Phases } from './measure-throughput.js';
import type { Wire } from './wire.js';

const HIGHEST_MICROSECONDS = 60_000_000;
/** Node's timers are late by up to a millisecond or two, so the last stretch to a due time is polled. */
const POLLED_MS = 2;

const until = (due: number): Promise<void> =>
  new Promise((resolve) => {
    const poll = (): void => {
      if (performance.now() >= due) resolve();
      else setImmediate(poll);
    };
    setTimeout(poll, Math.max(0, due - POLLED_MS - performance.now()));
  });

const summary = (histogram: Histogram): Latencies => ({
  p50: histogram.getValueAtPercentile(50),
  p90: histogram.getValueAtPercentile(90),
  p99: histogram.getValueAtPercentile(99),
  max: histogram.maxValue,
  samples: histogram.totalCount,
});

const newHistogram = (): Histogram =>
  build({ lowestDiscernibleValue: 1, highestTrackableValue: HIGHEST_MICROSECONDS, numberOfSignificantValueDigits: 3 });

/**
 * Sends at fixed times whatever comes back, and counts from the scheduled time: a sender held up by a slow answer makes
 * the figures worse, never better.
 */
export const runLatency = async (
  job: LatencyJob,
  room: { crowd: Crowd; wire: Wire },
  phases: Phases,
): Promise<Outcome<Latencies>> => {
  const { crowd, wire } = room;
  const interval = 1000 / job.messagesPerSecond;
  const warmUp = Math.round(job.warmUpSeconds * job.messagesPerSecond);
  const total = warmUp + Math.round(job.seconds * job.messagesPerSecond);
  const histogram = newHistogram();
  const begun = performance.now() + interval;
  crowd.onDelivery = ({ ledger }) => {
    const due = begun + ledger.lastSequence * interval;
    if (ledger.lastSequence >= warmUp) histogram.recordValue(Math.round((performance.now() - due) * 1000));
  };
  for (let sequence = 0; sequence < total; sequence++) {
    await Promise.race([until(begun + sequence * interval), crowd.failure]);
    if (sequence === warmUp) phases.measuring();
    crowd.members[0]?.say(wire.message(contentOf(0, sequence)));
  }
  phases.measured();
  await crowd.drain(total);
  const ledgers = crowd.members.map(({ ledger }) => ledger);
  const fault = faultOf(ledgers, total);
  return {
    figures: summary(histogram),
    frameBytes: crowd.payloadBytes / crowd.delivered,
    ...(fault === undefined ? {} : { fault }),
  };
};
