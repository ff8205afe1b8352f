import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Form, InputNumber, Skeleton } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, read } from '@/api/http';
import { ErrorState } from '@/ui/States';
import styles from './system.module.css';

interface Rules {
  minimum_n: number;
  lowest: number;
  highest: number;
  may_write: boolean;
}

const KEY = ['figure-rules'];

/** What the company decided about its figures; a change holds for every figure at once. */
export function FigureRules() {
  const rules = useQuery({ queryKey: KEY, queryFn: ({ signal }) => read<Rules>(api.GET('/api/v1/figure-rules', { signal })) });
  if (rules.error && !rules.data) return <ErrorState error={rules.error} onRetry={() => void rules.refetch()} />;
  if (!rules.data) return <Skeleton active paragraph={{ rows: 3 }} />;
  return <MinimumN key={rules.data.minimum_n} rules={rules.data} />;
}

function MinimumN({ rules }: { rules: Rules }) {
  const { t } = useTranslation('system');
  const queries = useQueryClient();
  const [value, setValue] = useState<number | null>(rules.minimum_n);
  const change = useMutation({
    mutationFn: (minimum_n: number) => read<Rules>(api.PUT('/api/v1/figure-rules', { body: { minimum_n } })),
    // Every figure on every page rests on it.
    onSuccess: (saved) => {
      queries.setQueryData(KEY, saved);
      void queries.invalidateQueries();
    },
  });
  const unchanged = value === null || value === rules.minimum_n;
  return (
    <Form layout="vertical" className={styles.rules} onFinish={() => !unchanged && change.mutate(value)}>
      <Form.Item label={t('figures.minimumN')} htmlFor="minimum-n" extra={t('figures.hint', { lowest: rules.lowest, highest: rules.highest })} validateStatus={change.error ? 'error' : undefined} help={change.error?.message}>
        <InputNumber id="minimum-n" precision={0} min={rules.lowest} max={rules.highest} value={value} disabled={!rules.may_write} onChange={setValue} />
      </Form.Item>
      {rules.may_write ? <Button type="primary" htmlType="submit" disabled={unchanged} loading={change.isPending}>{t('figures.save')}</Button> : <p className={styles.moments}>{t('figures.mayNot')}</p>}
      <p role="status" className={styles.moments}>{change.isSuccess && unchanged ? t('figures.saved') : ''}</p>
    </Form>
  );
}
