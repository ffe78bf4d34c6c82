import { generateKeyPairSync } from 'node:crypto';
import { kafkaAccess } from './kafka-access.js';
import { readSettings } from './read-settings.js';
import type { Environment, SettingsError } from './settings.js';
import { certificate, keyOfIt } from './testing/pems.js';

const brokers = { KAFKA_BROKERS: 'kafka-1:9093' };
const login = { KAFKA_SASL_MECHANISM: 'scram-sha-512', KAFKA_SASL_USERNAME: 'noroshi', KAFKA_SASL_PASSWORD: 'secret' };

function problemsOf(env: Environment): readonly string[] {
  try {
    readSettings(env);
    return [];
  } catch (error) {
    return (error as SettingsError).problems;
  }
}

describe('the settings of the brokers', () => {
  it('say where they are and how they let us in', () => {
    const tls = { KAFKA_TLS: 'true', KAFKA_TLS_CA: certificate, KAFKA_TLS_CERT: certificate, KAFKA_TLS_KEY: keyOfIt };
    expect(kafkaAccess(readSettings({ ...brokers, ...login, ...tls }))).toEqual({
      brokers: ['kafka-1:9093'],
      sasl: { mechanism: 'scram-sha-512', username: 'noroshi', password: 'secret' },
      tls: { ca: certificate, cert: certificate, key: keyOfIt },
    });
    expect(kafkaAccess(readSettings({ ...brokers, KAFKA_TLS: 'true' }))).toEqual({
      brokers: ['kafka-1:9093'],
      tls: {},
    });
    expect(kafkaAccess(readSettings(brokers))).toEqual({ brokers: ['kafka-1:9093'] });
    expect(kafkaAccess(readSettings({}))).toBeUndefined();
  });

  it.each(Object.keys(login))('do not sign in without %s', (missing) => {
    expect(problemsOf({ ...brokers, ...login, [missing]: undefined })).toEqual([
      expect.stringMatching(`go together; missing: ${missing}\\.$`),
    ]);
  });

  it('mean nothing without brokers', () => {
    expect(problemsOf(login)).toEqual([expect.stringMatching(/^KAFKA_SASL_MECHANISM .* set KAFKA_BROKERS/)]);
    expect(problemsOf({ KAFKA_TLS: 'true' })).toEqual([expect.stringMatching(/^KAFKA_TLS .* set KAFKA_BROKERS/)]);
  });

  it('refuse certificates for a connection without TLS, and half of a pair', () => {
    expect(problemsOf({ ...brokers, KAFKA_TLS_CA: certificate })).toEqual([expect.stringContaining('KAFKA_TLS=true')]);
    const half = { ...brokers, KAFKA_TLS: 'true', KAFKA_TLS_CERT: certificate };
    expect(problemsOf(half)).toEqual([expect.stringContaining('go together')]);
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const other = privateKey.export({ format: 'pem', type: 'pkcs8' }).toString();
    expect(problemsOf({ ...half, KAFKA_TLS_KEY: other })).toEqual(['KAFKA_TLS_KEY is not the key of KAFKA_TLS_CERT.']);
  });

  it('refuse what is no certificate and no key, and do not repeat it', () => {
    const problems = problemsOf({
      ...brokers,
      ...{ KAFKA_SASL_MECHANISM: 'gssapi', KAFKA_TLS: 'true', KAFKA_TLS_CA: 'hunter2' },
      KAFKA_TLS_KEY: '-----BEGIN PRIVATE KEY-----\nhunter2\n-----END PRIVATE KEY-----',
    });
    expect(problems).toEqual([
      'KAFKA_SASL_MECHANISM must be one of plain, scram-sha-256, scram-sha-512, not "gssapi".',
      expect.stringMatching(/^KAFKA_TLS_CA must be certificates in PEM/),
      expect.stringMatching(/^KAFKA_TLS_KEY must be a private key in PEM/),
    ]);
    expect(problems.join()).not.toContain('hunter2');
  });
});
