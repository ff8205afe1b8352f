import type { EChartsCoreOption } from 'echarts/core';
import { useEffect, useRef } from 'react';
import { useLanguage } from '@/i18n';
import { useAppearance } from '@/theme/appearance';
import { echarts } from './echarts';
import styles from './Chart.module.css';

/** What was clicked: the row's place in the data handed to the chart, and the series. */
export interface ChartPick {
  index: number;
  series: string;
}

export interface EChartProps {
  option: EChartsCoreOption;
  height: number;
  label: string;
  onPick?: (pick: ChartPick) => void;
}

/** The one place that draws: SVG, so that text stays text and the page's policy on styles holds. */
export default function EChart({ option, height, label, onPick }: EChartProps) {
  const host = useRef<HTMLDivElement>(null);
  const chart = useRef<echarts.ECharts | null>(null);
  const pick = useRef(onPick);
  const language = useLanguage();
  const appearance = useAppearance();
  pick.current = onPick;

  useEffect(() => {
    const made = echarts.init(host.current!, null, { renderer: 'svg', locale: language === 'en' ? 'EN' : 'ZH' });
    const watch = new ResizeObserver(() => made.resize());
    watch.observe(host.current!);
    made.on('click', (event) => pick.current?.({ index: event.dataIndex ?? 0, series: event.seriesId ?? '' }));
    chart.current = made;
    return () => {
      watch.disconnect();
      made.dispose();
    };
  }, [language, appearance]);

  useEffect(() => {
    // ECharts would write its own description over ours, of series and not of findings.
    chart.current?.setOption({ ...option, aria: { enabled: true, label: { description: label } } }, { notMerge: true });
  }, [option, label, language, appearance]);

  return <div ref={host} className={onPick ? styles.clickable : undefined} style={{ height }} role="img" aria-label={label} />;
}
