import type { Room } from '@noroshi/client';
import { useTyping } from '@noroshi/react';
import { useTexts } from '../../i18n/use-texts.js';
import { texts } from '../texts.js';

function sentence(names: readonly string[], said: (typeof texts)['en']['typing']): string {
  const [first, second] = names;
  if (first === undefined) return '';
  if (second === undefined) return said.one(first);
  return names.length === 2 ? said.two(first, second) : said.more(first, names.length - 1);
}

export function TypingLine({ room }: { readonly room: Room }) {
  const { users } = useTyping(room);
  const { typing } = useTexts(texts);
  return (
    <p className="typing" role="status" data-testid="typing">
      {users.length > 0 && (
        <>
          <span className="typing-embers" aria-hidden="true">
            <i />
            <i />
            <i />
          </span>
          {sentence(
            users.map(({ name }) => name),
            typing,
          )}
        </>
      )}
    </p>
  );
}
