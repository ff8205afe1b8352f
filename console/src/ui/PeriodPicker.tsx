import { DatePicker, Select } from 'antd';
import dayjs from 'dayjs';
import { useTranslation } from 'react-i18next';
import { COMPARISONS, PERIODS, type Comparison, type DayRange, type PeriodKey } from '@/format/period';
import styles from './PeriodPicker.module.css';

interface PeriodPickerProps {
  period: PeriodKey;
  range: DayRange;
  comparison?: Comparison;
  onChange: (patch: { period?: PeriodKey; from?: string | undefined; to?: string | undefined; cmp?: Comparison }) => void;
}

/** The days a page is about and what they are compared with; named periods move with the calendar. */
export function PeriodPicker({ period, range, comparison, onChange }: PeriodPickerProps) {
  const { t } = useTranslation('ui');
  const choose = (key: PeriodKey): void =>
    onChange(key === 'custom' ? { period: key, ...range } : { period: key, from: undefined, to: undefined });
  return (
    <div className={styles.picker}>
      <Select
        aria-label={t('period.label')}
        className={styles.period}
        value={period}
        onChange={choose}
        options={PERIODS.map((key) => ({ value: key, label: t(`period.${key}`) }))}
      />
      {period === 'custom' ? (
        <DatePicker.RangePicker
          aria-label={t('period.custom')}
          allowClear={false}
          value={[dayjs(range.from), dayjs(range.to)]}
          onChange={(_, [from, to]) => from && to && onChange({ period: 'custom', from, to })}
        />
      ) : (
        <span className={styles.range}>{spell(range)}</span>
      )}
      {comparison && (
        <Select
          aria-label={t('period.comparison')}
          className={styles.comparison}
          value={comparison}
          onChange={(cmp) => onChange({ cmp })}
          options={COMPARISONS.map((key) => ({ value: key, label: t(`period.compare.${key}`) }))}
        />
      )}
    </div>
  );
}

function spell({ from, to }: DayRange): string {
  const short = (day: string): string => day.slice(5).replace('-', '/');
  if (from === to) return short(from);
  return from.slice(0, 4) === to.slice(0, 4) ? `${short(from)} – ${short(to)}` : `${from.replaceAll('-', '/')} – ${to.replaceAll('-', '/')}`;
}
