/** The message id that a Mattermost post's id stands for: the same epoch and position, written without padding. */
export const formatMessageId = (postId: string): string =>
  `m${postId.slice(0, 15).replace(/^0+/, '')}-${postId.slice(15).replace(/^0+/, '')}`;
