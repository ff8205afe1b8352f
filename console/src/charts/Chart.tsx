import { Skeleton } from 'antd';
import { lazy, Suspense } from 'react';
import type { EChartProps } from './EChart';

const EChart = lazy(() => import('./EChart'));

/** A chart that brings its library only when one is on the page. */
export function Chart(props: EChartProps) {
  return (
    <Suspense fallback={<ChartSkeleton height={props.height} />}>
      <EChart {...props} />
    </Suspense>
  );
}

export function ChartSkeleton({ height }: { height: number }) {
  return <Skeleton.Node active style={{ width: '100%', height }} />;
}
