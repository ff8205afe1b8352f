import { Tooltip } from 'antd';
import { useTranslation } from 'react-i18next';
import type { CountedFigure } from '@/api/centre';
import { formatCount, formatInterval, formatValue } from '@/format/number';
import { useLanguage } from '@/i18n';
import styles from './surveys.module.css';

/** A share of the invited with its n and interval; a dash where nobody was invited. */
export function Rate({ figure, hint }: { figure: CountedFigure | null | undefined; hint: string }) {
  const { t } = useTranslation('surveys');
  const language = useLanguage();
  if (!figure) return <Tooltip title={t('rateUnknown')}>–</Tooltip>;
  const interval = figure.low != null && figure.high != null ? formatInterval(figure.low, figure.high, 'share', language) : '';
  return (
    <Tooltip title={<>{hint}{interval && <><br />{t('interval')} {interval}</>}</>}>
      <span>{figure.state === 'low_sample' ? t('lowSample') : formatValue(figure.value, 'share', language)} <span className={styles.muted}>n={formatCount(figure.n)}</span></span>
    </Tooltip>
  );
}
