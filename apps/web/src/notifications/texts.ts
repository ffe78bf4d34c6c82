import type { Notification } from '@noroshi/client';

const en = {
  bell: (unread: number) => (unread === 0 ? 'Notifications' : `Notifications, ${unread} unread`),
  title: 'Notifications',
  none: 'Nothing new. You will be told here when somebody mentions you, answers you or invites you.',
  readAll: 'Mark all as read',
  clear: 'Clear all',
  read: 'Mark as read',
  remove: 'Remove',
  dismiss: 'Dismiss',
  toRoom: 'Go to the room',
  unread: 'unread',
  goesIn: (seconds: number) => `goes in ${seconds} s`,
  failed: 'That did not work. Try again.',
  arrived: 'New notification',
  outside: {
    offer: 'Tell me outside this tab too',
    on: 'You are told outside this tab too',
    off: 'Stop that',
    denied: 'The browser does not let this page tell you outside the tab. Its settings for this site decide that.',
  },
  types: { info: 'Info', success: 'Success', warning: 'Warning', error: 'Error' } satisfies Record<
    Notification['type'],
    string
  >,
};

export const texts: { readonly en: typeof en; readonly ja: typeof en } = {
  en,
  ja: {
    bell: (unread) => (unread === 0 ? '通知' : `通知、未読 ${unread} 件`),
    title: '通知',
    none: '新しい通知はありません。メンション、返信、招待があるとここに表示されます。',
    readAll: 'すべて既読にする',
    clear: 'すべて消去',
    read: '既読にする',
    remove: '削除',
    dismiss: '閉じる',
    toRoom: 'ルームへ移動',
    unread: '未読',
    goesIn: (seconds) => `あと${seconds}秒で消えます`,
    failed: 'うまくいきませんでした。もう一度お試しください。',
    arrived: '新しい通知',
    outside: {
      offer: 'このタブの外でも知らせる',
      on: 'このタブの外でも通知します',
      off: 'やめる',
      denied: 'ブラウザーがこのサイトの通知を許可していません。サイトの設定で変更できます。',
    },
    types: { info: '情報', success: '成功', warning: '警告', error: 'エラー' },
  },
};
