import { startTracing } from './start-tracing.js';

const environment = { ...process.env };

afterEach(() => {
  process.env = { ...environment };
});

describe('tracing', () => {
  it.each([
    ['nothing says where to', {}],
    ['it is switched off', { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:4318', OTEL_SDK_DISABLED: 'true' }],
    ['nobody is to be sent anything', { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://x', OTEL_TRACES_EXPORTER: 'none' }],
  ])('is not there at all when %s', async (_, variables) => {
    Object.assign(process.env, variables);
    expect(await startTracing('noroshi-test')).toBeUndefined();
  });
});
