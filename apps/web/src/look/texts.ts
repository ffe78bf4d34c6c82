export const texts = {
  en: {
    close: 'Close',
    emoji: { fire: 'fire', thumbsUp: 'thumbs up', heart: 'heart', laughing: 'laughing', eyes: 'eyes' },
  },
  ja: {
    close: '閉じる',
    emoji: { fire: '炎', thumbsUp: 'いいね', heart: 'ハート', laughing: '笑い', eyes: '目' },
  },
};
