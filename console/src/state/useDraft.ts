/** What was typed into a form under a name, kept for this browser session until it is sent. */
export function useDraft(name: string) {
  const key = `opencem.draft.${name}`;
  return {
    read: (): Record<string, unknown> => {
      try {
        return JSON.parse(window.sessionStorage.getItem(key) ?? '{}') as Record<string, unknown>;
      } catch {
        return {};
      }
    },
    keep: (values: Record<string, unknown>): void => window.sessionStorage.setItem(key, JSON.stringify(values)),
    forget: (): void => window.sessionStorage.removeItem(key),
  };
}
