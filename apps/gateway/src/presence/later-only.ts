import { isLater, type NewsPlace, type PresenceNews } from '@noroshi/domain';

/** Passes on what was not told before: whoever announces presence repeats itself after a restart. */
export function laterOnly(tell: (news: PresenceNews['news']) => void): (news: PresenceNews) => void {
  let last: NewsPlace | undefined;
  return ({ place, news }) => {
    if (last && !isLater(place, last)) return;
    last = place;
    tell(news);
  };
}
