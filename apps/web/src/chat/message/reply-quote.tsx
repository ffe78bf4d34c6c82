import { useTexts } from '../../i18n/use-texts.js';
import { ReplyIcon } from '../../look/icons.js';
import { PlainText } from '../../markdown/plain-text.js';
import { texts } from '../texts.js';
import type { MessageDeeds } from './message-deeds.js';
import { useQuote } from './quotes.js';

interface Props {
  readonly messageId: string;
  readonly deeds: MessageDeeds;
}

/** What is answered, in one line, and the way to it. */
export function ReplyQuote({ messageId, deeds }: Props) {
  const said = useTexts(texts);
  const quote = useQuote(messageId);
  return (
    <button type="button" className="quote" onClick={() => deeds.jumpTo(messageId)} disabled={quote === undefined}>
      <ReplyIcon />
      <span className="hidden-label">{said.repliedTo} </span>
      {quote === undefined && <span className="quote-text">{said.originalGone}</span>}
      {quote !== undefined && quote !== 'loading' && (
        <>
          <bdi className="quote-author">{quote.name}</bdi>
          <span className="quote-text">
            <PlainText text={quote.content || said.deletedShort} />
          </span>
        </>
      )}
    </button>
  );
}
