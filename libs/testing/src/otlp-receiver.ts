import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';

/** A span as OTLP writes it in JSON, with the name of the process that made it. */
export interface ReceivedSpan {
  readonly service: string;
  /** Which one of several. */
  readonly instance: string;
  readonly traceId: string;
  readonly spanId: string;
  /** Absent or empty: the first of its trace. */
  readonly parentSpanId?: string;
  readonly name: string;
  readonly kind: number;
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
  readonly attributes: readonly Attribute[];
  readonly links?: readonly { readonly traceId: string; readonly spanId: string }[];
  readonly status: { readonly code?: number; readonly message?: string };
}

interface Attribute {
  readonly key: string;
  readonly value: { readonly stringValue?: string; readonly intValue?: number | string };
}

/** The request of OTLP's `POST /v1/traces`, as far as it is used here. */
interface TracesExport {
  readonly resourceSpans: readonly {
    readonly resource: { readonly attributes: readonly Attribute[] };
    readonly scopeSpans: readonly { readonly spans: readonly Omit<ReceivedSpan, 'service' | 'instance'>[] }[];
  }[];
}

export interface OtlpReceiver {
  readonly url: string;
  /** Everything so far. */
  readonly spans: readonly ReceivedSpan[];
  /** Settles with what the test picks, as soon as it picks something of all that was received. */
  until<T>(pick: (spans: readonly ReceivedSpan[]) => T | undefined): Promise<T>;
  close(): Promise<void>;
}

/** Takes traces over HTTP in the JSON of OTLP, as any collector does (`OTEL_EXPORTER_OTLP_PROTOCOL=http/json`). */
export async function startOtlpReceiver(): Promise<OtlpReceiver> {
  const spans: ReceivedSpan[] = [];
  const waiting = new Set<() => void>();
  const server = createServer((request, response) => {
    if (request.method !== 'POST' || request.url !== '/v1/traces') return void response.writeHead(404).end();
    void json(request).then((body) => {
      spans.push(...spansOf(body as TracesExport));
      response.writeHead(200, { 'Content-Type': 'application/json' }).end('{}');
      for (const look of [...waiting]) look();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    spans,
    until: (pick) =>
      new Promise((resolve) => {
        const look = () => {
          const picked = pick(spans);
          if (picked === undefined) return;
          waiting.delete(look);
          resolve(picked);
        };
        waiting.add(look);
        look();
      }),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

const spansOf = ({ resourceSpans }: TracesExport): ReceivedSpan[] =>
  resourceSpans.flatMap(({ resource, scopeSpans }) => {
    const told = (name: string) => resource.attributes.find(({ key }) => key === name)?.value.stringValue ?? '';
    const process = { service: told('service.name'), instance: told('service.instance.id') };
    return scopeSpans.flatMap((scope) => scope.spans.map((span) => ({ ...process, ...span })));
  });
