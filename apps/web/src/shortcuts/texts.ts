export const texts = {
  en: {
    title: 'Keyboard shortcuts',
    groups: { page: 'Everywhere', room: 'In a room', message: 'On a message' },
  },
  ja: {
    title: 'キーボードショートカット',
    groups: { page: 'どこでも', room: 'ルーム内', message: 'メッセージ上' },
  },
};
