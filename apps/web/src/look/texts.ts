export const texts = {
  en: { close: 'Close' },
  ja: { close: '閉じる' },
};
