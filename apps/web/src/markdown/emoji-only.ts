const only = /^(\p{Extended_Pictographic}|\p{Emoji_Component}|\s)+$/u;
const some = /\p{Extended_Pictographic}/u;

/** A few emoji and nothing else: they are the message, and shown large. */
export const isEmojiOnly = (text: string): boolean => text.length <= 24 && some.test(text) && only.test(text);
