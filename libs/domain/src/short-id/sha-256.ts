/** Bits of a hash word. */
const WORD = 32;
const BLOCK_BYTES = 64;

const primes = firstPrimes(64);
const fraction = (number: number): number => ((number - Math.floor(number)) * 2 ** WORD) | 0;
const initial = Int32Array.from(primes.slice(0, 8), (prime) => fraction(Math.sqrt(prime)));
const constants = Int32Array.from(primes, (prime) => fraction(Math.cbrt(prime)));

/** FIPS 180-4, eight words. Written out because this layer has no Node below it, and a browser's own answers only later. */
export function sha256(message: Uint8Array): Int32Array {
  const state = initial.slice();
  const words = padded(message);
  const schedule = new Int32Array(64);
  for (let start = 0; start < words.length; start += 16) {
    fill(schedule, words.subarray(start, start + 16));
    compress(state, schedule);
  }
  return state;
}

function padded(message: Uint8Array): Int32Array {
  const bytes = new Uint8Array(Math.ceil((message.length + 9) / BLOCK_BYTES) * BLOCK_BYTES);
  bytes.set(message);
  bytes[message.length] = 0x80;
  const view = new DataView(bytes.buffer);
  view.setUint32(bytes.length - 4, message.length * 8);
  return Int32Array.from({ length: bytes.length / 4 }, (_, index) => view.getInt32(index * 4));
}

/** The state has eight words. */
type Words = [number, number, number, number, number, number, number, number];

const rotated = (word: number, by: number): number => (word >>> by) | (word << (WORD - by));

function fill(schedule: Int32Array, block: Int32Array): void {
  schedule.set(block);
  const word = (index: number): number => schedule[index] ?? 0;
  for (let index = 16; index < 64; index += 1) {
    const [early, late] = [word(index - 15), word(index - 2)];
    const mixedEarly = rotated(early, 7) ^ rotated(early, 18) ^ (early >>> 3);
    const mixedLate = rotated(late, 17) ^ rotated(late, 19) ^ (late >>> 10);
    schedule[index] = word(index - 16) + mixedEarly + word(index - 7) + mixedLate;
  }
}

function compress(state: Int32Array, schedule: Int32Array): void {
  let [a, b, c, d, e, f, g, h] = Array.from(state) as Words;
  for (let round = 0; round < 64; round += 1) {
    const chosen = (e & f) ^ (~e & g);
    const majority = (a & b) ^ (a & c) ^ (b & c);
    const input = (constants[round] ?? 0) + (schedule[round] ?? 0);
    const first = h + (rotated(e, 6) ^ rotated(e, 11) ^ rotated(e, 25)) + chosen + input;
    const second = (rotated(a, 2) ^ rotated(a, 13) ^ rotated(a, 22)) + majority;
    [h, g, f, e, d, c, b, a] = [g, f, e, (d + first) | 0, c, b, a, (first + second) | 0];
  }
  [a, b, c, d, e, f, g, h].forEach((word, index) => {
    state[index] = (state[index] ?? 0) + word;
  });
}

function firstPrimes(count: number): number[] {
  const found: number[] = [];
  for (let candidate = 2; found.length < count; candidate += 1)
    if (found.every((prime) => candidate % prime !== 0)) found.push(candidate);
  return found;
}
