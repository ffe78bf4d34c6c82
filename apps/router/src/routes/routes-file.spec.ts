import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SettingsError } from '@noroshi/settings';
import { readRoutes } from './routes-file.js';

const folder = mkdtempSync(join(tmpdir(), 'noroshi-routes-'));
const path = join(folder, 'routes.json');
const env = { SHOP_SECRET: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', SHORT: 'short' };
afterAll(() => rmSync(folder, { recursive: true }));

function read(content: unknown) {
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return readRoutes(path, { env, kafka: undefined });
}

/** What is told to be wrong, without the name of the file. */
function problemsOf(content: unknown): readonly string[] {
  try {
    read(content);
  } catch (cause) {
    if (!(cause instanceof SettingsError)) throw cause;
    return cause.problems.map((problem) => problem.replace(`${path}: `, ''));
  }
  return [];
}

const shop = { type: 'webhook', url: 'https://shop.example.com/hook', secretEnv: 'SHOP_SECRET' };
const lake = { type: 'kafka', topic: 'lake', brokers: ['kafka:9092'] };
const withTarget = (target: unknown) => ({ targets: { shop: target }, rules: [{ to: ['shop'] }] });
const withRule = (rule: unknown) => ({ targets: { shop }, rules: [rule] });

describe('a file of routing rules', () => {
  it('says where what goes', () => {
    const rule = {
      events: ['MessagePosted'],
      rooms: ['support-*'],
      where: { messageType: 'text', 'by.guest': [true] },
    };
    const { targets } = read({
      targets: {
        shop: { ...shop, timeoutMs: 500, maxTries: 2 },
        audit: { type: 'nats', subject: 'audit.rooms', from: 'beginning', stream: true },
      },
      rules: [
        { ...rule, to: ['shop', 'audit'] },
        { to: ['audit'], where: {} },
      ],
    });
    const read1 = { ...rule, where: { messageType: ['text'], 'by.guest': [true] } };
    expect(targets).toEqual([
      {
        ...{ name: 'shop', type: 'webhook', url: 'https://shop.example.com/hook', secret: env.SHOP_SECRET },
        ...{ timeoutMs: 500, allowPrivate: false, from: 'now', maxTries: 2, retryMs: 1000, rules: [read1] },
      },
      {
        ...{ name: 'audit', type: 'nats', subject: 'audit.rooms', stream: true },
        ...{ from: 'beginning', maxTries: 8, retryMs: 1000, rules: [read1, { where: {} }] },
      },
    ]);
  });

  it.each([
    ['[', [/is not JSON/]],
    [[], [/^The file must be object\.$/]],
    [{ targets: {} }, [/^The file must have required properties rules\.$/]],
    [{ targets: {}, rules: [], routes: 1 }, [/^routes is not known\.$/]],
    [withTarget(null), [/^targets\.shop\.type must be "webhook", "nats" or "kafka"\.$/]],
    [withTarget({ type: 'mail' }), [/^targets\.shop\.type must be "webhook", "nats" or "kafka"\.$/]],
    [withTarget({ type: 'kafka', topic: 't' }), [/^targets\.shop needs brokers, or KAFKA_BROKERS/]],
    [withTarget({ ...lake, topic: 'noroshi.events.v1' }), [/^targets\.shop\.topic must be a topic's name that is not/]],
    [withTarget({ ...lake, topic: '__consumer_offsets' }), [/^targets\.shop\.topic must be/]],
    [withTarget({ ...lake, topic: 'a b' }), [/^targets\.shop\.topic must be/]],
    [withTarget({ ...lake, brokers: ['kafka'] }), [/^targets\.shop\.brokers must be host:port each, not "kafka"\.$/]],
    [withTarget({ ...lake, brokers: [] }), [/^targets\.shop\.brokers must not have fewer than 1/]],
    [withTarget({ ...shop, url: 1 }), [/^targets\.shop\.url must be string\.$/]],
    [withTarget({ ...shop, url: 'ftp://example.com' }), [/^targets\.shop\.url must be an http or https URL\.$/]],
    [withTarget({ ...shop, url: 'https://a:b@example.com' }), [/^targets\.shop\.url must not have a user/]],
    [withTarget({ ...shop, url: 'http://127.0.0.1/' }), [/^targets\.shop\.url is private: say "private": true/]],
    [withTarget({ ...shop, url: 'http://127.0.0.1/', private: true }), []],
    [withTarget({ ...shop, timeoutMs: 1 }), [/^targets\.shop\.timeoutMs must be >= 100\.$/]],
    [withTarget({ ...shop, retries: 1 }), [/^targets\.shop\.retries is not known\.$/]],
    [withTarget({ ...shop, secret: env.SHOP_SECRET }), [/^targets\.shop needs a secret, or in secretEnv/]],
    [withTarget({ type: 'webhook', url: shop.url }), [/^targets\.shop needs a secret, or in secretEnv/]],
    [withTarget({ ...shop, secretEnv: 'SHORT' }), [/^targets\.shop\.secretEnv: SHORT must be 16 bytes or more/]],
    [withTarget({ ...shop, secretEnv: 'NOT_SET' }), [/^targets\.shop\.secretEnv: NOT_SET must be 16 bytes or more/]],
    [withTarget({ type: 'nats', subject: 'room.a.talk' }), [/^targets\.shop\.subject must be a subject without wild/]],
    [{ targets: { 'A b': shop }, rules: [] }, [/^targets\.A b: a target is called by 1 to 40/]],
    [withRule({}), [/^rules\[0\] must have required properties to\.$/]],
    [withRule({ to: [] }), [/^rules\[0\]\.to must not have fewer than 1 items\.$/]],
    [withRule({ to: ['nobody'] }), [/^rules\[0\]\.to: there is no target "nobody"\.$/]],
    [
      withRule({ to: ['shop'], events: ['MessagePostd'] }),
      [/^rules\[0\]\.events: "MessagePostd" is no event; there are/],
    ],
    [withRule({ to: ['shop'], where: { a: {} } }), [/^rules\[0\]\.where\.a must/]],
    [withRule({ to: ['shop'], when: 1 }), [/^rules\[0\]\.when is not known\.$/]],
  ])('%j is refused: %p', (content, expected) => {
    const problems = problemsOf(content);
    expect(problems).toHaveLength(expected.length);
    expected.forEach((sentence, index) => expect(problems[index]).toMatch(sentence));
  });

  it('tells everything that is wrong with it at once, and no secret', () => {
    const problems = problemsOf({
      targets: { shop: { ...shop, url: 'x', secretEnv: undefined, secret: 'too short' }, audit: { type: 'nats' } },
      rules: [{ to: ['nobody'] }, 1],
    });
    expect(problems).toHaveLength(5);
    expect(problems.join()).not.toContain('too short');
  });

  it('takes the brokers of the settings, and what they ask for, where a topic names none', () => {
    const kafka = { brokers: ['a:1', 'b:2'], sasl: { mechanism: 'plain', username: 'ann', password: 'p' } } as const;
    const pond = { type: 'kafka', topic: 'pond', brokers: ['c:3'] };
    const targets = { lake: { type: 'kafka', topic: 'lake' }, pond };
    writeFileSync(path, JSON.stringify({ targets, rules: [] }));
    expect(readRoutes(path, { env, kafka }).targets).toEqual([
      {
        ...{ name: 'lake', type: 'kafka', topic: 'lake', kafka },
        ...{ from: 'now', maxTries: 8, retryMs: 1000, rules: [] },
      },
      // The password is not for them.
      expect.objectContaining({ name: 'pond', kafka: { brokers: ['c:3'] } }),
    ]);
  });

  it('has to be there', () => {
    expect(() => readRoutes(join(folder, 'none.json'), { env, kafka: undefined })).toThrow(
      /none\.json, which can't be read \(ENOENT\)/,
    );
  });
});
