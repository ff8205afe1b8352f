import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { cellOf, compareFor, productOf, toFigure, useMetrics, useTopicName, type QueryAnswer, type QueryBody, type QueryFilter } from '@/api/metrics';
import { formatValue } from '@/format/number';
import type { Comparison } from '@/format/period';
import { useLanguage } from '@/i18n';
import type { PageScope } from '@/state/useScope';
import { ChartFrame } from '@/ui/ChartFrame';
import { ShareBars, type ShareRow } from '@/ui/ShareBars';

const SHOWN = 6;

interface AboutProductsProps {
  scope: PageScope;
  topic: string;
  polarity: '1' | '0' | '-1' | undefined;
  /** Further conditions of the list beside it that figures know too. */
  filters: QueryFilter[];
  onPick: (product: string) => void;
}

/** Which product a topic is about: of the texts about orders with the product, the share that speak of it, and since when. */
export function AboutProducts({ scope, topic, polarity, filters, onPick }: AboutProductsProps) {
  const { t } = useTranslation('products');
  const language = useLanguage();
  const nameOf = useTopicName(language);
  const body = bodyOf(scope, topic, polarity, filters);
  const answer = useMetrics({ ...body, dimensions: ['product'], compare: compareFor(scope.comparison) });
  const whole = useMetrics(body, { asOf: answer.data?.as_of });
  const rows = productRows(answer.data, scope.comparison);
  const telling = rows.some((row) => !row.figure.lowSample);
  const title = t(`title.${polarity ?? 'any'}`, { topic: nameOf(topic) });
  return (
    <ChartFrame
      title={title}
      note={<Note answer={answer.data} whole={whole.data} />}
      asOf={answer.data?.as_of}
      loading={answer.isPending}
      error={answer.data ? undefined : answer.error}
      onRetry={() => void answer.refetch()}
      height={SHOWN * 44}
      empty={t(rows.length > 0 ? 'tooFew' : 'empty')}
      table={{ columns: [t('product'), t('share'), t('low'), t('high'), 'n'], rows: (telling ? rows : []).map(({ label, figure }) => [label, formatValue(figure.lowSample ? null : figure.value, 'share', language), formatValue(figure.low, 'share', language), formatValue(figure.high, 'share', language), figure.n]) }}
    >
      <FewRows key={topic + polarity} rows={rows} label={title} better={polarity === '-1' ? 'down' : polarity === '1' ? 'up' : 'neither'} onPick={onPick} />
    </ChartFrame>
  );
}

function bodyOf(scope: PageScope, topic: string, polarity: string | undefined, filters: QueryFilter[]): QueryBody {
  const said: QueryFilter[] = polarity === undefined ? [] : [{ field: 'polarity', op: 'eq', value: Number(polarity) }];
  return { metrics: ['topic_share'], time: scope.range, ...(scope.unit ? { unit: scope.unit } : {}), filters: [{ field: 'topic', op: 'eq', value: topic }, ...said, ...filters] };
}

/** Products by the share of their texts; those with too few texts come last. */
function productRows(answer: QueryAnswer | undefined, comparison: Comparison): ShareRow[] {
  const rows = (answer?.rows ?? []).flatMap((row): ShareRow[] => {
    const product = productOf(row);
    return product ? [{ key: product.code, label: product.name, figure: toFigure(cellOf(row, 'topic_share'), comparison) }] : [];
  });
  const height = ({ figure }: ShareRow): number => (figure.lowSample ? -1 : (figure.value ?? -1));
  return rows.filter((row) => row.figure.n > 0).sort((a, b) => height(b) - height(a));
}

function FewRows({ rows, label, better, onPick }: { rows: ShareRow[]; label: string; better: 'up' | 'down' | 'neither'; onPick: (product: string) => void }) {
  const { t } = useTranslation('products');
  const [all, setAll] = useState(false);
  const largest = Math.max(...rows.map((row) => (row.figure.lowSample ? 0 : (row.figure.high ?? row.figure.value ?? 0))), 0.01);
  return (
    <>
      <ShareBars label={label} rows={all ? rows : rows.slice(0, SHOWN)} better={better} wide full={largest} onPick={onPick} />
      {rows.length > SHOWN && <Button type="link" size="small" onClick={() => setAll(!all)}>{all ? t('fewer') : t('all', { n: rows.length })}</Button>}
    </>
  );
}

/** The definition, and how much of what was said belongs to no known order. */
function Note({ answer, whole }: { answer: QueryAnswer | undefined; whole: QueryAnswer | undefined }) {
  const { t } = useTranslation('products');
  const language = useLanguage();
  const unmatched = cellOf(answer?.rows.find((row) => row.product === null), 'topic_share')?.n ?? 0;
  const all = cellOf(whole?.rows[0], 'topic_share')?.n ?? 0;
  return (
    <>
      <span title={answer?.definitions.topic_share?.formula}>{t('note')}</span>
      {all > 0 && <> {t('unmatched', { share: formatValue(unmatched / all, 'share', language) })}</>}
    </>
  );
}
