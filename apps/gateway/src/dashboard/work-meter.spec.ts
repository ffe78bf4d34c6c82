import { WorkMeter } from './work-meter.js';

describe('the work of a gateway', () => {
  it('is every frame and every answer, done or refused', () => {
    const meter = new WorkMeter();
    meter.frameDone(performance.now());
    meter.frameDone(performance.now(), 'not_in_room');
    meter.answered(404, { path: '/api/v1/rooms', began: performance.now() });
    expect(meter.work()).toMatchObject({ requests: 3, failures: 0 });
  });

  it('has failed where it is not the fault of the client', () => {
    const meter = new WorkMeter();
    meter.frameDone(performance.now(), 'internal');
    meter.frameDone(performance.now(), 'unavailable');
    meter.answered(503, { path: '/api/v1/rooms', began: performance.now() });
    meter.answered(429, { path: '/api/v1/rooms', began: performance.now() });
    expect(meter.work()).toMatchObject({ requests: 4, failures: 3 });
  });

  it('has not failed where not to be ready is the answer', () => {
    const meter = new WorkMeter();
    meter.answered(503, { path: '/readyz', began: performance.now() });
    expect(meter.work()).toMatchObject({ requests: 1, failures: 0 });
  });

  it('does not take long because somebody waits for something to happen', () => {
    const meter = new WorkMeter();
    meter.answered(200, { path: '/api/v1/events', began: performance.now() - 25_000 });
    expect(meter.work().microseconds).toBeLessThan(1_000_000);
  });

  it('takes the time from its receipt on', () => {
    const meter = new WorkMeter();
    meter.frameDone(performance.now() - 40);
    expect(meter.work().microseconds).toBeGreaterThanOrEqual(40_000);
  });
});
