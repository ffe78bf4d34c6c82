export const texts = {
  en: {
    lead: 'Light a fire on your hill. Everybody in the room sees it, once and in order.',
    invited: 'You are invited to',
    name: 'Your name',
    operator: 'With the operator’s pages',
    signIn: 'Sign in',
    tokenHint: 'This server takes tokens of your identity provider. Paste one to sign in.',
    token: 'Access token',
    language: 'Language',
    failures: {
      unreachable: 'The server does not answer. Try again in a moment.',
      nameless: 'A name needs at least one letter or digit.',
      unreadable: 'The server sent a token this page cannot read.',
      notAToken: 'This is not a token: it needs three parts with a user in the middle one.',
    },
  },
  ja: {
    lead: 'あなたの丘に狼煙を。ルームの全員に、一度だけ、順番どおりに届きます。',
    invited: '招待されたルーム:',
    name: 'お名前',
    operator: '運用ページも使う',
    signIn: 'サインイン',
    tokenHint: 'このサーバーは ID プロバイダーのトークンを受け付けます。貼り付けてサインインしてください。',
    token: 'アクセストークン',
    language: '言語',
    failures: {
      unreachable: 'サーバーが応答しません。しばらくしてからもう一度お試しください。',
      nameless: '名前には文字か数字が 1 つ以上必要です。',
      unreadable: 'サーバーから届いたトークンを読み取れません。',
      notAToken: 'トークンではありません。3 つの部分からなり、中央にユーザーが必要です。',
    },
  },
};
