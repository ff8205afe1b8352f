import { Tooltip } from 'antd';
import { useTranslation } from 'react-i18next';
import type { CountedFigure } from '@/api/centre';
import { formatCount } from '@/format/number';
import { useLanguage } from '@/i18n';
import { formatSeconds } from './seconds';
import styles from './surveys.module.css';

/** The median time to answer, with how many it is of and its interval. */
export function MedianTime({ figure }: { figure: CountedFigure | undefined }) {
  const { t } = useTranslation('surveys');
  const language = useLanguage();
  if (!figure || figure.state === 'none') return <>–</>;
  if (figure.state === 'low_sample') return <span className={styles.muted}>{t('lowSample')} n={formatCount(figure.n)}</span>;
  const interval = figure.low != null && figure.high != null ? `${formatSeconds(figure.low, language)} ~ ${formatSeconds(figure.high, language)}` : '';
  return (
    <Tooltip title={<>{t('medianTime')}{interval && <><br />{t('interval')} {interval}</>}</>}>
      <span>{formatSeconds(figure.value, language)} <span className={styles.muted}>n={formatCount(figure.n)}</span></span>
    </Tooltip>
  );
}
