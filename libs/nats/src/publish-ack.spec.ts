import type { Msg } from '@nats-io/nats-core';
import { parseAck } from './publish-ack.js';

const answer = (body: unknown): Msg =>
  ({ data: new TextEncoder().encode(JSON.stringify(body)), json: () => body }) as unknown as Msg;
const refusal = (err_code: number, description: string) =>
  answer({ error: { code: 400, err_code, description }, seq: 0 });

describe('an acknowledgement', () => {
  it('says where the event is stored, and whether it was before', () => {
    expect(parseAck(answer({ stream: 'ROOMS', seq: 7 }))).toEqual({ kind: 'stored', position: 7, duplicate: false });
    expect(parseAck(answer({ stream: 'ROOMS', seq: 7, duplicate: true }))).toMatchObject({ duplicate: true });
  });

  it('says where the guarding lane is, if the server does', () => {
    expect(parseAck(refusal(10071, 'wrong last sequence: 12'))).toEqual({ kind: 'conflict', actual: 12 });
    expect(parseAck(refusal(10164, 'wrong last sequence'))).toEqual({ kind: 'conflict', actual: undefined });
  });

  it.each([
    [10077, 'maximum messages exceeded'],
    [10077, 'maximum bytes exceeded'],
    [10023, 'insufficient resources'],
    [10047, 'insufficient storage resources available'],
    [10002, 'resource limits exceeded for account'],
  ])('%i %s says that the log is full', (code, description) => {
    const reason = `the stream refused: ${description} (${code})`;
    expect(parseAck(refusal(code, description))).toEqual({ kind: 'full', reason });
  });

  it('of any other refusal is no acknowledgement', () => {
    for (const [code, description] of [
      [10077, 'write msgs/2.blk: input/output error'],
      [10054, 'message size exceeds maximum allowed'],
    ] as const) {
      const reason = `the stream refused: ${description} (${code})`;
      expect(parseAck(refusal(code, description))).toEqual({ kind: 'unavailable', reason });
    }
  });

  it('of nobody is no acknowledgement', () => {
    const nobody = { data: new Uint8Array(), headers: { code: 503 } } as unknown as Msg;
    expect(parseAck(nobody)).toEqual({ kind: 'unavailable', reason: 'no stream takes this subject now' });
    const empty = { data: new Uint8Array() } as unknown as Msg;
    expect(parseAck(empty).kind).toBe('unavailable');
  });
});
