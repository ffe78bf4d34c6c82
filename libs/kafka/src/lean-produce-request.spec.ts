import fc from 'fast-check';
import Produce from 'kafkajs/src/protocol/requests/produce/index.js';
import { encodeProduce } from './lean-produce-request.js';

const text = fc.oneof(
  fc.string({ maxLength: 200 }),
  fc.string({ unit: 'binary', maxLength: 80 }),
  fc.constant('狼煙'.repeat(40)),
);
/** As many digits each: the library sorts them as text. */
const timestamp = fc.integer({ min: 1_600_000_000_000, max: 1_900_000_000_000 }).map(String);
const message = fc.record({ key: text, value: text, timestamp, headers: fc.dictionary(text, text, { maxKeys: 9 }) });
const partition = fc.record({
  partition: fc.nat({ max: 10_000 }),
  firstSequence: fc.nat({ max: 2 ** 31 - 1 }),
  messages: fc.array(message, { minLength: 1, maxLength: 8 }),
});
const options: fc.Arbitrary<Produce.Options> = fc.record({
  acks: fc.constant(-1),
  timeout: fc.nat(),
  producerId: fc.bigInt({ min: 0n, max: 2n ** 63n - 1n }).map(String),
  producerEpoch: fc.nat({ max: 32_767 }),
  topicData: fc.array(
    fc.record({ topic: fc.constant('noroshi.events.v1'), partitions: fc.array(partition, { maxLength: 3 }) }),
    { maxLength: 3 },
  ),
});

describe('a request to produce', () => {
  it('is the same bytes as the library makes of it', async () => {
    await fc.assert(
      fc.asyncProperty(options, async (given) => {
        const { buffer } = await Produce.protocol({ version: 7 })(given).request.encode();
        expect(encodeProduce(given).buffer.equals(buffer)).toBe(true);
      }),
      { numRuns: 150 },
    );
  });
});
