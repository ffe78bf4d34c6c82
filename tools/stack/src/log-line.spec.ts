import { noteworthy, readable } from './log-line.js';

describe('a line of a log', () => {
  it('is shown when it warns or worse', () => {
    expect(noteworthy('{"level":40,"msg":"slow"}')).toBe('warning: slow');
    expect(noteworthy('{"level":"error","msg":"refused"}')).toBe('error: refused');
    expect(noteworthy('{"level":60,"msg":"gone","err":{"message":"ECONNREFUSED"}}')).toBe('fatal: gone: ECONNREFUSED');
    expect(noteworthy('[12] 2026/01/02 03:04:05.678901 [ERR] no space')).toBe('error: no space');
  });

  it('is not shown when it informs', () => {
    expect(noteworthy('{"level":30,"msg":"listening"}')).toBeUndefined();
    expect(noteworthy('{"level":"info","msg":"listening"}')).toBeUndefined();
    expect(noteworthy('[12] 2026/01/02 03:04:05.678901 [INF] Server is ready')).toBeUndefined();
    expect(noteworthy('')).toBeUndefined();
  });

  it('is shown as it is when it is no log entry', () => {
    expect(noteworthy('Error: Cannot find module')).toBe('Error: Cannot find module');
    expect(readable('{"level":30')).toBe('{"level":30');
  });
});
