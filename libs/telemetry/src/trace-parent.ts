import { isSpanContextValid, TraceFlags, type SpanContext } from '@opentelemetry/api';
import type { TraceParent } from './tracing.js';

/** Version 00; later versions begin alike. */
const written = /^[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-|$)/;

export const writeTraceParent = ({ traceId, spanId, traceFlags }: SpanContext): TraceParent =>
  `00-${traceId}-${spanId}-${traceFlags.toString(16).padStart(2, '0')}`;

/** Undefined for what is none, or of a trace that is not kept: bytes of others are stored in the log too. */
export function readTraceParent(text: string): SpanContext | undefined {
  const [, traceId, spanId, flags] = written.exec(text) ?? [];
  if (traceId === undefined || spanId === undefined || flags === undefined) return undefined;
  const context = { traceId, spanId, traceFlags: Number.parseInt(flags, 16), isRemote: true };
  return isSpanContextValid(context) && isKept(context) ? context : undefined;
}

export const isKept = ({ traceFlags }: SpanContext): boolean => (traceFlags & TraceFlags.SAMPLED) !== 0;
