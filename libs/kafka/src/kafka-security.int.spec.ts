import { untilReachable } from '@noroshi/event-sourcing';
import {
  kafkaRecords,
  makeCertificateAuthority,
  startKafkaBroker,
  whyNoCertificates,
  whyNoKafka,
  type CertificateAuthority,
  type KafkaBroker,
} from '@noroshi/testing';
import { ensureTopics } from './ensure-topics.js';
import { KafkaRefused, KafkaUnavailable } from './kafka-errors.js';
import type { KafkaAccess, KafkaOptions } from './kafka-options.js';
import { readTopic, type ReceivedRecord } from './topic-reader.js';
import { createTopicWriter } from './topic-writer.js';

const log = { warn: () => undefined, info: () => undefined, debug: () => undefined };
const problem = whyNoKafka() ?? whyNoCertificates();
const PASSWORD = 'correct horse';

(problem === undefined ? describe : describe.skip)('brokers with TLS', () => {
  let authority: CertificateAuthority;
  let stranger: CertificateAuthority;
  let broker: KafkaBroker;
  beforeAll(async () => {
    [authority, stranger] = await Promise.all([makeCertificateAuthority(), makeCertificateAuthority()]);
    const server = await authority.certify('broker');
    const users = { ann: PASSWORD, bob: PASSWORD };
    broker = await startKafkaBroker({ security: { server, ca: authority.ca, users, powerless: ['bob'] } });
  });
  afterAll(async () => {
    await broker.stop();
    await Promise.all([authority.close(), stranger.close()]);
  });

  const ann = { mechanism: 'scram-sha-512', username: 'ann', password: PASSWORD } as const;
  const byPassword = (more: Partial<KafkaAccess> = {}): KafkaOptions => ({
    ...{ clientId: 'a test', log, brokers: broker.secured.password },
    ...{ sasl: ann, tls: { ca: authority.ca }, ...more },
  });
  const byCertificate = (tls: KafkaAccess['tls'] = {}): KafkaOptions => ({
    ...{ clientId: 'a test', log, brokers: broker.secured.certificate },
    tls: { ca: authority.ca, ...tls },
  });
  const make = (options: KafkaOptions, name = 'made') => ensureTopics(options, [{ name, partitions: 1, replicas: 1 }]);
  const refusalOf = (options: KafkaOptions) =>
    make(options).then(
      () => 'it was let in',
      (cause: unknown) => cause,
    );

  it.each(['plain', 'scram-sha-256', 'scram-sha-512'] as const)(
    'let in who proves a password by %s',
    async (mechanism) => {
      const options = byPassword({ sasl: { ...ann, mechanism } });
      await make(options, mechanism);
      const writer = createTopicWriter({ ...options, topic: mechanism });
      await writer.write([{ key: 'lobby', value: 'hi', headers: {} }]);
      await writer.close();
      const read = await new Promise<ReceivedRecord | undefined>((resolve, reject) => {
        const handle = (_: number, [record]: readonly ReceivedRecord[]) => {
          resolve(record);
          return Promise.resolve(undefined);
        };
        readTopic({ ...options, topic: mechanism, group: mechanism, handle }).then(
          (reader) => closing.push(reader),
          reject,
        );
      });
      expect(read).toMatchObject({ key: 'lobby', value: 'hi' });
    },
  );
  const closing: { close(): Promise<void> }[] = [];
  afterEach(async () => {
    await Promise.all(closing.splice(0).map((reader) => reader.close()));
  });

  it('let in who shows a certificate, where they ask for one', async () => {
    const client = await authority.certify('client');
    await make(byCertificate(client));
    const none = await refusalOf(byCertificate());
    expect(none).toBeInstanceOf(KafkaRefused);
    expect((none as Error).message).toContain('KAFKA_TLS_CERT');
  });

  it('do not let in who has a wrong password, or a user that there is not', async () => {
    for (const sasl of [
      { ...ann, password: 'wrong' },
      { ...ann, username: 'nobody' },
      { ...ann, password: 'wrong', mechanism: 'plain' as const },
    ]) {
      const refusal = await refusalOf(byPassword({ sasl }));
      expect(refusal).toBeInstanceOf(KafkaRefused);
      expect((refusal as Error).message).toContain('KAFKA_SASL_PASSWORD');
      expect((refusal as Error).message).not.toContain('wrong');
    }
  });

  it('let in later whom they learn of, without anything being started anew', async () => {
    const options = byPassword({ sasl: { ...ann, username: 'late' } });
    const writer = createTopicWriter({ ...options, topic: 'for-late' });
    await make(byPassword(), 'for-late');
    const record = { key: 'lobby', value: 'hi', headers: {} };
    await expect(writer.write([record])).rejects.toBeInstanceOf(KafkaRefused);
    await broker.setPassword('late', PASSWORD);
    const rights = await writer.write([record]).catch((cause: unknown) => cause);
    expect(rights).toMatchObject({ name: 'KafkaRefused', message: expect.stringContaining('ACLs') as string });
    await writer.close();
  });

  it('do not let do what somebody has no right to', async () => {
    const refusal = await refusalOf(byPassword({ sasl: { ...ann, username: 'bob' } }));
    expect(refusal).toMatchObject({ name: 'KafkaRefused', message: expect.stringContaining('ACLs') as string });
  });

  it('are not believed when nobody known vouches for them, or for this name', async () => {
    const unknown = await refusalOf(byPassword({ tls: { ca: stranger.ca } }));
    expect(unknown).toMatchObject({ name: 'KafkaRefused', message: expect.stringContaining('KAFKA_TLS_CA') as string });
    expect(await refusalOf(byPassword({ tls: {} }))).toBeInstanceOf(KafkaRefused);
  });

  it('do not understand who speaks no TLS, or does where they do not: tried again, as an outage', async () => {
    const withoutTls = { clientId: 'a test', log, brokers: broker.secured.password, sasl: ann };
    expect(await refusalOf(withoutTls)).toBeInstanceOf(KafkaUnavailable);
    expect(await refusalOf({ ...byPassword(), brokers: broker.brokers })).toBeInstanceOf(KafkaUnavailable);
  });

  it('are waited for as others are when they are restarted', async () => {
    await make(byPassword(), 'restarted');
    const writer = createTopicWriter({ ...byPassword(), topic: 'restarted' });
    await writer.write([{ key: 'lobby', value: '0', headers: {} }]);
    await broker.restart();
    await untilReachable(() => writer.write([{ key: 'lobby', value: '1', headers: {} }]));
    await writer.close();
    const values = (await kafkaRecords(broker.brokers, 'restarted')).map(({ value }) => value);
    expect([...new Set(values)]).toEqual(['0', '1']);
  });
});
