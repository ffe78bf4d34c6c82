import { Operations } from '@noroshi/service-host';
import { createLogger } from '@noroshi/telemetry';
import {
  eventually,
  makeCertificateAuthority,
  whyNoCertificates,
  whyNoKafka,
  type CertificateAuthority,
} from '@noroshi/testing';
import { runRelay, saidIn } from './testing/running-relay.js';

const PASSWORD = 'correct horse battery';
const problem = whyNoKafka() ?? whyNoCertificates();

(problem === undefined ? describe : describe.skip)('the relay to brokers that ask for a password', () => {
  let authority: CertificateAuthority;
  let relay: Awaited<ReturnType<typeof runRelay>>;
  beforeAll(async () => {
    authority = await makeCertificateAuthority();
    const server = await authority.certify('broker');
    relay = await runRelay({ security: { server, ca: authority.ca, users: { relay: 'another one' } } });
  });
  afterAll(async () => {
    await relay.stop();
    await authority.close();
  });

  it('says in its log and its readiness that its own is wrong, waits, and tells everything when it is right', async () => {
    const lines: string[] = [];
    const logger = createLogger({ name: 'analytics-relay', destination: { write: (line) => void lines.push(line) } });
    const operations = new Operations({ logger });
    await relay.say('lobby', 'before');
    const sasl = { mechanism: 'scram-sha-512', username: 'relay', password: PASSWORD } as const;
    const kafka = { brokers: relay.broker.secured.password, sasl, tls: { ca: authority.ca } };
    await relay.startRelay({ kafka, logger, operations });
    const readiness = (status: string, state: string) =>
      eventually(
        async () => {
          const { status: is, dependencies } = await operations.readiness();
          return is === status && dependencies['kafka'] === state;
        },
        { reason: `it is ${status}` },
      );
    await readiness('not ready', 'refused');
    const complaint = lines.find((line) => line.includes('waiting for Kafka'));
    expect(complaint).toContain('KAFKA_SASL_PASSWORD');
    expect(lines.join()).not.toContain(PASSWORD);

    await relay.broker.setPassword('relay', PASSWORD);
    await readiness('ready', 'up');
    await relay.say('lobby', 'after');
    const records = await relay.isTold((all) => saidIn(all, 'lobby').length === 2, 'all is told');
    expect(saidIn(records, 'lobby')).toEqual(['before', 'after']);
  });
});
