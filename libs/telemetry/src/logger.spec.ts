import { createLogger } from './logger.js';

const logged = () => {
  const lines: Record<string, unknown>[] = [];
  const write = (line: string) => lines.push(JSON.parse(line) as Record<string, unknown>);
  return { lines, destination: { write } };
};

describe('a logger', () => {
  it('writes one line of JSON with level, name, time and message', () => {
    const { lines, destination } = logged();
    createLogger({ name: 'rooms', destination }).info('listening', { port: 1 });
    expect(lines).toEqual([expect.objectContaining({ level: 'info', name: 'rooms', msg: 'listening', port: 1 })]);
    expect(Date.parse(String(lines[0]?.['time']))).toBeGreaterThan(0);
  });

  it('never writes a token, secret or password', () => {
    const { lines, destination } = logged();
    const headers = { authorization: 'Bearer hush', accept: '*' };
    createLogger({ name: 'x', destination }).warn('refused', {
      token: 'hush',
      request: { headers },
      jwtSecret: 'hush',
    });
    createLogger({ name: 'x', destination })
      .child({ password: 'hush' })
      .warn('refused', { user: { secret: 'hush' } });
    expect(lines).toHaveLength(2);
    expect(JSON.stringify(lines)).not.toContain('hush');
    expect(JSON.stringify(lines)).toContain('"accept":"*"');
  });

  it.each([
    ['GET /ws?room=a&token=hush&x=1', 'GET /ws?room=a&token=[redacted]&x=1'],
    ['authorization: Bearer hush', 'authorization: Bearer [redacted]'],
    ['token.eyJhbGciOiJIUzI1NiJ9.hush.hush-_', 'token.[redacted]'],
    ['nats://user:hush@nats:4222 is away', 'nats://[redacted]@nats:4222 is away'],
    ['https://host/ws?access_token=hush&x=1', 'https://host/ws?access_token=[redacted]&x=1'],
    ['started with NOROSHI_JWT_SECRET=hush PORT=1', 'started with NOROSHI_JWT_SECRET=[redacted] PORT=1'],
    ['AWS4-HMAC-SHA256 Credential=a, Signature=0123abcdef', 'AWS4-HMAC-SHA256 Credential=a, Signature=[redacted]'],
  ])('never writes one that got into a text: %s', (text, told) => {
    const { lines, destination } = logged();
    createLogger({ name: 'x', destination }).warn(text, { cause: new Error(text), list: [{ deep: { deeper: text } }] });
    expect(JSON.stringify(lines)).not.toContain('hush');
    expect(lines[0]).toMatchObject({ msg: told, cause: { message: told } });
  });

  it.each([
    [{ settings: { deep: { deeper: { jwtSecret: 'hush', port: 1 } } } }, '"port":1'],
    [{ headers: [[{ authorization: 'say "hush" hush' }]] }, '"headers"'],
    [{ login: { accessToken: 'hush', cookie: 'hush' } }, '"login"'],
  ])('never writes one however deep it lies, and writes the rest: %j', (fields, told) => {
    const { lines, destination } = logged();
    createLogger({ name: 'x', destination }).warn('refused', fields);
    expect(JSON.stringify(lines)).not.toContain('hush');
    expect(JSON.stringify(lines)).toContain(told);
  });

  it('tells an error with what was behind it', () => {
    const { lines, destination } = logged();
    const cause = new Error('no answer', { cause: new Error('connection refused') });
    createLogger({ name: 'x', destination }).error('append failed', { cause });
    expect(lines[0]?.['cause']).toMatchObject({ message: 'no answer', cause: { message: 'connection refused' } });
  });

  it('tells what is thrown though it is no error', () => {
    const { lines, destination } = logged();
    createLogger({ name: 'x', destination }).error('odd', { cause: 'a string' });
    expect(lines[0]?.['cause']).toBe('a string');
  });

  it('keeps quiet below its level', () => {
    const { lines, destination } = logged();
    createLogger({ name: 'x', level: 'warn', destination }).info('chatter');
    expect(lines).toEqual([]);
  });

  it('adds the fields of a child to its lines', () => {
    const { lines, destination } = logged();
    createLogger({ name: 'x', destination }).child({ roomId: 'lobby' }).info('opened');
    expect(lines[0]).toMatchObject({ roomId: 'lobby', msg: 'opened' });
  });
});

describe('a logger of a process that is traced', () => {
  it('tells within a trace which one, and nothing of traces outside', () => {
    const { lines, destination } = logged();
    let ids: { trace_id: string; span_id: string } | undefined = { trace_id: 'a1', span_id: 'b2' };
    const logger = createLogger({ name: 'x', destination, tracing: { ids: () => ids } });
    logger.info('inside');
    ids = undefined;
    logger.info('outside');
    expect(lines[0]).toMatchObject({ msg: 'inside', trace_id: 'a1', span_id: 'b2' });
    expect(lines[1]).not.toHaveProperty('trace_id');
  });
});
