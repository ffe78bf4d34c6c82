import { ConnectionBadge } from './connection-badge.js';

/** What every page tells on top: how the connection is. */
export function StatusCluster() {
  return (
    <div className="status-cluster">
      <ConnectionBadge />
    </div>
  );
}
