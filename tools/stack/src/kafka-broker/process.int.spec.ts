import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { kafkaPrograms, whyNoKafka } from '@noroshi/testing';

import { KafkaProcess } from './process.js';

(whyNoKafka() === undefined ? describe : describe.skip)('the Kafka of a stack', () => {
  const folder = mkdtempSync(join(tmpdir(), 'noroshi-kafka-process-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('answers, and is started again after a death on the same port and data', async () => {
    const programs = kafkaPrograms();
    if ('problem' in programs) throw new Error(programs.problem);
    const kafka = new KafkaProcess({
      ...{ programs, takenPort: 8080 },
      ...{ storeDir: join(folder, 'kafka'), logFile: join(folder, 'kafka.log') },
    });
    const addresses: string[] = [];
    for (let lives = 0; lives < 2; lives += 1) {
      const child = await kafka.launch();
      await kafka.answers(new AbortController().signal);
      addresses.push(kafka.brokers);
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
    expect(addresses[0]).toMatch(/^127\.0\.0\.1:\d+$/);
    expect(addresses[1]).toBe(addresses[0]);
  });
});
