import { pointsOf, topRoomsIn } from './figures.js';
import { seriesOf, summaryOf, topOf, valueAt, within } from './series.js';

const START = 1_700_000_000_000;
const at = (second: number, value: number) => ({ at: START + second * 1000, value });
const points = [at(0, 1), at(1, 3), at(2, 2), at(30, 6)];

describe('the line of a figure', () => {
  it('is drawn through what was measured, and has a hole where nothing was', () => {
    const seconds = [0, 1, 2, 3, 30].map((second) => START / 1000 + second);
    expect(seriesOf(points)).toEqual([seconds, [1, 3, 2, null, 6]]);
  });

  it('of nothing is nothing', () => {
    expect(seriesOf([])).toEqual([[], []]);
    expect(summaryOf([])).toBeUndefined();
  });

  it('is asked at any moment what held then', () => {
    expect(valueAt(points, START + 1_900)).toBe(3);
    expect(valueAt(points, START + 15_000)).toBeUndefined();
    expect(valueAt(points, START - 1)).toBeUndefined();
    expect(valueAt(points, START + 31_000)).toBe(6);
  });

  it('leaves room above, and is not magnified', () => {
    expect(topOf(points, 5)).toBeCloseTo(6.9);
    expect(topOf(points, 60)).toBe(60);
  });
});

it('a summary tells the last, the least, the mean and the most', () => {
  expect(summaryOf(points)).toEqual({ last: 6, least: 1, mean: 3, most: 6 });
});

it('what is within a range has its ends in it', () => {
  expect(within(points, { from: START + 1000, to: START + 2000 })).toEqual([points[1], points[2]]);
});

describe('what is told of rooms', () => {
  const activity = {
    at: START,
    messagesPerMinute: 7,
    participants: 'many',
    topRooms: [{ roomId: 'a', name: 'A', messages: 2 }, 5],
  };

  it('is read figure by figure, and what is no number is none', () => {
    const told = { metrics: [], rooms: [activity] };
    expect(pointsOf('messagesPerMinute', told)).toEqual([{ at: START, value: 7 }]);
    expect(pointsOf('participants', told)).toEqual([{ at: START, value: 0 }]);
  });

  it('names the rooms in which most is said', () => {
    expect(topRoomsIn(activity)).toEqual([{ roomId: 'a', name: 'A', messages: 2 }]);
    expect(topRoomsIn(undefined)).toEqual([]);
    expect(topRoomsIn({ at: 1, topRooms: 'none' })).toEqual([]);
  });
});
