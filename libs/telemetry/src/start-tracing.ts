import type { Tracing } from './tracing.js';

/**
 * Traces this process when the standard variables say where spans go (`OTEL_EXPORTER_OTLP_ENDPOINT`, or `…_TRACES_ENDPOINT`);
 * undefined when they do not: then not even the library is loaded. Of all traces one in a hundred is kept unless
 * `OTEL_TRACES_SAMPLER` says otherwise. To be called once, before everything else.
 *
 * @param service name in the traces
 */
export async function startTracing(service: string): Promise<Tracing | undefined> {
  if (!isWanted(process.env)) return undefined;
  const { openTelemetry } = await import('./open-telemetry.js');
  return openTelemetry({ service });
}

const isWanted = (env: NodeJS.ProcessEnv): boolean =>
  Boolean(env['OTEL_EXPORTER_OTLP_ENDPOINT'] || env['OTEL_EXPORTER_OTLP_TRACES_ENDPOINT']) &&
  env['OTEL_SDK_DISABLED']?.toLowerCase() !== 'true' &&
  env['OTEL_TRACES_EXPORTER'] !== 'none';
