import type { UseQueryResult } from '@tanstack/react-query';
import { useMemo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { QueryAnswer } from '@/api/metrics';
import { journeyCurveOption, type JourneyPoint } from '@/charts/journeyCurve';
import { useChartColours } from '@/charts/style';
import { useLanguage } from '@/i18n';
import { usePhone } from '@/state/useMedia';
import { ChartFrame } from '@/ui/ChartFrame';
import type { FigureMeaning, FigureValue } from '@/ui/figure';
import type { TouchpointFigures } from './useJourneyFigures';

interface JourneyCurveProps {
  points: TouchpointFigures[];
  meaning: FigureMeaning;
  answer: UseQueryResult<QueryAnswer>;
  extra: ReactNode;
  onPick: (code: string) => void;
}

/** The experience curve; a touchpoint opens its answers. */
export function JourneyCurve({ points, meaning, answer, extra, onPick }: JourneyCurveProps) {
  const { t } = useTranslation('journeys');
  const language = useLanguage();
  const colours = useChartColours();
  const narrow = usePhone();
  const label = meaning.label ?? '';
  const words = useMemo(() => ({ metric: label, interval: t('curve.interval'), volume: t('curve.volume'), lowSample: t('curve.lowSample') }), [t, label]);
  const drawn = withStages(points);
  // `points` are made anew on each render from the answer.
  const option = useMemo(() => journeyCurveOption(drawn, meaning.unit, words, colours, language, narrow), [answer.data, words, colours, language, narrow, drawn.length]);
  const spoken = points.reduce((sum, point) => sum + point.count, 0);
  return (
    <ChartFrame
      title={t('curve.title')}
      note={meaning.definition}
      n={spoken}
      asOf={answer.data?.as_of}
      loading={answer.isPending}
      error={answer.data ? undefined : answer.error}
      onRetry={() => void answer.refetch()}
      option={option}
      height={360}
      extra={extra}
      empty={t('curve.empty')}
      onPick={({ index }) => points[index] && onPick(points[index].code)}
      table={{
        columns: [t('column.touchpoint'), t('column.stage'), label, t('curve.low'), t('curve.high'), 'n', t('curve.volume')],
        rows: points.map(({ name, stage, figure, count }) => [name, stage, shownValue(figure), round(figure.low), round(figure.high), figure.n, count]),
      }}
    />
  );
}

/** Each stage is named once, over its first touchpoint. */
function withStages(points: TouchpointFigures[]): JourneyPoint[] {
  return points.map(({ name, stage, figure, count }, at) => ({ label: name, stage: points[at - 1]?.stage === stage ? '' : stage, figure, count }));
}

function shownValue(figure: FigureValue): number | null {
  return figure.lowSample ? null : round(figure.value);
}

function round(value: number | null | undefined): number | null {
  return value == null ? null : Number(value.toFixed(3));
}
