import type { ReactNode } from 'react';
import { StatusCluster } from './status-cluster.js';

interface Props {
  /** Name and tools of the page. */
  readonly children: ReactNode;
}

/** On top of every page. */
export function PageHeader({ children }: Props) {
  return (
    <header className="page-header">
      {children}
      <StatusCluster />
    </header>
  );
}
