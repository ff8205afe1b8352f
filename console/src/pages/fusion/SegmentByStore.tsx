import { Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { useSegmentSplits, type Segment, type SegmentSplit } from '@/api/fusion';
import { useTerms } from '@/features/useTerms';
import { formatValue } from '@/format/number';
import { useLanguage } from '@/i18n';
import { useScope } from '@/state/useScope';
import { ChartFrame } from '@/ui/ChartFrame';
import { ShareBars } from '@/ui/ShareBars';
import { EmptyState } from '@/ui/States';
import styles from './fusion.module.css';

interface SegmentByStoreProps {
  segment: Segment;
  segments: Segment[];
  window: number | undefined;
  onPick: (segment: Segment) => void;
}

/** What the stores of a segment have in common: its share by each attribute of the store, the most telling one first. */
export function SegmentByStore({ segment, segments, window, onPick }: SegmentByStoreProps) {
  const { t } = useTranslation('fusion');
  const language = useLanguage();
  const terms = useTerms();
  const [scope] = useScope();
  const query = useSegmentSplits(segment, scope.unit, window);
  const splits = query.data?.items ?? [];
  const share = (value: number | null): string => formatValue(value, 'share', language);
  return (
    <ChartFrame
      title={t('byStore.title', { segment: t(`segment.${segment}`) })}
      note={t('byStore.note')}
      extra={<Select size="small" variant="borderless" aria-label={t('segments')} popupMatchSelectWidth={false} value={segment} onChange={onPick} options={segments.map((value) => ({ value, label: t(`segment.${value}`) }))} />}
      loading={query.isPending}
      error={query.data ? undefined : query.error}
      onRetry={() => void query.refetch()}
      table={{
        columns: [t('byStore.attribute'), t('byStore.value'), t('byStore.share'), t('byStore.low'), t('byStore.high'), 'n'],
        rows: splits.flatMap((split) => split.lines.map((line) => [terms.attribute(split.attribute), line.value, line.low_sample ? t('lowSample') : share(line.share), share(line.low), share(line.high), line.customers])),
      }}
    >
      {splits.length === 0 && <EmptyState compact title={t('byStore.none')} />}
      <div className={styles.splits}>{splits.map((split) => <Split key={split.attribute} split={split} name={terms.attribute(split.attribute)} />)}</div>
    </ChartFrame>
  );
}

function Split({ split, name }: { split: SegmentSplit; name: string }) {
  return (
    <section>
      <h3 className={styles.heading}>{name}</h3>
      <ShareBars label={name} rows={split.lines.map((line) => ({ key: line.value, label: line.value, figure: { value: line.share, n: line.customers, low: line.low, high: line.high, lowSample: line.low_sample } }))} />
    </section>
  );
}
