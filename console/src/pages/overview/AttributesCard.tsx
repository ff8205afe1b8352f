import { useTranslation } from 'react-i18next';
import { cellOf, compareFor, toFigure, useMetrics } from '@/api/metrics';
import { useQuestionTitle } from '@/api/surveys';
import { formatValue } from '@/format/number';
import { useLanguage } from '@/i18n';
import { ChartFrame } from '@/ui/ChartFrame';
import { ShareBars, type ShareRow } from '@/ui/ShareBars';
import { bodyFor, usePlace } from './parts';

/** Satisfaction with each attribute asked; a click opens the unhappy answers. */
export function AttributesCard() {
  const { t } = useTranslation('overview');
  const place = usePlace();
  const language = useLanguage();
  const titleOf = useQuestionTitle(language);
  const query = useMetrics(bodyFor(place, { metrics: ['csat'], dimensions: ['question'], compare: compareFor(place.comparison), order: [{ by: 'csat', desc: true }] }), place);
  const rows = (query.data?.rows ?? [])
    .map((row): ShareRow => ({ key: String(row.question), label: titleOf(String(row.question)), figure: toFigure(cellOf(row, 'csat'), place.comparison) }))
    .filter((row) => row.figure.n > 0);
  return (
    <ChartFrame
      title={t('attributes.title')}
      note={query.data?.definitions.csat?.formula}
      asOf={query.data?.as_of}
      loading={query.isPending}
      error={query.data ? undefined : query.error}
      onRetry={() => void query.refetch()}
      table={{ columns: [t('attributes.attribute'), t('metric.csat'), t('trend.low'), t('trend.high'), 'n'], rows: rows.map(({ label, figure }) => [label, formatValue(figure.lowSample ? null : figure.value, 'share', language), formatValue(figure.low, 'share', language), formatValue(figure.high, 'share', language), figure.n]) }}
    >
      <ShareBars label={t('attributes.title')} rows={rows} onPick={(question) => place.openAnswers({ question, answer_max: '3' })} />
    </ChartFrame>
  );
}
