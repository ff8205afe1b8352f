import { EyeInvisibleOutlined } from '@ant-design/icons';
import { Tooltip } from 'antd';
import { useTranslation } from 'react-i18next';

/** Personal data as the server sent it; says so when the account may only see the masked form. */
export function Masked({ value, masked }: { value: string | null | undefined; masked: boolean }) {
  const { t } = useTranslation('ui');
  if (!value) return <>–</>;
  if (!masked) return <>{value}</>;
  return (
    <Tooltip title={t('masked')}>
      <span>
        {value} <EyeInvisibleOutlined aria-label={t('masked')} />
      </span>
    </Tooltip>
  );
}
