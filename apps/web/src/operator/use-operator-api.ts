import { useClient } from '@noroshi/react';
import { useMemo } from 'react';
import { operatorApi, type OperatorApi } from './operator-api.js';

export function useOperatorApi(): OperatorApi {
  const { rest } = useClient();
  return useMemo(() => operatorApi(rest), [rest]);
}
