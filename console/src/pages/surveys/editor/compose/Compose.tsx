import { Segmented } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMedia } from '@/state/useMedia';
import type { Selection } from '../useSelection';
import { Canvas } from './Canvas';
import styles from './compose.module.css';
import { Outline } from './Outline';
import { Settings } from './Settings';

const PANES = ['outline', 'page', 'settings'] as const;

/** Outline, page, settings side by side; on a narrow screen one at a time. */
export function Compose({ selection }: { selection: Selection }) {
  const { t } = useTranslation('editor');
  const narrow = useMedia('(max-width: 1099px)');
  const [pane, setPane] = useState<(typeof PANES)[number]>('page');
  const visible = (name: (typeof PANES)[number]): boolean => !narrow || pane === name;
  return (
    <>
      {narrow && <Segmented block className={styles.switch} aria-label={t('panes')} value={pane} onChange={setPane} options={PANES.map((value) => ({ value, label: t(`pane.${value}`) }))} />}
      <div className={styles.panes}>
        {visible('outline') && <Outline selection={selection} onOpen={() => setPane('page')} />}
        {visible('page') && <Canvas selection={selection} onSettings={narrow ? () => setPane('settings') : undefined} />}
        {visible('settings') && <Settings selection={selection} />}
      </div>
    </>
  );
}
