import { Slots } from './slots.js';

describe('slots', () => {
  it('are given to so many at a time, and to the others in order', async () => {
    const slots = new Slots(2);
    const order: number[] = [];
    const taking = [1, 2, 3, 4].map((number) => slots.take().then(() => order.push(number)));
    await Promise.all(taking.slice(0, 2));
    expect(order).toEqual([1, 2]);
    expect(slots.tryTake()).toBe(false);
    slots.give();
    await taking[2];
    expect(order).toEqual([1, 2, 3]);
    slots.give();
    await taking[3];
    slots.give();
    slots.give();
    expect([slots.tryTake(), slots.tryTake(), slots.tryTake()]).toEqual([true, true, false]);
  });
});
