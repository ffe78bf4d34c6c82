import { problemOf, sentenceOf } from './problem.js';

const sentence = (status: number, body: unknown, headers = {}) =>
  sentenceOf(problemOf(status, JSON.stringify(body), new Headers(headers)), 'the one given');

describe('a refusal as a sentence', () => {
  it('says what the server says, and what to do about it', () => {
    expect(sentence(404, { code: 'room_not_found', detail: 'There is no such room' })).toMatch(
      /^Refused: There is no such room \(room_not_found\): noroshi rooms lists .*\.$/,
    );
    expect(sentence(429, { code: 'rate_limited', detail: 'Too many frames' }, { 'retry-after': '7' })).toBe(
      'Refused: Too many frames (rate_limited): try again in 7 s.',
    );
    expect(sentence(409, { code: 'room_full', detail: 'The room is full' })).toBe(
      'Refused: The room is full (room_full).',
    );
  });

  it('says of a token where it came from', () => {
    expect(sentence(401, { code: 'invalid_token' })).toBe(
      'The token (the one given) is not accepted: give one with --token.',
    );
    expect(sentence(403, { code: 'forbidden', detail: 'You may not do that' })).toContain('role admin');
  });

  it('can be told of an answer that is none of ours', () => {
    expect(sentenceOf(problemOf(502, '<html>Bad Gateway</html>', new Headers()), '')).toBe(
      'Refused: no reason was given (502).',
    );
  });
});
