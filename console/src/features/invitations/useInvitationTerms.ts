import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';

/** Names of states, rules and channels of invitations; a fatigue rule has the name its company gave it. */
export function useInvitationTerms(fatigue: { key: string; name: string }[] = []) {
  const { t } = useTranslation('invitations');
  return useMemo(() => {
    const named = new Map(fatigue.map((rule) => [`fatigue:${rule.key}`, rule.name]));
    const rule = (code: string): string => {
      if (code.startsWith('fatigue:')) return named.get(code) || t('rule.fatigue');
      if (code.startsWith('send:')) return t('rule.send', { code: code.slice('send:'.length) });
      return t(`rule.${code}`, { defaultValue: code });
    };
    return {
      rule,
      state: (code: string): string => t(`state.${code}`, { defaultValue: code }),
      batchState: (code: string): string => t(`batchState.${code}`, { defaultValue: code }),
      channel: (code: string): string => t(`channel.${code}`, { defaultValue: code }),
      event: (code: string): string => t(`event.${code.replace('.', '_')}`, { defaultValue: code }),
    };
  }, [t, fatigue]);
}
