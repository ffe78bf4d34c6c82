import { readSettings } from './read-settings.js';
import { SettingsError, type Environment } from './settings.js';

const problemsOf = (env: Environment): readonly string[] => {
  try {
    readSettings(env);
  } catch (error) {
    if (error instanceof SettingsError) return error.problems;
    throw error;
  }
  return [];
};

describe('settings', () => {
  it('have the defaults of the contract', () => {
    expect(readSettings({})).toEqual({
      port: 8080,
      host: '127.0.0.1',
      gateways: 1,
      dataDir: '.noroshi',
      logLevel: 'info',
      logReplicas: 1,
      apiKeys: [],
      devTokens: false,
      anonymous: false,
      roomsPaths: ['/ws', '/dev', '/prod'],
      allowedOrigins: [],
      trustedProxies: [],
      maxFrameBytes: 65_536,
      messageRate: 50,
      guestMessageRate: 10,
      userRequestRate: 1000,
      addressRequestRate: 5000,
      maxConnectionsPerUser: 50,
      maxConnectionsPerAddress: 1000,
      newSessionsPerSecond: 2000,
      defaultMaxMembers: 100,
      idleTimeout: 600,
      kafkaTls: false,
      maxConnectionAge: 86_400,
      visitorGrace: 30,
      awayAfter: 300,
      crowdSize: 250,
      connectHookTime: 2000,
      logMaxBytes: 0,
      slowBytes: 524_288,
      slowTime: 10,
      maxUnreadBytes: 4_194_304,
      replaysAtOnce: 64,
      drainTime: 10,
      messageDays: [{ days: 30 }],
      topicPartitions: 6,
      topicReplicas: 0,
      topicRetention: 168,
      archiveRegion: 'us-east-1',
      archiveLateness: 900,
    });
  });

  it('are read from the environment', () => {
    const settings = readSettings({
      PORT: '9000',
      HOST: '::',
      NATS_URL: 'nats://a:4222, tls://user:pass@b:4222',
      NOROSHI_JWT_SECRET: 'k'.repeat(32),
      NOROSHI_JWKS_URL: 'https://id.example.com/keys',
      NOROSHI_API_KEYS: 'billing:one:two, shop:three',
      NOROSHI_DEV_TOKENS: 'true',
      NOROSHI_ANONYMOUS: '1',
      NOROSHI_ROOMS_PATHS: '/ws, /live/rooms,/ws',
      NOROSHI_ALLOWED_ORIGINS: 'https://chat.example.com,http://localhost:3000',
      NOROSHI_TRUSTED_PROXIES: '10.0.0.0/8, 192.0.2.7,2001:db8::/32',
      NOROSHI_MESSAGE_RATE: '0',
      NOROSHI_LOG_REPLICAS: '3',
      KAFKA_BROKERS: 'kafka-1:9092, [::1]:9092',
      NOROSHI_TOPIC_REPLICAS: '3',
    });
    expect(settings).toMatchObject({
      port: 9000,
      host: '::',
      natsUrl: 'nats://a:4222,tls://user:pass@b:4222',
      jwtSecret: 'k'.repeat(32),
      jwksUrl: 'https://id.example.com/keys',
      apiKeys: [
        { id: 'billing', secret: 'one:two' },
        { id: 'shop', secret: 'three' },
      ],
      devTokens: true,
      anonymous: true,
      roomsPaths: ['/ws', '/live/rooms'],
      allowedOrigins: ['https://chat.example.com', 'http://localhost:3000'],
      trustedProxies: ['10.0.0.0/8', '192.0.2.7', '2001:db8::/32'],
      messageRate: 0,
      logReplicas: 3,
      kafkaBrokers: ['kafka-1:9092', '[::1]:9092'],
      topicReplicas: 3,
    });
  });

  it('count as not given when empty', () => {
    expect(readSettings({ PORT: '', NOROSHI_JWT_SECRET: ' ' })).toEqual(readSettings({}));
  });

  it('leave the rest of the environment alone', () => {
    expect(problemsOf({ PATH: '/bin', PORTS: 'x', NODE_ENV: 'production' })).toEqual([]);
  });

  it('tell all problems at once', () => {
    expect(
      problemsOf({
        PORT: '80a',
        NOROSHI_GATEWAYS: '0',
        NOROSHI_DEV_TOKENS: 'yes',
        NOROSHI_JWT_SECRET: 'short',
        NOROSHI_GATEWAY: '2',
      }),
    ).toEqual([
      'PORT must be a whole number from 1 to 65535, not "80a".',
      'NOROSHI_GATEWAYS must be a whole number from 1 to 256, not "0".',
      'NOROSHI_JWT_SECRET must be 32 bytes of UTF-8 or more, not 5.',
      'NOROSHI_DEV_TOKENS must be true or false, not "yes".',
      'NOROSHI_GATEWAY is not a setting; did you mean NOROSHI_GATEWAYS?',
    ]);
  });

  it('measure a secret in bytes, not in letters', () => {
    expect(readSettings({ NOROSHI_JWT_SECRET: '狼'.repeat(11) }).jwtSecret).toBe('狼'.repeat(11));
    expect(problemsOf({ NOROSHI_JWT_SECRET: '狼'.repeat(10) })).toHaveLength(1);
  });

  it.each([
    ['PORT', '0'],
    ['PORT', '65536'],
    ['NOROSHI_LOG_REPLICAS', '2'],
    ['PORT', '-1'],
    ['PORT', '1e3'],
    ['HOST', 'my host'],
    ['HOST', '999.1.1.1'],
    ['NATS_URL', 'localhost:4222'],
    ['NATS_URL', ','],
    ['KAFKA_BROKERS', 'kafka'],
    ['KAFKA_BROKERS', ','],
    ['NOROSHI_TOPIC_PARTITIONS', '0'],
    ['NOROSHI_JWKS_URL', 'file:///keys'],
    ['MONGO_URL', 'localhost:27017'],
    ['NOROSHI_MESSAGE_DAYS', 'lobby=3'],
    ['NOROSHI_MESSAGE_DAYS', '30,lobby=1,lobby=2'],
    ['NOROSHI_MESSAGE_DAYS', '1e3'],
    ['NOROSHI_MESSAGE_DAYS', '30,%zz=1'],
    ['NOROSHI_ROOMS_PATHS', 'ws'],
    ['NOROSHI_ROOMS_PATHS', '/ws?x'],
    ['NOROSHI_LOG_LEVEL', 'loud'],
    ['NOROSHI_ROOMS_PATHS', ','],
    ['NOROSHI_ALLOWED_ORIGINS', 'https://chat.example.com/'],
    ['NOROSHI_ALLOWED_ORIGINS', 'chat.example.com'],
    ['NOROSHI_TRUSTED_PROXIES', 'proxy'],
    ['NOROSHI_TRUSTED_PROXIES', '10.0.0.0/33'],
    ['NOROSHI_TRUSTED_PROXIES', '10.0.0.0/'],
    ['NOROSHI_API_KEYS', 'billing'],
    ['NOROSHI_API_KEYS', 'billing:'],
    ['NOROSHI_API_KEYS', 'billing:one,billing:two'],
    ['NOROSHI_MAX_FRAME_BYTES', '0'],
    ['NOROSHI_MESSAGE_RATE', '-1'],
    ['NOROSHI_IDLE_TIMEOUT', '1.5'],
    ['NOROSHI_IDLE_TIMEOUT', '9999999'],
  ])('refuse %s=%s', (name, value) => {
    expect(problemsOf({ [name]: value })).toEqual([expect.stringMatching(new RegExp(`^${name} must .*\\.$`))]);
  });

  it('refuse any origin in production only', () => {
    expect(readSettings({ NOROSHI_ALLOWED_ORIGINS: '*' }).allowedOrigins).toEqual(['*']);
    expect(problemsOf({ NOROSHI_ALLOWED_ORIGINS: '*', NODE_ENV: 'production' })).toHaveLength(1);
  });

  it('want a key with a hook, which would else be asked by nobody knows whom', () => {
    const hook = { NOROSHI_CONNECT_HOOK: 'http://localhost/connect' };
    expect(problemsOf(hook)).toEqual([expect.stringContaining('NOROSHI_CONNECT_HOOK_SECRET') as string]);
    expect(readSettings({ ...hook, NOROSHI_CONNECT_HOOK_SECRET: 'x'.repeat(32) })).toMatchObject({
      ...{ connectHook: 'http://localhost/connect', connectHookTime: 2000 },
    });
  });

  it('never show a secret or a password in a problem', () => {
    const env = {
      ...{ NOROSHI_JWT_SECRET: 'hunter2', NATS_URL: 'http://user:hunter2@nats', NOROSHI_API_KEYS: 'hunter2' },
      MONGO_URL: 'http://user:hunter2@mongo',
    };
    expect(problemsOf(env)).toHaveLength(4);
    expect(problemsOf(env).join()).not.toContain('hunter2');
  });

  it('suggest no name for one like none of them', () => {
    expect(problemsOf({ NOROSHI_XYZZY: '1' })).toEqual([
      'NOROSHI_XYZZY is not a setting: docs/settings.md lists them.',
    ]);
  });

  it('tell how long messages are kept, and of which rooms it differs', () => {
    expect(readSettings({ NOROSHI_MESSAGE_DAYS: '7, lobby=365,team%2Ca=0' }).messageDays).toEqual([
      { days: 7 },
      { roomId: 'lobby', days: 365 },
      { roomId: 'team,a', days: 0 },
    ]);
  });
});
