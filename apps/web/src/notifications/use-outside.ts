import type { Notification as Told } from '@noroshi/client';
import { useClient } from '@noroshi/react';
import { useEffect, useState } from 'react';
import { usePreference } from '../preferences/use-preference.js';
import { navigate } from '../shell/location.js';
import { actionOf } from './action.js';
import { wordsOf } from './words-of.js';

/** `unsupported`: this browser has no such thing. `off`: nobody has asked for it, or somebody has had enough. */
export type Outside = 'unsupported' | 'off' | 'on' | 'denied';

type Wish = 'on' | 'off';

const preference = {
  key: 'noroshi.outside',
  read: (stored: string | null): Wish | undefined => (stored === 'on' || stored === 'off' ? stored : undefined),
  otherwise: (): Wish => 'off',
};

export interface OutsideTelling {
  readonly state: Outside;
  readonly turnOn: () => void;
  readonly turnOff: () => void;
}

/** Tells of what comes while nobody looks at the page. The browser is asked for leave only when `turnOn` is called. */
export function useOutside(): OutsideTelling {
  const { notifications } = useClient();
  const [wish, choose] = usePreference<Wish>(preference);
  const [permission, setPermission] = useState(permissionNow);
  const isOn = wish === 'on' && permission === 'granted';

  useEffect(() => {
    if (!isOn) return;
    return notifications.on('notification', (told) => {
      if (document.hidden) tell(told);
    });
  }, [notifications, isOn]);
  const turnOn = (): void => {
    void Notification.requestPermission().then((answer) => {
      setPermission(answer);
      choose(answer === 'granted' ? 'on' : 'off');
    });
  };
  return { state: stateOf(permission, isOn), turnOn, turnOff: () => choose('off') };
}

const permissionNow = (): NotificationPermission | 'unsupported' =>
  'Notification' in window ? Notification.permission : 'unsupported';

function stateOf(permission: NotificationPermission | 'unsupported', isOn: boolean): Outside {
  if (permission === 'unsupported' || permission === 'denied') return permission;
  return isOn ? 'on' : 'off';
}

/** Of several tabs each tells it; the browser shows what has the same tag once. */
function tell(told: Told): void {
  const action = actionOf(told, window.location.href);
  const shown = new Notification(told.title, { body: wordsOf(told), tag: told.id });
  shown.addEventListener('click', () => {
    window.focus();
    if (action?.isHere) navigate(action.href);
    shown.close();
  });
}
