import { App } from 'antd';
import { useCallback, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useBlocker } from 'react-router';

export interface LeaveGuard {
  /** Lets the next step through: what was typed is kept elsewhere now. */
  release: () => void;
  /** Does `go` at once, or after the reader agreed to lose what was typed. For dialogs, whose closing is not a step in the address. */
  leave: (go: () => void) => void;
}

/** Asks before what was typed is lost: by a link, by "back", by closing a drawer (a step in the address too) or the window. */
export function useLeaveGuard(dirty: boolean): LeaveGuard {
  const { t } = useTranslation('ui');
  const { modal } = App.useApp();
  const held = useRef(dirty);
  useEffect(() => {
    held.current = dirty;
  }, [dirty]);
  const ask = useCallback(
    (lose: () => void, stay?: () => void): void => void modal.confirm({ title: t('leave.title'), content: t('leave.hint'), okText: t('leave.lose'), okButtonProps: { danger: true }, cancelText: t('leave.stay'), onOk: lose, onCancel: stay }),
    [modal, t],
  );
  const release = useCallback((): void => {
    held.current = false;
  }, []);
  const blocker = useBlocker(useCallback(() => held.current, []));
  useEffect(() => {
    if (blocker.state === 'blocked') ask(blocker.proceed, blocker.reset);
  }, [blocker, ask]);
  useEffect(() => {
    const onUnload = (event: BeforeUnloadEvent): void => {
      if (held.current) event.preventDefault();
    };
    window.addEventListener('beforeunload', onUnload);
    return () => window.removeEventListener('beforeunload', onUnload);
  }, []);
  return { release, leave: (go) => (held.current ? ask(go) : go()) };
}
