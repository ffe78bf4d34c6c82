import type { Room } from '@noroshi/client';
import { useEffect, useState } from 'react';
import { useTexts } from '../../i18n/use-texts.js';
import { plainText } from '../../markdown/plain-text.js';
import { useMe } from '../me.js';
import { texts } from '../texts.js';

/** Tells a screen reader what others say as they say it. The log itself can not: its rows come and go while one scrolls. */
export function Announcer({ room }: { readonly room: Room }) {
  const said = useTexts(texts);
  const me = useMe();
  const [words, setWords] = useState('');
  useEffect(
    () =>
      room.on('message', ({ author, content }) => {
        if (author.userId !== me.userId) setWords(`${said.saidBy(author.name)}${plainText(content)}`);
      }),
    [room, me, said],
  );
  return (
    <p className="hidden-label" aria-live="polite" data-testid="announcer">
      {words}
    </p>
  );
}
