import { useTexts } from '../i18n/use-texts.js';
import { texts } from './texts.js';

interface ShowMoreProps {
  readonly hasMore: boolean;
  readonly onMore: () => void;
}

/** At the end of a list that comes in pages. */
export function ShowMore({ hasMore, onMore }: ShowMoreProps) {
  const { more } = useTexts(texts);
  if (!hasMore) return null;
  return (
    <button type="button" className="quiet" onClick={onMore}>
      {more}
    </button>
  );
}
