import { daysIn } from './days-in.js';

it('messages are kept as long as their room says, else as long as all others', () => {
  const days = daysIn([{ days: 30 }, { roomId: 'lobby', days: 365 }, { roomId: 'audit', days: 0 }]);
  expect(['lobby', 'audit', 'attic'].map(days)).toEqual([365, 0, 30]);
});
