import { fitting, type HistoryPage, type HistoryQuery, type SearchPage, type SearchQuery } from '@noroshi/domain';

/** As much of a page as goes into one answer, from the end that it was asked from. */
export function pageWithinAnswer({ items, more }: HistoryPage, { after, limit }: HistoryQuery): HistoryPage {
  const isForwards = after !== undefined;
  const fit = fitting(isForwards ? items : items.toReversed(), limit);
  return { items: isForwards ? fit.items : fit.items.toReversed(), more: more || fit.more };
}

/** As much of what was found as goes into one answer, the latest first of all. */
export function foundWithinAnswer(page: SearchPage, { limit }: SearchQuery): SearchPage {
  const fit = fitting(page.items.toReversed(), limit);
  const items = fit.items.toReversed();
  const before = fit.more ? items[0]?.position : page.before;
  return before === undefined ? { items } : { items, before };
}
