import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';

/** Names of the server's codes; a code of the customer's own making shows as itself. */
export function useTerms() {
  const { t } = useTranslation('terms');
  return useMemo(
    () => ({
      channel: (code: string) => t(`channel.${code}`, { defaultValue: code }),
      source: (code: string) => t(`source.${code}`, { defaultValue: code }),
      kind: (code: string) => t(`kind.${code}`, { defaultValue: code }),
      flag: (code: string) => t(`flag.${code}`, { defaultValue: code }),
      ticketState: (code: string) => t(`ticketState.${code}`, { defaultValue: code }),
      priority: (code: string) => t(`priority.${code}`, { defaultValue: code }),
      unitKind: (code: string) => t(`unitKind.${code}`, { defaultValue: code }),
      attribute: (code: string) => t(`attribute.${code}`, { defaultValue: code }),
      unitStatus: (code: string) => t(`unitStatus.${code}`, { defaultValue: code }),
    }),
    [t],
  );
}
