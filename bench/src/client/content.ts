/** Bytes of content in every message, as the targets state it. */
export const CONTENT_BYTES = 128;

/** Where a delivery begins inside a frame of any peer. Nothing else in their frames contains these two bytes. */
export const MARK = Buffer.from('~#');

const SENDER_DIGITS = 2;
const SEQUENCE_DIGITS = 9;
const ZERO = 0x30;

export const MAX_SENDERS = 10 ** SENDER_DIGITS;

/** `~#SSNNNNNNNNN` and padding: sender and sequence at fixed places, so a reader needs no JSON parser. */
export const contentOf = (sender: number, sequence: number): string => {
  const stamp = `~#${String(sender).padStart(SENDER_DIGITS, '0')}${String(sequence).padStart(SEQUENCE_DIGITS, '0')}`;
  return stamp.padEnd(CONTENT_BYTES, '.');
};

const digits = (bytes: Buffer, at: number, count: number): number => {
  let value = 0;
  for (let i = at; i < at + count; i++) value = value * 10 + (bytes[i] ?? ZERO) - ZERO;
  return value;
};

/** `mark` is where {@link MARK} begins. */
export const senderAt = (bytes: Buffer, mark: number): number => digits(bytes, mark + MARK.length, SENDER_DIGITS);

export const sequenceAt = (bytes: Buffer, mark: number): number =>
  digits(bytes, mark + MARK.length + SENDER_DIGITS, SEQUENCE_DIGITS);
