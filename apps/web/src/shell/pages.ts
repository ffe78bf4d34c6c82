import { lazy, type ComponentType, type LazyExoticComponent } from 'react';
import { ChatIcon, DashboardIcon, OperatorIcon } from '../look/icons.js';
import type { texts } from './texts.js';

export interface Page {
  readonly path: string;
  readonly name: keyof (typeof texts)['en']['pages'];
  /** For whom it is in the rail; the server decides who gets its data. */
  readonly isFor: 'everybody' | 'admin';
  /** `own`: it has the screen and its headers to itself; `titled`: it is shown under a header that names it. */
  readonly layout: 'own' | 'titled';
  readonly Icon: ComponentType;
  readonly Content: LazyExoticComponent<ComponentType>;
}

/** Each is loaded when it is first gone to. */
const page = (about: Omit<Page, 'Content'>, load: () => Promise<ComponentType>): Page => ({
  ...about,
  Content: lazy(() => load().then((Content) => ({ default: Content }))),
});

export const pages: readonly Page[] = [
  page({ path: '/', name: 'chat', isFor: 'everybody', layout: 'own', Icon: ChatIcon }, () =>
    import('../chat/chat-page.js').then(({ ChatPage }) => ChatPage),
  ),
  page({ path: '/dashboard', name: 'dashboard', isFor: 'admin', layout: 'titled', Icon: DashboardIcon }, () =>
    import('../dashboard/dashboard-page.js').then(({ DashboardPage }) => DashboardPage),
  ),
  page({ path: '/operator', name: 'operator', isFor: 'admin', layout: 'titled', Icon: OperatorIcon }, () =>
    import('../operator/operator-page.js').then(({ OperatorPage }) => OperatorPage),
  ),
];

export const pageAt = (path: string): Page | undefined => pages.find((known) => known.path === path);

export const pagesFor = (roles: readonly string[]): readonly Page[] =>
  pages.filter(({ isFor }) => isFor === 'everybody' || roles.includes(isFor));
