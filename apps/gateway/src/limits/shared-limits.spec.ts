import { jest } from '@jest/globals';
import type { Identity } from '@noroshi/hub';
import { FrameLimit } from './frame-limit.js';
import { KeyedBuckets } from './keyed-buckets.js';
import { networkOf } from './network.js';
import { RequestLimits } from './request-limits.js';
import { SharedFrameLimits, type SharedFrameRates } from './shared-frame-limits.js';

const counted = (count: number, take: () => unknown): number =>
  Array.from({ length: count }, take).filter((taken) => taken === true || taken === 'take').length;

describe('buckets by key', () => {
  it('are one each', () => {
    const buckets = new KeyedBuckets({ rate: 1, burstSeconds: 2 });
    expect(counted(5, () => buckets.take('a', 0))).toBe(2);
    expect(counted(5, () => buckets.take('b', 0))).toBe(2);
  });

  it('remember who goes on, and forget who has a full bucket again', () => {
    const buckets = new KeyedBuckets({ rate: 1, burstSeconds: 2 });
    counted(5, () => buckets.take('steady', 0));
    buckets.take('once', 0);
    // A token comes back in each second; nothing more, however often the generations change.
    for (let second = 1; second <= 10; second += 1)
      expect(counted(5, () => buckets.take('steady', second * 1000))).toBe(1);
    expect(buckets.size).toBe(1);
  });

  it('take bounded memory, whatever comes by, and still hold back who stays', () => {
    const buckets = new KeyedBuckets({ rate: 10, burstSeconds: 2, generation: 100 });
    let most = 0;
    let steady = 0;
    for (let index = 0; index < 10_000; index += 1) {
      buckets.take(`passer-by ${index}`, 0);
      if (buckets.take('steady', 0)) steady += 1;
      most = Math.max(most, buckets.size);
    }
    expect(most).toBeLessThanOrEqual(200);
    expect(steady).toBe(20);
  });

  it('with a rate of 0 never refuse and remember nobody', () => {
    const buckets = new KeyedBuckets({ rate: 0, burstSeconds: 2 });
    expect(counted(100, () => buckets.take('a', 0))).toBe(100);
    expect(buckets.size).toBe(0);
  });
});

describe('an address', () => {
  it.each([
    ['192.0.2.7', '192.0.2.7'],
    ['0000:0000:0000:0000:0000:ffff:c000:0207', '0000:0000:0000:0000:0000:ffff:c000:0207'],
    ['::ffff:192.0.2.7', '::ffff:192.0.2.7'],
    ['2001:0db8:0001:0002:0003:0004:0005:0006', '2001:0db8:0001:0002'],
  ])('%s is counted as %s', (address, network) => {
    expect(networkOf(address)).toBe(network);
  });

  it('of one IPv6 customer is counted as any other of the same', () => {
    const of = (last: string) => networkOf(`2001:0db8:0001:0002:0000:0000:0000:${last}`);
    expect(of('0001')).toBe(of('ffff'));
  });
});

describe('what connections send together', () => {
  const user = (id: string, guest = false): Identity => ({ user: { id, name: id, guest } });
  const sender = (identity: Identity | undefined, network = 'office', rate = 0) => ({
    limit: new FrameLimit(rate, 0),
    network,
    session: { identity },
  });
  const limits = (rates: Partial<SharedFrameRates>) => new SharedFrameLimits({ messageRate: 0, ...rates });

  it('is limited by user over all connections, wherever they come from', () => {
    const shared = limits({ userMessageRate: 5 });
    const tabs = [sender(user('ann'), 'home'), sender(user('ann'), 'office')];
    expect(tabs.map((tab) => counted(8, () => shared.judge(tab, 0)))).toEqual([8, 2]);
    expect(counted(20, () => shared.judge(sender(user('ben')), 0))).toBe(10);
  });

  it('is limited by address over all connections, whoever sends', () => {
    const shared = limits({ addressMessageRate: 5 });
    const people = [sender(user('ann')), sender(user('ben')), sender(undefined)];
    expect(people.map((one) => counted(4, () => shared.judge(one, 0)))).toEqual([4, 4, 2]);
    expect(counted(4, () => shared.judge(sender(user('ann'), 'elsewhere'), 0))).toBe(4);
  });

  it('is not limited for a user because of guests who go by that id', () => {
    const shared = limits({ userMessageRate: 5 });
    expect(counted(50, () => shared.judge(sender(user('ann', true)), 0))).toBe(50);
    expect(counted(5, () => shared.judge(sender(user('ann')), 0))).toBe(5);
  });

  it('is limited by multiples of what one connection may send, unless told otherwise', () => {
    const shared = limits({ messageRate: 1 });
    const tabs = Array.from({ length: 30 }, () => sender(user('ann'), 'office', 1));
    expect(tabs.map((tab) => counted(9, () => shared.judge(tab, 0))).reduce((sum, taken) => sum + taken)).toBe(20);
    expect(counted(999, () => limits({ messageRate: 0 }).judge(sender(user('ann')), 0))).toBe(999);
  });

  it('that is too much is told once a second, and cut after 200 refused frames', () => {
    const shared = limits({ userMessageRate: 1 });
    const tab = sender(user('ann'));
    const verdicts = Array.from({ length: 203 }, () => shared.judge(tab, 0));
    expect(verdicts.slice(0, 4)).toEqual(['take', 'take', 'refuse and say so', 'refuse']);
    expect(verdicts.indexOf('close')).toBe(202);
  });
});

describe('HTTP requests', () => {
  const refusals = (count: number, ask: () => void): number =>
    counted(count, () => {
      try {
        ask();
        return false;
      } catch (cause) {
        expect(cause).toMatchObject({ code: 'rate_limited' });
        return true;
      }
    });

  it('are limited by address and by user', () => {
    const clock = jest.spyOn(Date, 'now').mockReturnValue(0);
    const limits = new RequestLimits({ userRequestRate: 2, addressRequestRate: 5 });
    expect(refusals(12, () => limits.fromAddress('192.0.2.7'))).toBe(2);
    expect(refusals(12, () => limits.fromAddress('192.0.2.8'))).toBe(2);
    expect(refusals(12, () => limits.ofUser('ann'))).toBe(8);
    clock.mockRestore();
  });
});
