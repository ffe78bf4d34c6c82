import { randomBytes } from 'node:crypto';
import { CommandContention, EventLogFull, EventLogUnavailable, ServiceUnavailable } from '@noroshi/event-sourcing';
import { Session, type Identity } from '@noroshi/hub';
import { disconnects, roomsDialect } from '@noroshi/protocol';
import { overdue } from './lifetimes.js';
import { isAllowedOrigin } from './origins.js';
import { codeOf, Refused } from '../refusal.js';
import { SerialQueue } from './serial-queue.js';
import { nowhere } from './nowhere.js';

describe("a session's time", () => {
  const settings = { idleTimeout: 600, maxConnectionAge: 86_400 };
  const session = (identity?: Identity, connectionId = 'c0nnection') =>
    new Session({
      connectionId,
      connection: nowhere,
      dialect: roomsDialect,
      traits: { oneRoom: true },
      memory: {},
      connectedAt: 0,
      ...(identity ? { identity } : {}),
    });
  const user = { id: 'ann', name: 'Ann', guest: false };
  const after = (seconds: number, who: Session, anonymous = false) =>
    overdue(who, { now: seconds * 1000, settings, anonymous });

  it('is over when it does not authenticate within five seconds', () => {
    expect(after(5, session())).toBeUndefined();
    expect(after(5.1, session())).toBe(disconnects.authenticationDeadline);
    expect(after(5.1, session(), true)).toBeUndefined();
  });

  it('is over when its token has expired', () => {
    expect(after(9, session({ user, expiresAt: 10_000 }))).toBeUndefined();
    expect(after(10, session({ user, expiresAt: 10_000 }))).toBe(disconnects.expired);
  });

  it('is over when it says nothing for too long', () => {
    expect(after(600, session({ user }))).toBeUndefined();
    expect(after(660.1, session({ user }))).toBe(disconnects.idle);
  });

  it('is over when it is too old, however busy', () => {
    const busy = session({ user });
    busy.lastActivity = 86_401_000;
    expect(after(86_401, busy)).toBe(disconnects.aged);
  });

  it('is not over for all at once who came at once', () => {
    const ids = Array.from({ length: 100 }, () => randomBytes(12).toString('base64url'));
    const cut = (seconds: number) => ids.filter((id) => after(seconds, session({ user }, id))).length;
    expect([cut(600), cut(660.1)]).toEqual([0, 100]);
    expect(cut(630)).toBeGreaterThan(20);
    expect(cut(630)).toBeLessThan(80);
  });
});

describe('an origin', () => {
  const host = 'chat.example:8080';
  it.each([
    ['none: no browser', undefined, [], true],
    ['the page of this host', 'http://chat.example:8080', [], true],
    ['another port of this host', 'http://chat.example', [], false],
    ['the page of this host behind TLS', 'https://chat.example:8080', [], true],
    ['a host below this one', 'http://sub.chat.example:8080', [], false],
    ['this host in other letters', 'http://CHAT.example:8080', [], false],
    ['what is no origin, of this host', 'http://me@chat.example:8080/page', [], false],
    ['another scheme of this host', 'ftp://chat.example:8080', [], false],
    ['another host', 'http://evil.example', [], false],
    ['null', 'null', [], false],
    ['a listed one', 'https://app.example', ['https://app.example'], true],
    ['one that looks like a listed one', 'https://app.example.evil.example', ['https://app.example'], false],
    ['this host, when a list leaves it out', 'http://chat.example:8080', ['https://app.example'], false],
    ['any, when all are let in', 'http://evil.example', ['*'], true],
  ])('%s', (_, origin, allowed, isAllowed) => {
    expect(isAllowedOrigin({ origin, host }, allowed)).toBe(isAllowed);
  });
});

describe('a serial queue', () => {
  it('does things in the order asked, one at a time', async () => {
    const queue = new SerialQueue();
    const done: string[] = [];
    let finish: () => void = () => undefined;
    queue.run(() => new Promise<void>((resolve) => (finish = resolve)).then(() => void done.push('slow')));
    queue.run(() => void done.push('quick'));
    const last = new Promise<void>((resolve) => queue.run(resolve));
    expect(done).toEqual([]);
    finish();
    await last;
    expect(done).toEqual(['slow', 'quick']);
  });

  it('does things at once when idle', () => {
    let done = false;
    new SerialQueue().run(() => void (done = true));
    expect(done).toBe(true);
  });
});

describe('what a failure means to the one who asked', () => {
  it.each<readonly [Error, string]>([
    [new Refused('banned'), 'banned'],
    [new EventLogFull('no room'), 'log_full'],
    [new EventLogUnavailable('log'), 'unavailable'],
    [new ServiceUnavailable('rooms'), 'unavailable'],
    [new CommandContention('busy'), 'unavailable'],
    [new Error('bug'), 'internal'],
  ])('%s', (cause, code) => {
    expect(codeOf(cause)).toBe(code);
  });
});
