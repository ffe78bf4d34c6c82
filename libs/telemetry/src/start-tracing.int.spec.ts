import { startOtlpReceiver, type OtlpReceiver, type ReceivedSpan } from '@noroshi/testing';
import { startTracing } from './start-tracing.js';
import type { Tracing } from './tracing.js';

const KEPT = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
const NOT_KEPT = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00';

const environment = { ...process.env };
let receiver: OtlpReceiver;
let tracing: Tracing;

beforeAll(async () => {
  receiver = await startOtlpReceiver();
  Object.assign(process.env, {
    OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
    OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
    OTEL_TRACES_SAMPLER: 'parentbased_always_on',
    OTEL_BSP_SCHEDULE_DELAY: '10',
  });
  tracing = (await startTracing('noroshi-test')) as Tracing;
});

afterAll(async () => {
  await tracing.close();
  await receiver.close();
  process.env = environment;
});

const received = (...names: readonly string[]): Promise<readonly ReceivedSpan[]> =>
  receiver.until((spans) => {
    const found = names.map((name) => spans.find((span) => span.name === name));
    return found.every((span) => span !== undefined) ? found : undefined;
  });

describe('tracing', () => {
  it('sends work, and work within it, as one trace, by the name of the process', async () => {
    await tracing.begin({ name: 'frame', kind: 'server', attributes: { kind: 'post' } }, async () => {
      await Promise.resolve();
      return tracing.step({ name: 'append', kind: 'producer' }, () => 1);
    });
    const [frame, append] = await received('frame', 'append');
    expect(frame).toMatchObject({ service: 'noroshi-test', kind: 2 });
    expect(frame?.attributes).toContainEqual({ key: 'kind', value: { stringValue: 'post' } });
    expect(append).toMatchObject({ traceId: frame?.traceId, parentSpanId: frame?.spanId, kind: 4 });
  });

  it('hands on where it is, for another process to go on with', async () => {
    const handedOn = tracing.begin({ name: 'asks' }, () => tracing.current());
    const result = tracing.follow(handedOn, { name: 'answers' }, () => 'an answer');
    expect(result).toBe('an answer');
    const [asks, answers] = await received('asks', 'answers');
    expect(handedOn).toBe(`00-${asks?.traceId}-${asks?.spanId}-01`);
    expect(answers).toMatchObject({ traceId: asks?.traceId, parentSpanId: asks?.spanId });
  });

  it('tells the ids of the step under way, for the log', async () => {
    const ids = tracing.begin({ name: 'logged' }, () => tracing.ids());
    const [logged] = await received('logged');
    expect(ids).toEqual({ trace_id: logged?.traceId, span_id: logged?.spanId });
    expect(tracing.ids()).toBeUndefined();
  });

  it('marks what failed without telling what was said', async () => {
    const refuse = () => Promise.reject(new RangeError('what somebody said'));
    await expect(tracing.begin({ name: 'fails later' }, refuse)).rejects.toThrow('what somebody said');
    expect(() =>
      tracing.begin({ name: 'fails at once' }, () => {
        throw new RangeError('what somebody said');
      }),
    ).toThrow('what somebody said');
    const failed = await received('fails later', 'fails at once');
    for (const { status } of failed) expect(status).toEqual({ code: 2, message: 'RangeError' });
  });

  it('links a batch to the traces that it is part of', async () => {
    tracing.follow(KEPT, { name: 'batch', links: [KEPT, 'nonsense'] }, () => undefined);
    const [batch] = await received('batch');
    expect(batch?.links).toEqual([expect.objectContaining({ traceId: KEPT.slice(3, 35), spanId: KEPT.slice(36, 52) })]);
  });

  it.each([undefined, NOT_KEPT, 'nonsense', '00-00000000000000000000000000000000-b7ad6b7169203331-01'])(
    'does only the work after %s',
    (from) => {
      expect(tracing.follow(from, { name: 'untraced' }, () => tracing.current() ?? 'not traced')).toBe('not traced');
    },
  );

  it('does only the work of a step outside of a trace', () => {
    expect(tracing.step({ name: 'untraced' }, () => tracing.current() ?? 'not traced')).toBe('not traced');
    expect(receiver.spans.map(({ name }) => name)).not.toContain('untraced');
  });
});
