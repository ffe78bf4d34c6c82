/** 1 to 128 characters of any script and punctuation, no control characters (dialects.md §1). */
const id = /^[^\p{Cc}\p{Cs}]{1,128}$/u;

/** 1 to 64 printable characters. */
const clientMessageId = /^[^\p{C}]{1,64}$/u;

export const isRoomId = (text: string): boolean => id.test(text);
export const isUserId = (text: string): boolean => id.test(text);
export const isClientMessageId = (text: string): boolean => clientMessageId.test(text);
