import { hostname } from 'node:os';
import {
  context,
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  trace,
  type Context,
  type Span,
  type SpanContext,
  type SpanOptions,
  type Tracer,
} from '@opentelemetry/api';
import { NodeSDK, resources } from '@opentelemetry/sdk-node';
import { isKept, readTraceParent, writeTraceParent } from './trace-parent.js';
import type { Step, TraceParent, Tracing } from './tracing.js';

export interface OpenTelemetryOptions {
  /** Unless `OTEL_SERVICE_NAME` says otherwise. */
  readonly service: string;
}

const kinds = {
  server: SpanKind.SERVER,
  client: SpanKind.CLIENT,
  producer: SpanKind.PRODUCER,
  consumer: SpanKind.CONSUMER,
} as const;

/**
 * Of messages and requests, when `OTEL_TRACES_SAMPLER` says nothing: each trace is a dozen spans, and a busy stack makes
 * thousands of messages a second.
 */
const KEPT_SHARE = '0.01';

/** Sends spans by OTLP, as the standard `OTEL_*` variables of this process say. Once in a process. */
export function openTelemetry({ service }: OpenTelemetryOptions): Tracing {
  fillInSampler(process.env);
  const sdk = new NodeSDK({
    ...(process.env['OTEL_SERVICE_NAME'] ? {} : { serviceName: service }),
    resource: resources.resourceFromAttributes({
      'service.namespace': 'noroshi',
      'service.instance.id': instanceOf(service),
    }),
    resourceDetectors: [resources.envDetector, resources.hostDetector],
    // Metrics are asked for by Prometheus, and logs are read from stdout.
    metricReaders: [],
    logRecordProcessors: [],
  });
  sdk.start();
  return new Spans(trace.getTracer('noroshi'), () => sdk.shutdown());
}

/** Several of one service may share a host. */
const instanceOf = (service: string): string => `${hostname()}-${process.env['SERVICE_NAME'] ?? service}`;

/** The library reads its own variables; its default would keep every trace. */
function fillInSampler(env: NodeJS.ProcessEnv): void {
  if (env['OTEL_TRACES_SAMPLER']) return;
  env['OTEL_TRACES_SAMPLER'] = 'parentbased_traceidratio';
  env['OTEL_TRACES_SAMPLER_ARG'] ||= KEPT_SHARE;
}

class Spans implements Tracing {
  readonly #tracer: Tracer;
  readonly #shutdown: () => Promise<void>;

  constructor(tracer: Tracer, shutdown: () => Promise<void>) {
    this.#tracer = tracer;
    this.#shutdown = shutdown;
  }

  begin<T>(step: Step, work: () => T): T {
    return this.#run(ROOT_CONTEXT, step, work);
  }

  step<T>(step: Step, work: () => T): T {
    return keptContext() ? this.#run(context.active(), step, work) : work();
  }

  follow<T>(from: TraceParent | undefined, step: Step, work: () => T): T {
    const parent = from === undefined ? undefined : readTraceParent(from);
    return parent ? this.#run(trace.setSpanContext(ROOT_CONTEXT, parent), step, work) : work();
  }

  current(): TraceParent | undefined {
    const kept = keptContext();
    return kept && writeTraceParent(kept);
  }

  ids(): ReturnType<Tracing['ids']> {
    const kept = keptContext();
    return kept && { trace_id: kept.traceId, span_id: kept.spanId };
  }

  close(): Promise<void> {
    // Whoever receives may be away: that is no reason not to end well.
    return this.#shutdown().catch(() => undefined);
  }

  #run<T>(parent: Context, step: Step, work: () => T): T {
    const span = this.#tracer.startSpan(step.name, spanOptions(step), parent);
    if (!span.isRecording()) return work();
    return context.with(trace.setSpan(parent, span), () => endWith(span, work));
  }
}

/** Of the step under way. */
function keptContext(): SpanContext | undefined {
  const active = trace.getSpanContext(context.active());
  return active && isKept(active) ? active : undefined;
}

function spanOptions({ kind, attributes, links = [] }: Step): SpanOptions {
  const contexts = links.map(readTraceParent).filter((link) => link !== undefined);
  return {
    kind: kind === undefined ? SpanKind.INTERNAL : kinds[kind],
    ...(attributes && { attributes: { ...attributes } }),
    ...(contexts.length > 0 && { links: contexts.map((link) => ({ context: link })) }),
  };
}

function endWith<T>(span: Span, work: () => T): T {
  try {
    const result = work();
    if (!(result instanceof Promise)) {
      span.end();
      return result;
    }
    return result.then(
      (value: unknown) => {
        span.end();
        return value;
      },
      (cause: unknown) => {
        fail(span, cause);
        throw cause;
      },
    ) as T;
  } catch (cause) {
    fail(span, cause);
    throw cause;
  }
}

/** Not the message: it may tell what people said. */
function fail(span: Span, cause: unknown): void {
  span.setStatus({ code: SpanStatusCode.ERROR, message: cause instanceof Error ? cause.name : 'not an error' });
  span.end();
}
