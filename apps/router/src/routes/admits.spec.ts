import type { Delivery } from '../deliveries/delivery.js';
import { admits } from './admits.js';
import type { Rule } from './routes.js';

const posted: Delivery = {
  id: 'room_e-1',
  type: 'MessagePosted',
  roomId: 'support-1',
  at: 0,
  data: { roomId: 'support-1', content: 'hi', messageType: 'text', by: { id: 'ann', guest: false }, none: null },
};
const opened: Delivery = { id: 'connection_e-1', type: 'ConnectionOpened', at: 0, data: { user: { id: 'ann' } } };
const where = {};

describe('a rule', () => {
  it.each<[Omit<Rule, 'where'>, boolean]>([
    [{}, true],
    [{ events: ['MessagePosted'] }, true],
    [{ events: ['MessageEdited', 'MessagePosted'] }, true],
    [{ events: ['MessageEdited'] }, false],
    [{ rooms: ['support-*'] }, true],
    [{ rooms: ['lobby', 'support-?'] }, true],
    [{ rooms: ['lobby'] }, false],
    [{ events: ['MessagePosted'], rooms: ['lobby'] }, false],
  ])('%j admits a message in a room: %s', (rule, expected) => {
    expect(admits([{ ...rule, where }], posted)).toBe(expected);
  });

  it.each<[Rule['where'], boolean]>([
    [{ messageType: ['text'] }, true],
    [{ messageType: ['image', 'text'] }, true],
    [{ messageType: ['image'] }, false],
    [{ 'by.id': ['ann'], 'by.guest': [false] }, true],
    [{ 'by.id': ['ann'], 'by.guest': [true] }, false],
    [{ 'by.name': ['Ann'] }, false],
    [{ 'content.length': [2] }, false],
    [{ toString: ['x'] }, false],
    [{ none: [null] }, true],
    [{ missing: [null] }, false],
  ])('with the fields %j admits it: %s', (fields, expected) => {
    expect(admits([{ where: fields }], posted)).toBe(expected);
  });

  it('of rooms admits nothing that is of no room', () => {
    expect(admits([{ rooms: ['*'], where }], opened)).toBe(false);
    expect(admits([{ where }], opened)).toBe(true);
  });

  it('is enough when it is one of several', () => {
    expect(
      admits(
        [
          { rooms: ['lobby'], where },
          { events: ['MessagePosted'], where },
        ],
        posted,
      ),
    ).toBe(true);
    expect(admits([], posted)).toBe(false);
  });
});
