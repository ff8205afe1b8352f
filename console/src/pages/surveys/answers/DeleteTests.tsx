import { DeleteOutlined } from '@ant-design/icons';
import { App, Button, Popconfirm, Tooltip } from 'antd';
import { useTranslation } from 'react-i18next';
import { useDeleteTests } from '@/api/centre';
import { useSession } from '@/api/session';

/** Clears away the test answers at my units, all at once; real answers are never among them. */
export function DeleteTests({ survey, total }: { survey: string; total: number | null | undefined }) {
  const { t } = useTranslation('answers');
  const { can } = useSession();
  const { message } = App.useApp();
  const clear = useDeleteTests(survey);
  const may = can('survey.write');
  const run = (): void => clear.mutate(undefined, { onSuccess: ({ deleted }) => void message.success(t('tests.deleted', { n: deleted })), onError: (error) => void message.error(error.message) });
  return (
    <Tooltip title={may ? undefined : t('tests.mayNot')}>
      <Popconfirm title={t('tests.sure')} okText={t('tests.clear')} okButtonProps={{ danger: true }} onConfirm={run} disabled={!may}>
        <Button danger icon={<DeleteOutlined />} disabled={!may || total === 0} loading={clear.isPending}>{t('tests.clear')}</Button>
      </Popconfirm>
    </Tooltip>
  );
}
