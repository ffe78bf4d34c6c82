import type { SettingsError } from '@noroshi/settings';
import { readConfig } from './config.js';

const NATS_URL = 'nats://localhost:4222';
const NOROSHI_JWT_SECRET = 'a secret of at least 32 bytes, for tests';

describe('a gateway', () => {
  it('says at once what it can not do without', () => {
    try {
      readConfig({});
    } catch (error) {
      expect((error as SettingsError).problems).toEqual([
        'NATS_URL is required: nats://host:port of the event log.',
        'NOROSHI_JWT_SECRET (or NOROSHI_JWKS_URL) is required: without a key no token proves anything.',
      ]);
    }
    expect.assertions(1);
  });

  it.each([
    ['a key', { NOROSHI_JWT_SECRET }],
    ['keys of an identity provider', { NOROSHI_JWKS_URL: 'https://id.example.com/keys' }],
    ['guests', { NOROSHI_ANONYMOUS: 'true' }],
  ])('starts with %s', (_name, env) => {
    expect(readConfig({ NATS_URL, ...env })).toMatchObject({ natsUrl: NATS_URL });
  });
});
