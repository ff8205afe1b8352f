import { LeftOutlined, RightOutlined } from '@ant-design/icons';
import { Button, Drawer, Tooltip } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { usePhone } from '@/state/useMedia';

interface DetailDrawerProps {
  openId: string | undefined;
  /** The ids of the list behind, in its order, for previous and next. */
  ids: string[];
  title: ReactNode;
  onMove: (id: string | undefined) => void;
  actions?: ReactNode;
  footer?: ReactNode;
  width?: number;
  children: ReactNode;
}

/** One item of a list beside it; which one is in the address, so a link opens it again. */
export function DetailDrawer({ openId, ids, title, onMove, actions, footer, width = 640, children }: DetailDrawerProps) {
  const phone = usePhone();
  return (
    <Drawer
      open={openId !== undefined}
      onClose={() => onMove(undefined)}
      title={title}
      size={phone ? '100%' : width}
      extra={<span style={{ display: 'flex', gap: 4 }}>{actions}<Neighbours openId={openId} ids={ids} onMove={onMove} /></span>}
      footer={footer}
      destroyOnHidden
    >
      {children}
    </Drawer>
  );
}

function Neighbours({ openId, ids, onMove }: Pick<DetailDrawerProps, 'openId' | 'ids' | 'onMove'>) {
  const { t } = useTranslation('ui');
  const at = openId === undefined ? -1 : ids.indexOf(openId);
  const step = (label: string, icon: ReactNode, id: string | undefined): ReactNode => (
    <Tooltip title={label}>
      <Button type="text" icon={icon} aria-label={label} disabled={id === undefined} onClick={() => onMove(id)} />
    </Tooltip>
  );
  return (
    <>
      {step(t('drawer.previous'), <LeftOutlined />, at > 0 ? ids[at - 1] : undefined)}
      {step(t('drawer.next'), <RightOutlined />, at >= 0 ? ids[at + 1] : undefined)}
    </>
  );
}
