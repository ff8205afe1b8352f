import type { Announcements, ScreenReaderInstructions, UniqueIdentifier } from '@dnd-kit/core';
import { useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';

/** What a screen reader hears while something is put in order. */
export function useDragWords(nameOf: (id: UniqueIdentifier) => string): { announcements: Announcements; screenReaderInstructions: ScreenReaderInstructions } {
  const { t } = useTranslation('editor');
  const name = useRef(nameOf);
  name.current = nameOf;
  return useMemo(() => {
    const words = (id: UniqueIdentifier): string => name.current(id);
    return {
      screenReaderInstructions: { draggable: t('drag.how') },
      announcements: {
        onDragStart: ({ active }) => t('drag.start', { name: words(active.id) }),
        onDragOver: ({ active, over }) => (over ? t('drag.over', { name: words(active.id), over: words(over.id) }) : undefined),
        onDragEnd: ({ active, over }) => (over ? t('drag.end', { name: words(active.id), over: words(over.id) }) : t('drag.cancel')),
        onDragCancel: () => t('drag.cancel'),
      },
    };
  }, [t]);
}
